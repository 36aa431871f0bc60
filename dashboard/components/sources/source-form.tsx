'use client';

import { inputLimits } from '@feedflow/shared/model/input-limits';
import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { commands, queries } from '../../lib/api/browser.ts';
import { ApiFailure, asFailure } from '../../lib/api/failure.ts';
import { keys } from '../../lib/api/queries.ts';
import type { ChangedSource, FeedPreview, SourceChange, SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import {
  changeOf,
  draftOf,
  faultsByField,
  keptSecretsMove,
  newSourceOf,
  overwrittenFields,
  type SourceDraft,
} from '../../lib/sources/draft.ts';
import { fieldLabel } from '../../lib/sources/field-label.ts';
import { readMapping } from '../../lib/sources/mapping-json.ts';
import { NAME_CHARACTERS } from '../../lib/sources/name-characters.ts';
import { reloadSources } from '../../lib/sources/reload-sources.ts';
import { secretsLabel } from '../../lib/sources/secrets.ts';
import { suggestName } from '../../lib/sources/suggest-name.ts';
import { withScheme } from '../../lib/sources/url.ts';
import { CommandFailure } from '../ui/command-failure.tsx';
import { useCommand } from '../ui/use-command.ts';
import { AdvancedFields } from './advanced-fields.tsx';
import { ClosingFields } from './closing-fields.tsx';
import { CopyPreview } from './copy-preview.tsx';
import type { FieldProps } from './field-props.ts';
import { FilterFields } from './filter-fields.tsx';
import { MappingField } from './mapping-field.tsx';
import { DueJobs, MovedJobs } from './open-jobs.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SecretsNotice } from './secrets-notice.tsx';
import classes from './source-form.module.css';
import { SourceIdentity } from './source-identity.tsx';
import { TimingFields } from './timing-fields.tsx';
import { UrlField } from './url-field.tsx';
import { useFeedPreview } from './use-feed-preview.ts';

// Loaded on demand: few sources need a mapping.
const MappingEditor = dynamic(
  () => import('./mapping/mapping-editor.tsx').then((module) => module.MappingEditor),
  { ssr: false },
);

/** Adds a source, or edits `source`: URL, preview, name, schedule. The preview is beside the form. */
export function SourceForm({
  source: present,
  onDirty,
  onDone,
}: {
  source: SourceItem | null;
  /** Called when the form begins or ceases to have unsaved changes. */
  onDirty: (isDirty: boolean) => void;
  onDone: () => void;
}) {
  // As it was when the form was opened: what others change meanwhile is not changed back.
  const [source] = useState(present);
  const { draft, change, suggest } = useDraft(source, onDirty);
  const save = useSave(source, onDone);
  const preview = useFeedPreview(source, suggest);
  const failed = save.error ?? preview.error;
  const faults = faultsByField(failed ? asFailure(failed).details['faults'] : null).fields;
  const fields = { draft, faults, change };
  const canPreview = draft.url.trim() !== '';
  const valid = readMapping(draft.mapping).fault === null;
  const [isMapping, setMapping] = useState(false);
  const showPreview = (changed: Partial<SourceDraft> = {}, stay = false) => {
    const shown = { ...draft, ...changed, url: withScheme(changed.url ?? draft.url) };
    change({ ...changed, url: shown.url });
    save.reset();
    preview.show(shown, { stay });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && valid) save.mutate(draft);
      }}
    >
      <div className={classes.columns}>
        <Stack gap="md">
          <UrlField
            {...fields}
            isNew={source === null}
            pending={preview.isPending}
            canPreview={valid}
            onPreview={() => showPreview()}
          />
          {source && <UrlChange draft={draft} source={source} change={change} />}
          <NameField {...fields} isNew={source === null} />
          <TimingFields {...fields} />
          <MappingField
            {...fields}
            onMap={() => {
              setMapping(true);
              if (!preview.last && valid && canPreview) showPreview({}, true);
            }}
          />
          {source && <SourceIdentity source={source} />}
          <Switch
            label="Enabled"
            description="Import on schedule"
            checked={draft.enabled}
            onChange={(event) => change({ enabled: event.currentTarget.checked })}
          />
          <FilterFields {...fields} />
          <ClosingFields {...fields} />
          {source && <DueJobs source={source.name} />}
          <AdvancedFields {...fields} source={source} />
        </Stack>
        <section ref={preview.panel} tabIndex={-1} className={classes.preview} aria-label="Feed">
          <PreviewPanel
            {...preview}
            closesExpired={draft.closeExpired}
            secretsKept={source === null || !losesSecrets(draft, source)}
            onMore={(records) => preview.show(draft, { records })}
            onUse={(url) => showPreview({ url })}
          />
          {preview.isIdle && (
            <Text size="sm" className={classes.hint}>
              The preview shows what an import of the feed would read. Nothing is stored.
            </Text>
          )}
          {draft.url.trim() !== '' && valid && <CopyPreview draft={draft} source={source} />}
        </section>
      </div>
      {isMapping && (
        <MappingEditor
          text={draft.mapping}
          last={preview.last}
          error={preview.error}
          isPending={preview.isPending}
          canPreview={valid && canPreview}
          onChange={(mapping) => change({ mapping })}
          onPreview={() => showPreview({}, true)}
          onClose={() => setMapping(false)}
        />
      )}
      <div className={classes.foot}>
        <SaveError error={save.error} />
        <Group justify="flex-end" gap="sm">
          <Button type="submit" loading={save.isPending} disabled={!valid}>
            {source ? 'Save changes' : 'Add source'}
          </Button>
        </Group>
      </div>
    </form>
  );
}

