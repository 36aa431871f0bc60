'use client';

import { amountLabel, countLabel } from '@feedflow/shared/model/amount-label';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { FeedPreview } from '../../../lib/api/types.ts';
import { type FieldSource, withPart, withSource } from '../../../lib/mapping/field-source.ts';
import { type FieldState, fieldStates } from '../../../lib/mapping/field-values.ts';
import { fieldLabel, MAPPED_FIELDS } from '../../../lib/mapping/mapped-fields.ts';
import { readMapping } from '../../../lib/sources/mapping-json.ts';
import { CommandFailure } from '../../ui/command-failure.tsx';
import { IconEye } from '../../ui/icons.ts';
import { FieldForm, withPath } from './field-form.tsx';
import { FieldList } from './field-list.tsx';
import classes from './mapping-editor.module.css';
import { RecordTree } from './record-tree.tsx';
import { WholeFeedFields } from './whole-feed-fields.tsx';

/** Maps the fields by clicks: a record of the feed on one side, the fields on the other. */
export function MappingEditor({
  text,
  last,
  error,
  isPending,
  canPreview,
  onChange,
  onPreview,
  onClose,
}: {
  /** The mapping as JSON, which the form of the source shows too. */
  text: string;
  /** The last preview, and the mapping that it was made with, as JSON; null for none. */
  last: { preview: FeedPreview; mapping: string } | null;
  /** Why the newest preview failed, if it did. */
  error: unknown;
  isPending: boolean;
  canPreview: boolean;
  onChange: (text: string) => void;
  onPreview: () => void;
  onClose: () => void;
}) {
  const section = useRef<HTMLElement>(null);
  const [chosen, setChosen] = useState<FieldName>('title');
  const [slot, setSlot] = useState(0);
  useEffect(() => {
    const opener = document.activeElement;
    section.current?.scrollIntoView({ block: 'start' });
    section.current?.focus({ preventScroll: true });
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  const { mapping, fault } = readMapping(text);
  const evidence = last?.preview.evidence ?? null;
  const shown = last && evidence && { evidence, mapping: readMapping(last.mapping).mapping };
  const states = fieldStates(mapping, shown);
  const state = states[chosen];
  const change = (source: FieldSource) => onChange(withSource(text, chosen, source));
  const choose = (field: FieldName) => {
    setChosen(field);
    setSlot(0);
  };
  const use = (path: string) => change(withPath(state.source, path, slot));
  return (
    <section ref={section} tabIndex={-1} aria-labelledby="mapping-editor" className={classes.editor}>
      <Group justify="space-between" gap="sm" mb="sm">
        <Title order={2} id="mapping-editor">
          Map fields
        </Title>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconEye size={14} aria-hidden="true" />}
            loading={isPending}
            disabled={!canPreview}
            onClick={onPreview}
          >
            Preview mapping
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            Close
          </Button>
        </Group>
      </Group>
      {fault !== null ? (
        <Alert color="orange" variant="light" title="The mapping is not valid JSON">
          Correct the JSON of the mapping, then its fields are shown here.
        </Alert>
      ) : (
        <Stack gap="md">
          {error ? <CommandFailure error={error} /> : null}
          <Result last={last} isCurrent={last !== null && last.mapping.trim() === text.trim()} />
          <div className={classes.columns}>
            <div className={classes.record}>
              <Text size="sm" mb="xs" role="status">
                Click an element to use it for <b>{fieldLabel(chosen)}</b>.
              </Text>
              {evidence ? (
                <RecordTree records={evidence.records} chosen={chosen} users={usersOf(states)} onUse={use} />
              ) : (
                <Text size="sm" c="dimmed">
                  {isPending ? 'The feed is being read.' : 'Preview the feed to see its records.'}
                </Text>
              )}
            </div>
            <FieldList states={states} chosen={chosen} onChoose={choose}>
              <FieldForm
                key={chosen}
                field={chosen}
                state={state}
                evidence={evidence}
                slot={slot}
                onSlot={setSlot}
                onChange={change}
              />
            </FieldList>
          </div>
          <WholeFeedFields
            mapping={mapping}
            recordElement={last?.preview.feed?.recordElement ?? null}
            onChange={(part, value) => onChange(withPart(text, part, value))}
          />
        </Stack>
      )}
    </section>
  );
}

/** What the last preview made of the records, and whether the mapping has changed since. */
function Result({ last, isCurrent }: { last: { preview: FeedPreview } | null; isCurrent: boolean }) {
  if (!last) return null;
  const { records, postings: jobs, duplicates, skipped } = last.preview;
  const failed = records - jobs - duplicates - skipped;
  return (
    <Text size="sm" role="status">
      {amountLabel(records, 'record')}: {amountLabel(jobs, 'job')}
      {duplicates > 0 && `, ${amountLabel(duplicates, 'duplicate')}`}
      {skipped > 0 && `, ${countLabel(skipped)} skipped`}
      {failed > 0 && `, ${countLabel(failed)} failed`}.
      {!isCurrent && ' The mapping has changed since: preview it to see the jobs.'}
    </Text>
  );
}

const EXCLUSIONS = /\[[^[\]=]*!=[^[\]]*\]/g;

/** The fields that read each path, by the paths of rows. */
function usersOf(states: Readonly<Record<FieldName, FieldState>>): Map<string, FieldName[]> {
  const users = new Map<string, FieldName[]>();
  for (const field of MAPPED_FIELDS)
    for (const path of states[field].paths) {
      // `link[@rel!=self]` is, of a single element, its plain path.
      const key = path.toLowerCase().replaceAll(EXCLUSIONS, '');
      users.set(key, [...(users.get(key) ?? []), field]);
    }
  return users;
}
