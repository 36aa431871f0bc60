'use client';

import type { EffectiveSetting } from '@feedflow/shared/model/effective-settings';
import { Paper, SimpleGrid, Skeleton, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { QueryFailure } from '../ui/failure-notice.tsx';
import { About } from './about.tsx';
import { AccessFacts } from './access-facts.tsx';
import { AuditLog } from './audit-log.tsx';
import { Queues } from './queues.tsx';
import { Services } from './services.tsx';
import { Settings } from './settings.tsx';

/** There are no events for the system state, so it is polled; not in a hidden tab. */
const REFRESH_MS = 10_000;

/** The installation: services, queues, access, settings and the audit log. */
export function SystemView({
  dashboardVersion,
  dashboardSettings,
}: {
  dashboardVersion: string;
  dashboardSettings: readonly EffectiveSetting[];
}) {
  const health = useQuery({ ...queries.health(), refetchInterval: REFRESH_MS });
  // What else the page reads of the API would repeat the failure.
  const isAway = health.isError && health.data === undefined;
  return (
    <Stack gap="md">
      <Title order={1}>System</Title>
      {health.isError && (
        <Paper>
          <QueryFailure title="Could not load the system state" query={health} />
        </Paper>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        {health.isPending && (
          <>
            <Skeleton height={280} role="status" aria-label="Loading system state" />
            <Skeleton height={280} />
          </>
        )}
        {health.data && !health.isError && (
          <>
            <Services health={health.data} />
            <Queues health={health.data} />
          </>
        )}
        <About dashboardVersion={dashboardVersion} health={health.data ?? null} />
        <AccessFacts />
      </SimpleGrid>
      {!isAway && (
        <>
          <Settings dashboard={dashboardSettings} />
          <AuditLog />
        </>
      )}
    </Stack>
  );
}
