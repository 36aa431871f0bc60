import { type FeedPreviewAnswer, feedPreview } from '@feedflow/shared/feed-preview';
import { sourceDetails } from '@feedflow/shared/source';
import { z } from 'zod';
import type { Wire } from '../wire.ts';
import { pathWith, type SourceItem } from './queries.ts';
import type { Read } from './read.ts';

const importStarted = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string(), sourceUrl: z.string() })),
  skipped: z.array(z.object({ sourceName: z.string(), reason: z.string(), runId: z.string().nullish() })),
});
export type ImportStarted = z.infer<typeof importStarted>;

const rerunStarted = z.object({
  runId: z.string(),
  attempt: z.number(),
  batches: z.number(),
  records: z.number(),
});
export type RerunStarted = z.infer<typeof rerunStarted>;

const cancelRequested = z.object({ runId: z.string(), cancelledBatches: z.number() });
export type CancelRequested = z.infer<typeof cancelRequested>;

export type FeedPreview = Wire<FeedPreviewAnswer>;

/** What is sent to preview, add or change a source; the API checks it. Null takes an optional part away. */
export interface SourceInput {
  name?: string;
  url?: string;
  schedule?: string | null;
  intervalMinutes?: number | null;
  timezone?: string;
  enabled?: boolean;
  dialect?: string | null;
  headers?: Record<string, string | null> | null;
  basicAuth?: { username: string; password: string } | null;
}
export type PreviewInput = Pick<SourceInput, 'url' | 'dialect' | 'headers' | 'basicAuth'>;

/** The API waits up to a minute for a worker to read the feed. */
const PREVIEW_TIMEOUT_MS = 70_000;

const runPath = (runId: string): string => `/api/import-logs/${encodeURIComponent(runId)}`;
const sourcePath = (name: string): string => `/api/sources/${encodeURIComponent(name)}`;

/**
 * Everything the dashboard commands. Each takes its idempotency key last: the same key for every try at the
 * same command. All of them throw ApiFailure.
 */
export function createCommands(read: Read) {
  return {
    /** Starts a run of one source by name, or of all enabled sources for null. */
    startImport: (source: string | null, idempotencyKey: string): Promise<ImportStarted> =>
      read('/api/import/run', importStarted, { body: source === null ? {} : { source }, idempotencyKey }),
    /** Runs failed batches of a run again: these, or all for null. */
    rerun: (
      { runId, batches, reason }: { runId: string; batches: number[] | null; reason?: string },
      idempotencyKey: string,
    ): Promise<RerunStarted> =>
      read(`${runPath(runId)}/rerun`, rerunStarted, {
        body: { ...(batches ? { batches } : {}), ...(reason ? { reason } : {}) },
        idempotencyKey,
      }),
    cancel: (
      { runId, reason }: { runId: string; reason?: string },
      idempotencyKey: string,
    ): Promise<CancelRequested> =>
      read(`${runPath(runId)}/cancel`, cancelRequested, { body: reason ? { reason } : {}, idempotencyKey }),
    previewFeed: (input: PreviewInput): Promise<FeedPreview> =>
      read('/api/sources/preview', feedPreview, { body: input, timeoutMs: PREVIEW_TIMEOUT_MS }),
    addSource: (input: SourceInput, idempotencyKey: string): Promise<SourceItem> =>
      read('/api/sources', sourceDetails, { body: input, idempotencyKey }),
    changeSource: ({ name, change }: { name: string; change: SourceInput }): Promise<SourceItem> =>
      read(sourcePath(name), sourceDetails, { method: 'PATCH', body: change }),
    setSourceEnabled: (
      { name, enabled, reason }: { name: string; enabled: boolean; reason?: string },
      idempotencyKey: string,
    ): Promise<SourceItem> =>
      read(`${sourcePath(name)}/${enabled ? 'enable' : 'disable'}`, sourceDetails, {
        body: reason ? { reason } : {},
        idempotencyKey,
      }),
    removeSource: async ({ name, reason }: { name: string; reason?: string }): Promise<void> => {
      await read(pathWith(sourcePath(name), { reason }), z.undefined(), { method: 'DELETE', body: {} });
    },
  };
}
