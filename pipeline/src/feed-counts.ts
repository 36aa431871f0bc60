import type {
  FailureSample,
  FailureTotals,
  FeedComparison,
  FetchState,
  FullReadReason,
} from '@feedflow/shared/model/run';
import type { Clock } from '@feedflow/shared/process/clock';
import type { SegmentResult } from './compare/feed-comparer.ts';

/** What one fetch attempt has counted so far, as it is reported. */
export interface FeedCountsSnapshot {
  counts: Pick<FetchState, 'totalFetched' | 'duplicateJobs' | 'failedJobs' | 'unchangedJobs'>;
  failureTotals: FailureTotals;
  /** The first failures, up to the limit of samples. */
  failures: FailureSample[];
  comparison: FeedComparison | null;
}

/** Counts the records of one fetch attempt. */
export interface FeedCounts {
  add(result: SegmentResult): void;
  /** Records that the feed is compared with an earlier reading, or why it is not. */
  setComparison(fullReadReason: FullReadReason | null): void;
  /** Records so far. */
  records(): number;
  snapshot(): FeedCountsSnapshot;
}

export function createFeedCounts(
  { clock }: { clock: Clock },
  { failureSampleLimit }: { failureSampleLimit: number },
): FeedCounts {
  const counts = { totalFetched: 0, duplicateJobs: 0, failedJobs: 0, unchangedJobs: 0 };
  const failureTotals: FailureTotals = {};
  const failures: FailureSample[] = [];
  let comparison: FeedComparison | null = null;

  return {
    add: (result) => {
      counts.totalFetched += result.records;
      counts.duplicateJobs += result.duplicates;
      counts.unchangedJobs += result.unchanged;
      counts.failedJobs += result.failures.length;
      if (comparison) comparison.knownRecords += result.known;
      for (const { position, failure } of result.failures) {
        failureTotals[failure.reasonCode] = (failureTotals[failure.reasonCode] ?? 0) + 1;
        if (failures.length < failureSampleLimit)
          failures.push({ ...failure, position, batchIndex: null, dedupeKey: null, at: clock() });
      }
    },
    setComparison: (fullReadReason) => {
      comparison = { fullReadReason, knownRecords: 0 };
    },
    records: () => counts.totalFetched,
    snapshot: () => ({
      counts: { ...counts },
      failureTotals: { ...failureTotals },
      failures: [...failures],
      comparison: comparison && { ...comparison },
    }),
  };
}
