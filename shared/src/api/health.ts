import { z } from 'zod';
import { serviceHealth, systemHealth } from '../model/system-health.ts';
import type { RouteContracts } from './route-contract.ts';

/** Beside the status, only for clients that are known. */
const health = systemHealth.partial().extend({ status: z.enum(['ok', 'degraded']) });

const readiness = z.object({
  status: z.enum(['ready', 'starting', 'migrating', 'stopping', 'degraded']),
  services: z.record(z.string(), serviceHealth).describe('Only for clients that are known.').optional(),
});

export const healthContract = {
  checkHealth: {
    audience: 'browser',
    status: 200,
    response: health,
    otherResponses: { 503: health },
  },
  checkLiveness: {
    audience: 'server',
    status: 200,
    response: z.object({ status: z.literal('live') }),
  },
  checkReadiness: {
    audience: 'server',
    status: 200,
    response: readiness,
    otherResponses: { 503: readiness },
  },
} satisfies Partial<RouteContracts>;
