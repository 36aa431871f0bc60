import { Paper, Title } from '@mantine/core';
import { settingsHistoryOf } from '../../lib/sources/source-page.ts';
import { AuditEntries } from '../system/audit-entries.tsx';

/** What was changed about the source and commanded for it, by whom and why. */
export function SourceHistory({ name }: { name: string }) {
  return (
    <Paper component="section" aria-labelledby="source-history">
      <Title order={2} id="source-history" p="md" pb="xs">
        Changes and commands
      </Title>
      <AuditEntries filters={settingsHistoryOf(name)} none="No changes since the audit log began." />
    </Paper>
  );
}
