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
import { readMapping } from '../../lib/sources/mapping-text.ts';
import { secretsInWords } from '../../lib/sources/secrets.ts';
import { CommandFailure } from '../ui/command-failure.tsx';
import { IconEye } from '../ui/icons.ts';
import { useCommand } from '../ui/use-command.ts';
import type { FieldProps } from './field-props.ts';
import { MappingField } from './mapping-field.tsx';
import { PreviewPanel } from './preview-panel.tsx';
import { SecretFields } from './secret-fields.tsx';
import { SecretsNotice } from './secrets-notice.tsx';
import { TimingFields } from './timing-fields.tsx';

/** Adds a source, or changes `source`. The feed can be looked at before anything is saved. */
export function SourceForm({ source, onDone }: { source: SourceItem | null; onDone: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(source));
  const save = useSave(source, onDone);
  const preview = useMutation({ mutationFn: () => commands.previewFeed(previewOf(draft)) });
  const failed = save.error ?? preview.error;
  const faults = faultsByField(failed ? asFailure(failed).details['faults'] : null).fields;
  const change = (changed: Partial<SourceDraft>) => setDraft((shown) => ({ ...shown, ...changed }));
  const fields = { draft, faults, change };
  const sound = readMapping(draft.mapping).fault === null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!save.isPending && sound) save.mutate(draft);
      }}
    >
      <Stack gap="md">
        <MainFields {...fields} source={source} />
        <TimingFields {...fields} />
        <MappingField {...fields} />
        <SecretFields {...fields} hadAuth={source?.hasBasicAuth ?? false} />
        <Switch
          label="Enabled"
          description="Read on its schedule"
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Switch
          label="Close jobs that vanish"
          description="A job that the feed has no more is closed once all of the feed was read. Where many vanish at once, they are held back until someone confirms."
          checked={draft.removeVanished}
          error={faults['removeVanished']}
          onChange={(event) => change({ removeVanished: event.currentTarget.checked })}
        />
        {save.error && <CommandFailure error={save.error} />}
        <Group justify="flex-end" gap="sm">
          <Button
            variant="default"
            leftSection={<IconEye size={16} aria-hidden="true" />}
            loading={preview.isPending}
            disabled={draft.url.trim() === '' || !sound}
            onClick={() => {
              save.reset();
              preview.mutate();
            }}
          >
            Preview the feed
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!sound}>
            {source ? 'Save the changes' : 'Add the source'}
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
          isNew ? 'Letters, digits, spaces, dots, dashes and underscores; it stays for good' : undefined
        }
        required
        data-autofocus={isNew || undefined}
        // Not disabled: it is to be read, and reached by keyboard.
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
        description="Leave empty to find it out from the feed"
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
        const dropped = droppedSecrets && secretsInWords(droppedSecrets);
        queryClient.setQueryData<SourceItem[]>(keys.sources, (list = []) =>
          [...list.filter((item) => item.name !== saved.name), saved].sort((one, other) =>
            one.name < other.name ? -1 : 1,
          ),
        );
        notifications.show({
          title: source ? 'The changes are saved' : 'The source is added',
          color: 'teal',
          message: `${safeText(saved.name, 100)}${dropped ? `. ${dropped}: removed.` : ''}`,
        });
        onDone();
      },
    },
  );
}
