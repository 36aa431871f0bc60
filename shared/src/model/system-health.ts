import { z } from 'zod';
import { count, timestamp } from './scalars.ts';

export const serviceHealth = z.object({
  status: z.enum(['up', 'down']),
  latencyMs: z.number(),
  error: z.string().optional(),
});

export const mongoFacts = z.object({
  version: z.string(),
  /** Null for a server that runs alone. */
  replicaSet: z.string().nullable(),
  /** Of Feedflow's database: documents before compression, and what they and their indexes take on disk. */
  dataBytes: count,
  diskBytes: count,
});
export type MongoFacts = z.infer<typeof mongoFacts>;

export const redisFacts = z.object({
  version: z.string(),
  usedMemoryBytes: count,
  /** Null without a limit. */
  maxMemoryBytes: count.nullable(),
  /** What is dropped when memory is full: `noeviction` is the one that loses no work. */
  maxMemoryPolicy: z.string(),
  /** Whether what Redis holds survives its restart: an append-only file. */
  appendOnly: z.boolean(),
});
export type RedisFacts = z.infer<typeof redisFacts>;

/** Jobs of a queue per state. */
export const queueCounts = z.object({
  waiting: count,
  active: count,
  delayed: count,
  waitingChildren: count,
  completed: count,
  failed: count,
  /** Whether an operator has paused the queue. Feedflow itself pauses no queue. */
  paused: z.boolean(),
});
export type QueueCounts = z.infer<typeof queueCounts>;

/** The slots for feeds of all workers. */
const fetchSlots = z.object({
  total: count,
  busy: count,
  /** Since when none has been free; null while one is, or where there is none at all. */
  allTakenSince: timestamp.nullable(),
});

/** What GET /health returns to authenticated clients. Facts of a service during its outage are null. */
export const systemHealth = z.object({
  version: z.string(),
  nodeVersion: z.string(),
  environment: z.string().nullable(),
  startedAt: timestamp,
  services: z.object({ mongodb: serviceHealth, redis: serviceHealth }),
  mongodb: mongoFacts.nullable(),
  redis: redisFacts.nullable(),
  queues: z
    .object({ runs: queueCounts, feeds: queueCounts, previews: queueCounts, batches: queueCounts })
    .nullable(),
  fetchSlots: fetchSlots.nullable(),
  /** Processes with a connection to Redis under this REDIS_PREFIX; null if Redis does not report them. */
  processes: z.object({ scheduler: count, worker: count, api: count }).nullable(),
  /** By how many seconds the clock of the API's process is ahead of the database's. */
  clockSkewSeconds: z.number(),
  /** The newest tick that a scheduler took: its last sign of life, where sources are due often. */
  lastTickAt: timestamp.nullable(),
  /** Jobs that were closed within the last 24 hours because they were due, up to 100,000 each. */
  closedDue: z.object({ expired: count, tooOld: count }).nullable(),
});
export type SystemHealth = z.infer<typeof systemHealth>;
