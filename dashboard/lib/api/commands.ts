import type { FeedPreviewAnswer } from '@feedflow/shared/model/feed-preview';
import type { Wire } from '../wire.ts';
import type {
  CancelRequested,
  ChangedSource,
  ImportStarted,
  RemovalConfirmed,
  RerunStarted,
} from './answers.ts';
import { pathWith } from './queries.ts';
import type { Read } from './read.ts';
import type { SourceItem } from './types.ts';

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
  mapping?: Record<string, unknown> | null;
  removeVanished?: boolean;
  headers?: Record<string, string | null> | null;
  basicAuth?: { username: string; password: string } | null;
  /** Of a change: takes secrets that are set along to another server. */
  keepSecrets?: true;
  /** Kept in the audit log. */
  reason?: string;
}
export type PreviewInput = Pick<SourceInput, 'url' | 'dialect' | 'mapping' | 'headers' | 'basicAuth'>;

interface ImportInput {
  source: string | null;
  /** Reads all of the feed, not only what changed. */
  full?: true;
  /** Kept in the audit log. */
  reason?: string;
}

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
    /** Logs in, which the browser keeps as a cookie. Answers where to go now. */
    logIn: (password: string, to: string): Promise<{ to: string }> =>
      read('/api/session', { body: { password, to } }),
    logOut: (): Promise<{ to: string }> => read('/api/session', { method: 'DELETE', body: {} }),
    /** Starts a run of one source by name, or of all enabled sources for null. */
    startImport: ({ source, full, reason }: ImportInput, idempotencyKey: string): Promise<ImportStarted> =>
      read('/api/import/run', {
        body: {
          ...(source === null ? {} : { source }),
          full: full || undefined,
          reason: reason || undefined,
        },
        idempotencyKey,
      }),
    /** Runs failed batches of a run again: these, or all for null. */
    rerun: (
      { runId, batches, reason }: { runId: string; batches: number[] | null; reason?: string },
      idempotencyKey: string,
    ): Promise<RerunStarted> =>
      read(`${runPath(runId)}/rerun`, {
        body: { batches: batches || undefined, reason: reason || undefined },
        idempotencyKey,
      }),
    cancel: (
      { runId, reason }: { runId: string; reason?: string },
      idempotencyKey: string,
    ): Promise<CancelRequested> =>
      read(`${runPath(runId)}/cancel`, { body: reason ? { reason } : {}, idempotencyKey }),
    /** Closes the postings that a run held back. */
    confirmRemoval: (
      { runId, reason }: { runId: string; reason?: string },
      idempotencyKey: string,
    ): Promise<RemovalConfirmed> =>
      read(`${runPath(runId)}/confirm-removal`, { body: reason ? { reason } : {}, idempotencyKey }),
    previewFeed: (input: PreviewInput): Promise<FeedPreview> =>
      read('/api/sources/preview', { body: input, timeoutMs: PREVIEW_TIMEOUT_MS }),
    addSource: (input: SourceInput, idempotencyKey: string): Promise<SourceItem> =>
      read('/api/sources', { body: input, idempotencyKey }),
    changeSource: ({ name, change }: { name: string; change: SourceInput }): Promise<ChangedSource> =>
      read(sourcePath(name), { method: 'PATCH', body: change }),
    setSourceEnabled: (
      { name, enabled, reason }: { name: string; enabled: boolean; reason?: string },
      idempotencyKey: string,
    ): Promise<SourceItem> =>
      read(`${sourcePath(name)}/${enabled ? 'enable' : 'disable'}`, {
        body: reason ? { reason } : {},
        idempotencyKey,
      }),
    removeSource: async ({ name, reason }: { name: string; reason?: string }): Promise<void> => {
      await read<void>(pathWith(sourcePath(name), { reason }), { method: 'DELETE', body: {} });
    },
  };
}
