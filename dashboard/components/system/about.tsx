import { DataList, Paper, Title } from '@mantine/core';
import type { Health } from '../../lib/api/types.ts';
import { safeText } from '../../lib/format/text.ts';
import { Fact } from '../ui/fact.tsx';
import { RelativeTime } from '../ui/time.tsx';

/** The versions in use. */
export function About({ dashboardVersion, health }: { dashboardVersion: string; health: Health | null }) {
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        About
      </Title>
      <DataList size="sm" gap={6} labelWidth="9rem">
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
    </Paper>
  );
}
