'use client';

import { Anchor, Button, Group, Text, Textarea } from '@mantine/core';
import { MAPPING_EXAMPLE, readMapping } from '../../lib/sources/mapping-text.ts';
import type { FieldProps } from './field-props.ts';

/** Where the fields of a record are, for feeds that follow no dialect: JSON, looked at before it is sent. */
export function MappingField({ draft, faults, change }: FieldProps) {
  const { mapping, fault } = readMapping(draft.mapping);
  const tidy = mapping ? JSON.stringify(mapping, null, 2) : draft.mapping;
  const error = fault ?? faults['mapping'];
  return (
    <div>
      <Textarea
        label="Mapping"
        description="Where each field is, for a feed that follows no dialect. A preview applies it."
        autosize
        minRows={3}
        maxRows={18}
        spellCheck={false}
        maxLength={20_000}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: '0.8125rem' } }}
        value={draft.mapping}
        error={error && <Faults text={error} />}
        onChange={(event) => change({ mapping: event.currentTarget.value })}
      />
      {draft.mapping.trim() === '' && (
        <Group mt={6}>
          <Button size="xs" variant="default" onClick={() => change({ mapping: MAPPING_EXAMPLE })}>
            Begin with an example
          </Button>
        </Group>
      )}
      {draft.mapping.trim() !== '' && (
        <Text size="xs" c="dimmed" mt={4}>
          A path such as <code>position/name</code> or <code>@id</code>, several to try in turn, a constant or
          a template.{' '}
          {tidy !== draft.mapping && (
            <>
              <Anchor component="button" type="button" size="xs" onClick={() => change({ mapping: tidy })}>
                Lay it out
              </Anchor>
              {' · '}
            </>
          )}
          <Anchor component="button" type="button" size="xs" onClick={() => change({ mapping: '' })}>
            Take the mapping away
          </Anchor>
        </Text>
      )}
    </div>
  );
}

/** One line per fault, each with its place in the mapping. */
function Faults({ text }: { text: string }) {
  return <span style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>{text}</span>;
}
