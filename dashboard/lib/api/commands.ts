import type { ApiClient } from '@feedflow/shared/api/client';
import type { Read } from './read.ts';
import type { NewAcknowledgement, NewSource, PreviewInput, SourceChange } from './types.ts';

interface ImportInput {
  source: string | null;
  /** Reads all of the feed, not only what changed. */
  full?: true;
  /** Kept in the audit log. */
  reason?: string;
}

interface RunCommand {
  runId: string;
  /** Kept in the audit log. */
  reason?: string;
}

interface SourceRemoval {
  name: string;
  /** Closes the open jobs of the source too. */
  closeJobs: boolean;
  /** Kept in the audit log. */
  reason?: string;
}

/** The API waits up to a minute for a worker to read the feed, and closes or renames jobs for up to 50 s. */
const LONG_TIMEOUT_MS = 70_000;

/**
 * Everything the dashboard commands. Each takes its idempotency key last: the same key for every retry of one
 * command. All of them throw ApiFailure.
 *
 * @param read for logins, which the dashboard's own server performs
 */
export function createCommands(api: ApiClient, read: Read) {
  return {
    /** Logs in, which the browser keeps as a cookie. Returns where to go now. */
    logIn: (password: string, to: string) =>
      read({ method: 'POST', path: '/api/session', body: { password, to }, as: 'json' }) as Promise<{
        to: string;
      }>,
    logOut: () =>
      read({ method: 'DELETE', path: '/api/session', body: {}, as: 'json' }) as Promise<{ to: string }>,
    /** Starts a run of one source by name, or of all enabled sources for null. */
    startImport: ({ source, full, reason }: ImportInput, idempotencyKey: string) =>
      api.call('startImport', { body: { source: source ?? undefined, full, reason } }, { idempotencyKey }),
    /** Runs failed batches of a run again: these, or all for null. */
    rerun: ({ runId, batches, reason }: RunCommand & { batches: number[] | null }, idempotencyKey: string) =>
      api.call(
        'rerunBatches',
        { params: { runId }, body: { batches: batches ?? undefined, reason } },
        { idempotencyKey },
      ),
    cancel: ({ runId, reason }: RunCommand, idempotencyKey: string) =>
      api.call('cancelRun', { params: { runId }, body: { reason } }, { idempotencyKey }),
    /** Closes the jobs that a run held back. */
    confirmRemoval: ({ runId, reason }: RunCommand, idempotencyKey: string) =>
      api.call('confirmRemoval', { params: { runId }, body: { reason } }, { idempotencyKey }),
    /** Acknowledges or snoozes an attention item. */
    acknowledge: (body: NewAcknowledgement, idempotencyKey: string) =>
      api.call('acknowledge', { body }, { idempotencyKey }),
    /** Shows an acknowledged or snoozed attention item again. */
    removeAcknowledgement: async (item: string): Promise<void> => {
      await api.call('removeAcknowledgement', { params: { item } });
    },
    previewFeed: (body: PreviewInput) => api.call('previewFeed', { body }, { timeoutMs: LONG_TIMEOUT_MS }),
    addSource: (body: NewSource, idempotencyKey: string) =>
      api.call('addSource', { body }, { idempotencyKey }),
    changeSource: ({ name, change }: { name: string; change: SourceChange }) =>
      api.call('changeSource', { params: { name }, body: change }),
    renameSource: (
      { name, to, reason }: { name: string; to: string; reason?: string },
      idempotencyKey: string,
    ) =>
      api.call(
        'renameSource',
        { params: { name }, body: { name: to, reason } },
        { idempotencyKey, timeoutMs: LONG_TIMEOUT_MS },
      ),
    setSourceEnabled: (
      { name, enabled, reason }: { name: string; enabled: boolean; reason?: string },
      idempotencyKey: string,
    ) =>
      api.call(
        enabled ? 'enableSource' : 'disableSource',
        { params: { name }, body: { reason } },
        { idempotencyKey },
      ),
    removeSource: async ({ name, closeJobs, reason }: SourceRemoval): Promise<void> => {
      await api.call(
        'removeSource',
        { params: { name }, query: { reason, closeJobs: closeJobs ? 'true' : undefined } },
        { timeoutMs: LONG_TIMEOUT_MS },
      );
    },
  };
}
