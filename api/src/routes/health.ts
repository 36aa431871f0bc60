import { checkServices, type ReadinessGate } from '@feedflow/shared/health';
import { z } from 'zod';
import type { Routes } from '../routing/route.ts';

export interface HealthDeps {
  pingMongo(): Promise<unknown>;
  pingRedis(): Promise<unknown>;
  readiness: ReadinessGate;
}

const service = z.object({
  status: z.enum(['up', 'down']),
  latencyMs: z.number(),
  error: z.string().optional(),
});
const services = z.record(z.string(), service).describe('Only for clients that are known.').optional();
const health = z.object({ status: z.enum(['ok', 'degraded']), services });
const readiness = z.object({ status: z.enum(['ready', 'starting', 'stopping', 'degraded']), services });

const route = { method: 'get', tag: 'Health', access: 'open' } as const;

/** GET /health for people, /health/live and /health/ready for supervisors. */
export function healthRoutes(routes: Routes, deps: HealthDeps): void {
  routes.add(
    {
      ...{ ...route, path: '/health', operation: 'checkHealth' },
      summary: 'Whether MongoDB and Redis answer',
      description:
        'Each with its latency. Where a token is set, only a client that has one is told the details.',
      answer: {
        description: 'All of them answer.',
        schema: health,
        example: { status: 'ok', services: { mongodb: { status: 'up', latencyMs: 0.8 } } },
      },
      otherAnswers: { 503: { description: 'One of them does not.', schema: health } },
    },
    async ({ ctx, client }) => {
      const checked = await checkServices({ mongodb: deps.pingMongo, redis: deps.pingRedis });
      if (!checked.healthy) ctx.status = 503;
      const status = checked.healthy ? ('ok' as const) : ('degraded' as const);
      return client ? { status, services: checked.services } : { status };
    },
  );

  routes.add(
    {
      ...{ ...route, path: '/health/live', operation: 'checkLiveness' },
      summary: 'Whether the process can answer at all',
      description: 'Touches nothing else: a supervisor that hears nothing here restarts the process.',
      answer: {
        description: 'It can.',
        schema: z.object({ status: z.literal('live') }),
        example: { status: 'live' },
      },
    },
    () => ({ status: 'live' as const }),
  );

  routes.add(
    {
      ...{ ...route, path: '/health/ready', operation: 'checkReadiness' },
      summary: 'Whether the process may be given requests',
      answer: { description: 'It may.', schema: readiness, example: { status: 'ready' } },
      otherAnswers: { 503: { description: 'Not now.', schema: readiness } },
    },
    async ({ ctx, client }) => {
      const checked = await deps.readiness.check();
      if (checked.status !== 'ready') ctx.status = 503;
      return client ? checked : { status: checked.status };
    },
  );
}
