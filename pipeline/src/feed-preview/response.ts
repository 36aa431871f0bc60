import type { FeedPreviewResponse } from '@feedflow/shared/model/feed-preview';
import type { JobPosting } from '@feedflow/shared/model/job';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import type { FeedPreview } from './preview.ts';

/**
 * A preview in the form of the API's response.
 *
 * @param samples failures to keep
 */
export function toResponse(preview: FeedPreview, samples: number): FeedPreviewResponse {
  const { http, feed, identity, records, jobs, duplicates, skipped, skippedBy, skippedTitles } = preview;
  const { deletions, failureTotals, warnings, summary, suggestions, evidence, durationMs } = preview;
  return {
    http,
    feed,
    identity,
    records,
    postings: jobs,
    duplicates,
    skipped,
    skippedBy,
    skippedTitles,
    expired: preview.expired,
    deletions,
    pages: summary?.pages ?? null,
    failureTotals,
    warnings,
    suggestions,
    evidence,
    durationMs,
    complete: summary?.complete ?? null,
    cut: summary?.cut ?? null,
    samples: preview.samples.map(withShortDescription),
    failures: preview.failures.slice(0, samples),
    fill: preview.filled.counts,
    values: preview.filled.values,
  };
}

/** BullMQ keeps what a step returns: long descriptions stay out of Redis. */
function withShortDescription(job: JobPosting): JobPosting {
  const { description } = job;
  if (description === null || description.length <= previewLimits.descriptionLength) return job;
  return { ...job, description: `${description.slice(0, previewLimits.descriptionLength).toWellFormed()}…` };
}
