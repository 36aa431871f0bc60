import { DataList, Group, Paper, Text, Title } from '@mantine/core';
import type { Health } from '../../lib/api/types.ts';
import { formatBytes, formatShare } from '../../lib/format/number.ts';
import { safeText } from '../../lib/format/text.ts';
import { Fact } from '../ui/fact.tsx';
import { IconCircleCheck, IconCircleX } from '../ui/icons.ts';
import classes from './system.module.css';

type Service = NonNullable<Health['services']>['mongodb'];

/** MongoDB and Redis: whether they are connected, their versions and sizes. */
export function Services({ health }: { health: Health }) {
  const { services, mongodb, redis } = health;
  return (
    <Paper p="md">
      <Title order={2} mb="sm">
        Services
      </Title>
      {services && (
        <>
          <ServiceState name="MongoDB" service={services.mongodb} />
          <DataList size="sm" gap={6} labelWidth="9rem" mb="md">
            {mongodb && (
              <>
                <Fact name="Version">{safeText(mongodb.version, 40)}</Fact>
                <Fact name="Replica set">
                  {mongodb.replicaSet
                    ? safeText(mongodb.replicaSet, 60)
                    : 'None (acknowledged writes can be lost with the server)'}
                </Fact>
                <Fact name="Data size">{formatBytes(mongodb.dataBytes)}</Fact>
                <Fact name="On disk">{formatBytes(mongodb.diskBytes)}</Fact>
              </>
            )}
          </DataList>
          <ServiceState name="Redis" service={services.redis} />
          <DataList size="sm" gap={6} labelWidth="9rem">
            {redis && <RedisFacts redis={redis} />}
          </DataList>
        </>
      )}
      {!services && (
        <Text size="sm" c="dimmed">
          The API only reports “{health.status}” because it does not accept the token of this dashboard.
        </Text>
      )}
    </Paper>
  );
}

function ServiceState({ name, service }: { name: string; service: Service }) {
  const up = service.status === 'up';
  const Icon = up ? IconCircleCheck : IconCircleX;
  return (
    <Group gap="xs" mb={6}>
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <span className={classes.state} data-up={up}>
        <Icon size={16} stroke={2} aria-hidden="true" />
        {up ? `Connected (${service.latencyMs.toFixed(1)} ms)` : 'Unreachable'}
      </span>
      {service.error && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {safeText(service.error, 200)}
        </Text>
      )}
    </Group>
  );
}

function RedisFacts({ redis }: { redis: NonNullable<Health['redis']> }) {
  const { usedMemoryBytes, maxMemoryBytes, maxMemoryPolicy } = redis;
  return (
    <>
      <Fact name="Version">{safeText(redis.version, 40)}</Fact>
      <Fact name="Memory">
        {formatBytes(usedMemoryBytes)}
        {maxMemoryBytes === null
          ? ' (no limit)'
          : ` of ${formatBytes(maxMemoryBytes)} (${formatShare(usedMemoryBytes, maxMemoryBytes)})`}
      </Fact>
      <Fact name="Eviction policy">
        {maxMemoryPolicy === 'noeviction'
          ? 'noeviction ✓'
          : `${safeText(maxMemoryPolicy, 40)} (data can be lost: set maxmemory-policy to noeviction)`}
      </Fact>
      <Fact name="Persistence">
        {redis.appendOnly ? 'AOF ✓' : 'No AOF (runs in progress start again after a restart)'}
      </Fact>
    </>
  );
}
