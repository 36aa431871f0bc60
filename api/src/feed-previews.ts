import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, FeedflowError } from '@feedflow/shared/errors';
import type { FeedPreviewAnswer } from '@feedflow/shared/feed-preview';
import {
  jobNames,
  type PreviewFeedPayload,
  previewFeedOptions,
  previewFeedResult,
} from '@feedflow/shared/queues';
import type { Queues } from '@feedflow/shared/redis/queues';
import type { Job } from 'bullmq';

export interface FeedPreviews {
  /**
   * Lets a worker read the beginning of a feed.
   *
   * @throws FeedflowError what reading it failed with; 'service-unavailable' where no worker answered in time;
   * 'too-many-clients'
   */
  preview(payload: PreviewFeedPayload): Promise<FeedPreviewAnswer>;
}

const POLL_MS = 100;
const MAX_AT_A_TIME = 8;

/**
 * Previews run where feeds are read: in a worker, behind its address guard. The job's state is asked for,
 * rather than waited for on BullMQ's event stream, which is kept too short to rely on.
 *
 * @param options.timeoutMs how long to wait for the answer
 */
export function createFeedPreviews(
  deps: { queues: Pick<Queues, 'feeds'> },
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

  async function previewOne(payload: PreviewFeedPayload): Promise<FeedPreviewAnswer> {
    const job = await deps.queues.feeds
      .add(jobNames.previewFeed, payload, previewFeedOptions)
      .catch((error: unknown) => {
        throw new FeedflowError('service-unavailable', 'Redis did not take the preview; try again', {
          cause: error,
        });
      });
    try {
      return await resultOf(job);
    } finally {
      // It may hold secrets. Where a worker has it in hand, it cannot be removed now and goes by its age.
      await job.remove().catch(() => undefined);
    }
  }

  async function resultOf(job: Job): Promise<FeedPreviewAnswer> {
    const deadline = performance.now() + options.timeoutMs;
    while (performance.now() < deadline) {
      await sleep(POLL_MS);
      const state = await job.getState();
      if (state === 'completed') return readResult(await deps.queues.feeds.getJob(job.id ?? ''));
      if (state === 'failed' || state === 'unknown') {
        const failed = await deps.queues.feeds.getJob(job.id ?? '');
        throw new FeedflowError(
          'fetch-failed',
          `the preview broke off: ${failed?.failedReason ?? 'its job is gone'}`,
        );
      }
    }
    const message = `no worker had an answer within ${options.timeoutMs / 1000} s: is one running?`;
    throw new FeedflowError('service-unavailable', message);
  }
}

function readResult(job: Job | undefined): FeedPreviewAnswer {
  const result = previewFeedResult.parse(job?.returnvalue);
  if (result.ok) return result.preview;
  throw new FeedflowError(result.error.code as ErrorCode, result.error.message);
}
