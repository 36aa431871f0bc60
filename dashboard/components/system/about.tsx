import { Code, DataList, Paper, Text, Title } from '@mantine/core';
import type { Health } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { Fact } from '../ui/fact.tsx';
import { RelativeTime } from '../ui/time.tsx';

/** The versions in use, and how to change settings. */
export function About({ dashboardVersion, health }: { dashboardVersion: string; health: Health | null }) {
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        About
      </Title>
      <DataList size="sm" gap={6} labelWidth="9rem" mb="sm">
        <Fact name="Environment">
          {health?.environment ? safeText(health.environment, 40) : 'Not set (FEEDFLOW_ENVIRONMENT)'}
        </Fact>
        <Fact name="Dashboard">{dashboardVersion}</Fact>
        {health?.version && (
          <Fact name="API">
            {safeText(health.version, 40)}
            {health.nodeVersion && `, Node.js ${safeText(health.nodeVersion, 40).replace(/^v/, '')}`}
          </Fact>
        )}
        {health?.startedAt && (
          <Fact name="API started">
            <RelativeTime at={health.startedAt} />
          </Fact>
        )}
      </DataList>
      <Text size="sm" c="dimmed">
        Settings are environment variables, read when a process starts. Change them in <Code>.env</Code> or in
        your deployment and restart the processes. <Code>.env.example</Code> lists all of them. Sources are
        edited on their own page and need no restart.
      </Text>
    </Paper>
  );
}
