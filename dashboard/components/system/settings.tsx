'use client';

import type { EffectiveSetting } from '@feedflow/shared/model/effective-settings';
import { settingsByName, settingText } from '@feedflow/shared/model/settings-by-name';
import { Code, Group, Paper, Skeleton, Switch, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../lib/api/browser.ts';
import { safeText } from '../../lib/format/text.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import classes from './system.module.css';

const PROCESS_LABELS: Record<string, string> = {
  api: 'API',
  dashboard: 'Dashboard',
  scheduler: 'Scheduler',
  worker: 'Worker',
};
const COLUMNS = ['Setting', 'Value', 'Processes'];

/** The settings of the newest process of each kind. @param dashboard those of this dashboard's server */
export function Settings({ dashboard }: { dashboard: readonly EffectiveSetting[] }) {
  const [showsDefaults, setShowsDefaults] = useState(false);
  const settings = useQuery(queries.settings());
  return (
    <Paper component="section" aria-labelledby="settings">
      <Group justify="space-between" p="md" pb="xs" gap="xs">
        <Title order={2} id="settings">
          Settings
        </Title>
        <Switch
          label="Show defaults"
          checked={showsDefaults}
          onChange={(event) => setShowsDefaults(event.currentTarget.checked)}
        />
      </Group>
      <Text size="sm" c="dimmed" px="md" pb="md">
        Environment variables, read when a process starts. Change them in <Code>.env</Code> or in your
        deployment and restart the processes. <Code>.env.example</Code> describes all of them. Sources are
        edited on their own pages.
      </Text>
      {settings.isPending && <Skeleton height={160} role="status" aria-label="Loading settings" />}
      {settings.isError && !settings.data && (
        <QueryFailure title="Could not load the settings" query={settings} />
      )}
      {settings.data && (
        <SettingTable
          items={[...settings.data.items, { process: 'dashboard', settings: dashboard }]}
          showsDefaults={showsDefaults}
        />
      )}
    </Paper>
  );
}

function SettingTable({
  items,
  showsDefaults,
}: {
  items: Parameters<typeof settingsByName>[0];
  showsDefaults: boolean;
}) {
  const all = settingsByName(items);
  const shown = all.filter(({ isChanged, isConflict }) => showsDefaults || isChanged || isConflict);
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed" p="md" pt={0}>
        All settings have their defaults.
      </Text>
    );
  }
  return (
    <table className={classes.settings}>
      <thead>
        <tr>
          {COLUMNS.map((label) => (
            <th key={label}>{label}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((setting) => (
          <tr key={`${setting.name} ${setting.processes.join(' ')}`}>
            <td data-label="Setting">
              <Code>{safeText(setting.name, 60)}</Code>
            </td>
            <td data-label="Value">
              {safeText(settingText(setting), 500)}
              {!setting.isChanged && (
                <Text span size="xs" c="dimmed">
                  {' '}
                  (default)
                </Text>
              )}
            </td>
            <td data-label="Processes">
              {setting.processes
                .map((process) => PROCESS_LABELS[process] ?? safeText(process, 40))
                .join(', ')}
              {setting.isConflict && (
                <Text span size="xs" className={classes.different}>
                  {' '}
                  (others have another value)
                </Text>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
