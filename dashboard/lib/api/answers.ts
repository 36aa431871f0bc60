import { type changedSource, sourceDetails } from '@feedflow/shared/model/source';
import { systemHealth } from '@feedflow/shared/model/system-health';
import { z } from 'zod';
import type { Wire } from '../wire.ts';

// Answers that @feedflow/shared has no schema for. Answers are checked on the server, where they pass anyway:
// the browser imports nothing but types from here, so that it need not load zod.

export const sourceList = z.object({ items: z.array(sourceDetails) });
export type SourceList = Wire<z.infer<typeof sourceList>>;

export type ChangedSource = Wire<z.infer<typeof changedSource>>;

export const importStarted = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string(), sourceUrl: z.string() })),
  skipped: z.array(z.object({ sourceName: z.string(), reason: z.string(), runId: z.string().nullish() })),
});
export type ImportStarted = z.infer<typeof importStarted>;

export const rerunStarted = z.object({
  runId: z.string(),
  attempt: z.number(),
  batches: z.number(),
  records: z.number(),
});
export type RerunStarted = z.infer<typeof rerunStarted>;

export const cancelRequested = z.object({ runId: z.string(), cancelledBatches: z.number() });
export type CancelRequested = z.infer<typeof cancelRequested>;

export const removalConfirmed = z.object({ runId: z.string(), removedJobs: z.number() });
export type RemovalConfirmed = z.infer<typeof removalConfirmed>;

/** What is more than `status` is told to clients that are known. */
export const health = systemHealth.partial().extend({ status: z.enum(['ok', 'degraded']) });
export type Health = Wire<z.infer<typeof health>>;
