import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import {
  type PreviewFeedPayload,
  type PreviewFeedResult,
  previewFeedPayload,
  previewJobPayload,
} from '@feedflow/shared/queues/preview-job';
import type { PreviewRequests } from '@feedflow/shared/redis/preview-requests';
import { toResponse } from '../feed-preview/response.ts';
import type { ReaderPool } from '../reader/reader-pool.ts';
import type { Processor } from './guard.ts';

/** The time limit of a preview, for which a user waits. */
const PREVIEW_TIMEOUT_MS = 20_000;

type ReadPreview = (
  request: PreviewFeedPayload,
  signal: AbortSignal | undefined,
) => Promise<PreviewFeedResult>;

/**
 * The processor of preview-feed steps: reads the beginning of a feed for a user of the API. A preview whose worker was
 * lost is not repeated: it may have crashed the worker.
 */
export function createPreviewFeedProcessor(
  deps: { readers: Pick<ReaderPool, 'previewFeed'>; previews: PreviewRequests },
  options: { shutdown: AbortSignal },
): Processor<PreviewFeedResult | null> {
  const readPreview = createPreviewReader(deps, options);

  return async (job, _token, signal) => {
    if (job.stalledCounter > 0) throw new FeedflowError('fetch-failed', 'the worker of the preview was lost');
    const queued = previewJobPayload.safeParse(job.data);
    // An API of an earlier version has the request in the step, and takes the response from its result.
    if (!queued.success) return readPreview(previewFeedPayload.parse(job.data), signal);
    const { requestId } = queued.data;
    const request = await deps.previews.take(requestId);
    if (request) await deps.previews.respond(requestId, await readPreview(request, signal));
    return null;
  };
}

/** A feed that cannot be read is a result and not a failed step. */
function createPreviewReader(
  deps: { readers: Pick<ReaderPool, 'previewFeed'> },
  { shutdown }: { shutdown: AbortSignal },
): ReadPreview {
  return async ({ url, dialect, mapping, filter, requestHeaders, maxRecords, samples, evidence }, signal) => {
    const http = { etag: null, lastModified: null };
    const source = { name: 'preview', url, http, dialect, mapping, filter };
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(timedOut()), PREVIEW_TIMEOUT_MS);
    const onShutdown = () =>
      stop.abort(new FeedflowError('fetch-failed', 'the worker is stopping: try again'));
    shutdown.addEventListener('abort', onShutdown);
    // The worker may have begun to stop while the request was read.
    if (shutdown.aborted) onShutdown();
    try {
      const preview = await deps.readers.previewFeed(
        { target: { kind: 'url', source, requestHeaders }, maxRecords, samples, evidence },
        { signal: signal ? AbortSignal.any([stop.signal, signal]) : stop.signal },
      );
      return { ok: true, preview: toResponse(preview, samples) };
    } catch (error) {
      return {
        ok: false,
        error: {
          code: errorCode(error),
          message: errorMessage(error, 500),
          linkedFeeds: linkedFeedsOf(error),
        },
      };
    } finally {
      clearTimeout(timer);
      shutdown.removeEventListener('abort', onShutdown);
    }
  };
}

function linkedFeedsOf(error: unknown): string[] {
  const linked = error instanceof FeedflowError ? error.details['linkedFeeds'] : undefined;
  return Array.isArray(linked) ? linked.map(String) : [];
}

function timedOut(): FeedflowError {
  return new FeedflowError(
    'feed-timeout',
    `the beginning of the feed did not arrive within ${PREVIEW_TIMEOUT_MS / 1_000} s`,
  );
}
