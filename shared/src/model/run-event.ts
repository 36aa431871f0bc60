import { z } from 'zod';
import { batchCounters, batchStatus } from './batch.ts';
import { runCounters, runStatus, runTrigger } from './run.ts';
import { count } from './scalars.ts';

const base = { runId: z.string(), sourceName: z.string(), at: z.iso.datetime() };

/**
 * One live event, as appended to the Redis stream by the workers and sent over SSE by the API. Events are
 * small and say that something moved; MongoDB has the truth.
 */
export const runEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run.started'), ...base, trigger: runTrigger, attempt: count }),
  z.object({
    type: z.literal('run.progress'),
    ...base,
    /** Records read from the feed so far, and batches enqueued so far. */
    totalFetched: count,
    enqueuedBatches: count,
    /** See `rereadRecords` of the run. */
    rereadRecords: count.nullish(),
    /** True once the whole feed is read, so that `enqueuedBatches` is the final number. */
    fetchDone: z.boolean(),
  }),
  z.object({
    type: z.literal('batch.finished'),
    ...base,
    attempt: count,
    batchIndex: count,
    status: batchStatus,
    records: count,
    ...batchCounters.shape,
    durationMs: count,
  }),
  z.object({
    type: z.literal('run.finished'),
    ...base,
    status: runStatus,
    ...runCounters.shape,
    durationMs: count,
  }),
]);
export type RunEvent = z.infer<typeof runEvent>;

/**
 * SSE event names: `snapshot` opens every stream (data: a RunPage, or one Run with ?runId),
 * `reset` says that events were missed and a fresh snapshot follows, `run` and `batch` carry a RunEvent.
 */
export type StreamEventName = 'snapshot' | 'reset' | 'run' | 'batch';
