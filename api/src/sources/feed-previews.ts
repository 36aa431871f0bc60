import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, FeedflowError } from '@feedflow/shared/errors';
import type { FeedPreviewResponse } from '@feedflow/shared/model/feed-preview';
import type { Queues } from '@feedflow/shared/queues/connect';
import { jobNames } from '@feedflow/shared/queues/names';
import {
  type PreviewFeedPayload,
  type PreviewFeedResult,
  previewFeedOptions,
} from '@feedflow/shared/queues/preview-job';
import type { PreviewRequests } from '@feedflow/shared/redis/preview-requests';
import type { Job } from 'bullmq';

export interface FeedPreviews {
  /**
   * Lets a worker read the beginning of a feed.
   *
   * @throws FeedflowError what reading it failed with; 'service-unavailable' where no worker responded in time;
   * 'too-many-clients'
   */
  preview(payload: PreviewFeedPayload): Promise<FeedPreviewResponse>;
}

const POLL_MS = 100;
const MAX_AT_A_TIME = 8;

/**
 * Previews run where feeds are read: in a worker, behind its address guard. The result is polled, rather than awaited
 * on BullMQ's event stream, which is kept too short to rely on.
 *
 * @param options.timeoutMs how long to wait for the result
 */
export function createFeedPreviews(
  deps: { queues: Pick<Queues, 'previews'>; previews: PreviewRequests },
  options: { timeoutMs: number },
): FeedPreviews {
  let underWay = 0;

  return {
    preview: async (payload) => {
      if (underWay >= MAX_AT_A_TIME) {
        throw new FeedflowError(
          'too-many-clients',
          `${MAX_AT_A_TIME} previews are being made; try again soon`,
        );
      }
      underWay += 1;
      try {
        return await previewOne(payload);
      } finally {
        underWay -= 1;
      }
    },
  };

  async function previewOne(payload: PreviewFeedPayload): Promise<FeedPreviewResponse> {
    const { id, job } = await enqueue(payload).catch((error: unknown) => {
      throw new FeedflowError('service-unavailable', 'Redis did not take the preview; try again', {
        cause: error,
      });
    });
    try {
      return previewOf(await resultOf(id, job));
    } finally {
      // If this fails, the response, which may hold secrets, still expires.
      await Promise.allSettled([deps.previews.forget(id), job.remove()]);
    }
  }

  async function enqueue(payload: PreviewFeedPayload): Promise<{ id: string; job: Job }> {
    const id = await deps.previews.put(payload, options.timeoutMs);
    const job = await deps.queues.previews.add(
      jobNames.previewFeed,
      { requestId: id },
      { ...previewFeedOptions, jobId: id },
    );
    return { id, job };
  }

  async function resultOf(id: string, job: Job): Promise<PreviewFeedResult> {
    const deadline = performance.now() + options.timeoutMs;
    while (performance.now() < deadline) {
      await sleep(POLL_MS);
      // In this order: a job that has ended has stored its result before.
      const state = await job.getState();
      const result = await deps.previews.readResponse(id);
      if (result) return result;
      if (state === 'failed' || state === 'unknown') {
        const failed = await deps.queues.previews.getJob(id);
        const why = failed?.failedReason ?? 'its step is no longer in Redis';
        throw new FeedflowError('fetch-failed', `the preview broke off: ${why}`);
      }
    }
    const message = `no worker responded within ${options.timeoutMs / 1000} s: is one running?`;
    throw new FeedflowError('service-unavailable', message);
  }
}

function previewOf(result: PreviewFeedResult): FeedPreviewResponse {
  if (result.ok) return result.preview;
  const { code, message, linkedFeeds } = result.error;
  const details = linkedFeeds.length > 0 ? { linkedFeeds } : {};
  throw new FeedflowError(code as ErrorCode, message, { details });
}