/** Why saving failed. The first field that it concerns is focused, else the message, so that it is not missed. */
function SaveError({ error }: { error: unknown }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!error) return;
    const field = ref.current?.closest('form')?.querySelector<HTMLElement>('[aria-invalid="true"]');
    field?.focus();
    // A field that is folded away takes no focus.
    if (!field || document.activeElement !== field) ref.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <div ref={ref} tabIndex={-1} style={{ outline: 'none', marginBottom: '0.75rem' }}>
      <CommandFailure error={error} />
    </div>
  );
}

/** What a changed URL means for the jobs and the secrets of the source. */
function UrlChange({ draft, source, change }: Pick<FieldProps, 'draft' | 'change'> & { source: SourceItem }) {
  const url = withScheme(draft.url);
  const move = keptSecretsMove(draft, source);
  return (
    <>
      {url !== source.url && URL.canParse(url) && <MovedJobs source={source.name} />}
      {move && (
        <SecretsNotice
          move={move}
          keep={draft.keepSecrets}
          onKeep={(keepSecrets) => change({ keepSecrets })}
        />
      )}
    </>
  );
}

/** Whether a preview is made without secrets that the source has. */
function losesSecrets(draft: SourceDraft, source: SourceItem): boolean {
  const move = keptSecretsMove(draft, source);
  return move !== null && move.fate !== 'kept';
}

function NameField({ draft, faults, change, isNew }: FieldProps & { isNew: boolean }) {
  return (
    <TextInput
      label="Name"
      description={isNew ? NAME_CHARACTERS : 'Use Rename in the menu of the source to change it.'}
      required
      // Read-only instead of disabled: readable and reachable by keyboard.
      readOnly={!isNew}
      variant={isNew ? 'default' : 'filled'}
      maxLength={inputLimits.nameLength}
      value={draft.name}
      error={faults['name']}
      onChange={(event) => change({ name: event.currentTarget.value })}
    />
  );
}

/** The state of the form. A preview suggests name and interval, unless they were typed. */
function useDraft(source: SourceItem | null, onDirty: (isDirty: boolean) => void) {
  const [initial] = useState(() =>
    source ? draftOf(source) : { ...draftOf(null), timezone: localTimeZone() },
  );
  const [draft, setDraft] = useState(initial);
  const [suggested, setSuggested] = useState({ name: '', intervalMinutes: initial.intervalMinutes });
  const sources = useQuery(queries.sources()).data ?? [];
  const isDirty = JSON.stringify(draft) !== JSON.stringify(initial);
  useEffect(() => onDirty(isDirty), [onDirty, isDirty]);
  const change = (changed: Partial<SourceDraft>) => setDraft((shown) => ({ ...shown, ...changed }));
  const suggest = (url: string, { suggestions }: FeedPreview) => {
    if (source) return;
    const name = suggestName(
      suggestions.name,
      url,
      sources.map((other) => other.name),
    );
    const intervalMinutes = suggestions.intervalMinutes ?? suggested.intervalMinutes;
    setSuggested({ name, intervalMinutes });
    setDraft((shown) => ({
      ...shown,
      name: shown.name === suggested.name ? name : shown.name,
      intervalMinutes:
        shown.intervalMinutes === suggested.intervalMinutes ? intervalMinutes : shown.intervalMinutes,
    }));
  };
  return { draft, change, suggest };
}

function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

function useSave(source: SourceItem | null, onDone: () => void) {
  const queryClient = useQueryClient();
  const refuseOverwriting = useRefuseOverwriting(source);
  return useCommand(
    async (draft: SourceDraft, key: string) => {
      if (!source) return commands.addSource(newSourceOf(draft), key);
      const change = changeOf(draft, source);
      await refuseOverwriting(change);
      return commands.changeSource({ name: source.name, change });
    },
    {
      onSuccess({ droppedSecrets, ...saved }: SourceItem & Partial<ChangedSource>) {
        const dropped = droppedSecrets && secretsLabel(droppedSecrets);
        queryClient.setQueryData<SourceItem[]>(keys.sources, (list = []) =>
          [...list.filter((item) => item.name !== saved.name), saved].sort((one, other) =>
            one.name < other.name ? -1 : 1,
          ),
        );
        notifications.show({
          title: source ? 'Changes saved' : 'Source added',
          color: 'teal',
          message: `${safeText(saved.name, 100)}${dropped ? `. ${dropped}: removed.` : ''}`,
        });
        onDone();
      },
      onSettled: () => void reloadSources(queryClient),
    },
  );
}

/** Refuses a change once for each field that another user has changed since the form was opened. */
function useRefuseOverwriting(source: SourceItem | null) {
  const queryClient = useQueryClient();
  const known = useRef(source);
  return async (change: SourceChange): Promise<void> => {
    if (!known.current) return;
    const now = await queryClient.fetchQuery({ ...queries.source(known.current.name), staleTime: 0 });
    const fields = overwrittenFields(change, known.current, now);
    known.current = now;
    if (fields.length === 0) return;
    const message = `Another user has changed these settings since you opened this form: ${fields.map(fieldLabel).join(', ')}. Save again to replace them, or close the form to keep them.`;
    throw new ApiFailure({ status: 409, code: 'changed-meanwhile', message });
  };
}
