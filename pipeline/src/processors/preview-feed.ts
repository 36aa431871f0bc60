import { errorCode, errorMessage } from '@feedflow/shared/errors';
import { previewLimits } from '@feedflow/shared/feed-preview';
import type { JobPosting } from '@feedflow/shared/job-posting';
import { type PreviewFeedResult, previewFeedPayload } from '@feedflow/shared/queues';
import type { FeedPreview } from '../feed-preview/preview.ts';
import type { ReaderPool } from '../reader/reader-pool.ts';
import type { Process } from './guard.ts';

/** The longest someone who waits for a preview is let wait. */
const PREVIEW_TIMEOUT_MS = 20_000;

/**
 * The processor of preview-feed jobs: reads the beginning of a feed for the API, which has someone waiting.
 * A feed that cannot be read is an answer and not a failed job.
 */
export function createPreviewFeedProcessor(deps: {
  readers: Pick<ReaderPool, 'previewFeed'>;
}): Process<PreviewFeedResult> {
  return async (job, _token, signal) => {
    const { url, dialect, mapping, requestHeaders, maxRecords, samples } = previewFeedPayload.parse(job.data);
    const http = { etag: null, lastModified: null };
    const source = {
      name: 'preview',
      url,
      http,
      ...(dialect ? { dialect } : {}),
      ...(mapping ? { mapping } : {}),
    };
    const timeout = AbortSignal.timeout(PREVIEW_TIMEOUT_MS);
    try {
      const preview = await deps.readers.previewFeed(
        { target: { kind: 'url', source, requestHeaders }, maxRecords, samples },
        { signal: signal ? AbortSignal.any([timeout, signal]) : timeout },
      );
      return { ok: true, preview: toAnswer(preview, samples) };
    } catch (error) {
      return { ok: false, error: { code: errorCode(error), message: errorMessage(error, 500) } };
    }
  };
}

function toAnswer(preview: FeedPreview, samples: number) {
  const { http, feed, records, postings, failureTotals, fill, summary, durationMs } = preview;
  return {
    ...{ http, feed, records, postings, failureTotals, durationMs },
    complete: summary?.complete ?? null,
    cut: summary?.cut ?? null,
    samples: preview.samples.map(shortened),
    failures: preview.failures.slice(0, samples),
    fill: { ...fill },
  };
}

/** BullMQ keeps what a job returns: long descriptions stay out of Redis. */
function shortened(job: JobPosting): JobPosting {
  const { description } = job;
  if (description === null || description.length <= previewLimits.descriptionLength) return job;
  return { ...job, description: `${description.slice(0, previewLimits.descriptionLength)}…` };
}
