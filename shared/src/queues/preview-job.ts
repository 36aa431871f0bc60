import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { feedPreview } from '../model/feed-preview.ts';
import { previewLimits } from '../model/preview-limits.ts';
import { recordFilter } from '../model/record-filter-schema.ts';
import { namedError } from '../model/run.ts';
import { sourceMapping } from '../model/source.ts';

/**
 * Reads the beginning of a feed for a waiting client. It belongs to no run and touches no collection. The job has
 * only the id: see `PreviewRequests`.
 */
export const previewJobPayload = z.object({ requestId: z.string() });
export type PreviewJobPayload = z.infer<typeof previewJobPayload>;

/** What is to be previewed. Jobs of earlier versions, in the queue of feeds, are this. */
export const previewFeedPayload = z.object({
  url: z.string(),
  dialect: z.string().optional(),
  mapping: sourceMapping.optional(),
  filter: recordFilter.optional(),
  /** Secrets may be among them. */
  requestHeaders: z.record(z.string(), z.string()),
  maxRecords: z.number().int().min(1).max(previewLimits.records),
  samples: z.number().int().min(0).max(previewLimits.samples),
  evidence: z.boolean().default(false),
});
export type PreviewFeedPayload = z.infer<typeof previewFeedPayload>;

/** The result of a preview. A feed that cannot be read is a result, not a failed step: BullMQ keeps no codes. */
export const previewFeedResult = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), preview: feedPreview }),
  z.object({
    ok: z.literal(false),
    error: namedError.extend({
      /** The feeds that a page links to, where the URL is that of a page. */
      linkedFeeds: z.array(z.string()).max(previewLimits.linkedFeeds).default([]),
    }),
  }),
]);
export type PreviewFeedResult = z.infer<typeof previewFeedResult>;

/** One attempt. A failed one is kept, with its reason, until the API has read it. */
export const previewFeedOptions: JobsOptions = {
  attempts: 1,
  removeOnComplete: true,
  removeOnFail: { age: 300 },
};
