import type { ReadinessGate } from '@feedflow/shared/process/health';
import type { RoutesOf } from '../routing/route.ts';
import type { SystemHealthReader } from '../system-health.ts';

export interface HealthDeps {
  readiness: ReadinessGate;
  system: SystemHealthReader;
}

const route = { tag: 'Health', access: 'open' } as const;

/** GET /health for people, /health/live and /health/ready for supervisors. */
export function healthRoutes(deps: HealthDeps): RoutesOf<'checkHealth' | 'checkLiveness' | 'checkReadiness'> {
  return {
    checkHealth: {
      ...route,
      summary: 'Whether MongoDB responds and Redis accepts writes, and the state of the installation',
      description:
        'Versions, memory, jobs per queue, slots for feeds and connected processes. Where a token is set, only a client that has one gets more than the status. What a service in an outage would report is null. A Redis that is full or read-only is not healthy, and `services` says so. A response is cached for a second.',
      response: {
        description: 'MongoDB and Redis respond.',
        example: healthExample,
      },
      otherResponses: { 503: 'MongoDB or Redis does not respond.' },
      handle: async ({ ctx, client }) => {
        const { healthy, services } = await deps.system.check();
        if (!healthy) ctx.status = 503;
        const status = healthy ? ('ok' as const) : ('degraded' as const);
        return client ? { status, ...(await deps.system.describe(services)) } : { status };
      },
    },
    checkLiveness: {
      ...route,
      summary: 'Whether the process responds at all',
      description: 'Uses no other service: a supervisor that gets no response restarts the process.',
      response: {
        description: 'The process responds.',
        example: { status: 'live' },
      },
      handle: () => ({ status: 'live' as const }),
    },
    checkReadiness: {
      ...route,
      summary: 'Whether the process accepts requests',
      response: { description: 'The process accepts requests.', example: { status: 'ready' } },
      otherResponses: { 503: 'The process is starting or stopping, or MongoDB or Redis does not respond.' },
      handle: async ({ ctx, client }) => {
        const checked = await deps.readiness.check();
        if (checked.status !== 'ready') ctx.status = 503;
        return client ? checked : { status: checked.status };
      },
    },
  };
}

const idle = {
  waiting: 0,
  active: 0,
  delayed: 0,
  waitingChildren: 0,
  completed: 0,
  failed: 0,
  paused: false,
};

const healthExample = {
  status: 'ok',
  version: '0.1.0',
  nodeVersion: 'v24.21.0',
  environment: 'production',
  startedAt: '2026-01-31T12:00:00.000Z',
  services: { mongodb: { status: 'up', latencyMs: 0.8 }, redis: { status: 'up', latencyMs: 0.3 } },
  mongodb: { version: '8.0.4', replicaSet: 'rs0', dataBytes: 812_400_000, diskBytes: 301_000_000 },
  redis: {
    version: '7.4.1',
    usedMemoryBytes: 48_200_000,
    maxMemoryBytes: 1_073_741_824,
    maxMemoryPolicy: 'noeviction',
    appendOnly: true,
  },
  queues: {
    runs: { ...idle, waitingChildren: 1 },
    feeds: { ...idle, active: 1 },
    previews: idle,
    batches: idle,
  },
  fetchSlots: { total: 8, busy: 1, allTakenSince: null },
  processes: { scheduler: 1, worker: 2, api: 1 },
  clockSkewSeconds: 0,
  lastTickAt: '2026-01-31T12:15:00.000Z',
  closedDue: { expired: 14, tooOld: 0 },
} as const;
