'use client';

import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { commands } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import { keys } from '../../lib/api/queries.ts';
import type { ChangedSource, SourceItem } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import {
  changeOf,
  draftOf,
  faultsByField,
  keptSecretsMove,
  newSourceOf,
  previewOf,
  type SourceDraft,
} from '../../lib/sources/draft.ts';
import { readMapping } from '../../lib/sources/mapping-json.ts';
import { secretsLabel } from '../../lib/sources/secrets.ts';
import { CommandFailure } from '../ui/command-failure.tsx';
import { IconEye } from '../ui/icons.ts';
import { useCommand } from '../ui/use-command.ts';
import type { FieldProps } from './field-props.ts';
import { MappingField } from './mapping-field.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SecretFields } from './secret-fields.tsx';
import { SecretsNotice } from './secrets-notice.tsx';
import { SourceIdentity } from './source-identity.tsx';
import { TimingFields } from './timing-fields.tsx';
import { ToleranceFields } from './tolerance-fields.tsx';

/** Adds a source, or edits `source`. The feed can be previewed before saving. */
export function SourceForm({ source, onDone }: { source: SourceItem | null; onDone: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(source));
  const save = useSave(source, onDone);
  const preview = useMutation({ mutationFn: () => commands.previewFeed(previewOf(draft)) });
  const failed = save.error ?? preview.error;
  const faults = faultsByField(failed ? asFailure(failed).details['faults'] : null).fields;
  const change = (changed: Partial<SourceDraft>) => setDraft((shown) => ({ ...shown, ...changed }));
  const fields = { draft, faults, change };
  const valid = readMapping(draft.mapping).fault === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && valid) save.mutate(draft);
      }}
    >
      <Stack gap="md">
        <MainFields {...fields} source={source} />
        <TimingFields {...fields} />
        <MappingField {...fields} />
        {source && <SourceIdentity source={source} />}
        <SecretFields {...fields} hadAuth={source?.hasBasicAuth ?? false} />
        <Switch
          label="Enabled"
          description="Import on schedule"
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Switch
          label="Close jobs missing from the feed"
          description="Jobs no longer in the feed are closed after a complete read. If many disappear at once, they stay open until you confirm."
          checked={draft.removeVanished}
          error={faults['removeVanished']}
          onChange={(event) => change({ removeVanished: event.currentTarget.checked })}
        />
        <ToleranceFields {...fields} />
        {save.error && <CommandFailure error={save.error} />}
        <Group justify="flex-end" gap="sm">
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden="true" />}
            loading={preview.isPending}
            disabled={draft.url.trim() === '' || !valid}
            onClick={() => {
              save.reset();
              preview.mutate();
            }}
          >
            Preview feed
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!valid}>
            {source ? 'Save changes' : 'Add source'}
          </Button>
        </Group>
        <PreviewPanel preview={preview.data} pending={preview.isPending} error={preview.error} />
      </Stack>
    </form>
  );
}

function MainFields({ draft, faults, change, source }: FieldProps & { source: SourceItem | null }) {
  const isNew = source === null;
  const move = source && keptSecretsMove(draft, source);
  return (
    <>
      <TextInput
        label="Name"
        description={
          isNew
            ? 'Letters, digits, spaces, dots, dashes and underscores. Cannot be changed later.'
            : undefined
        }
        required
        data-autofocus={isNew || undefined}
        // Read-only instead of disabled: readable and reachable by keyboard.
        readOnly={!isNew}
        variant={isNew ? 'default' : 'filled'}
        maxLength={100}
        value={draft.name}
        error={faults['name']}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label="Feed URL"
        type="url"
        required
        maxLength={4_000}
        placeholder="https://jobs.example.com/feed.xml"
        value={draft.url}
        error={faults['url']}
        onChange={(event) => change({ url: event.currentTarget.value })}
      />
      {move && (
        <SecretsNotice
          move={move}
          keep={draft.keepSecrets}
          onKeep={(keepSecrets) => change({ keepSecrets })}
        />
      )}
      <TextInput
        label="Dialect"
        description="Leave empty to detect automatically"
        maxLength={50}
        value={draft.dialect}
        error={faults['dialect']}
        onChange={(event) => change({ dialect: event.currentTarget.value })}
      />
    </>
  );
}

function useSave(source: SourceItem | null, onDone: () => void) {
  const queryClient = useQueryClient();
  return useCommand(
    (draft: SourceDraft, key: string) =>
      source
        ? commands.changeSource({ name: source.name, change: changeOf(draft, source) })
        : commands.addSource(newSourceOf(draft), key),
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
    },
  );
}
