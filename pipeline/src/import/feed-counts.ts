import type { RecordFilter } from '@feedflow/shared/model/record-filter';
import type {
  FailureSample,
  FailureTotals,
  FeedComparison,
  FullReadReason,
  SkippedBy,
} from '@feedflow/shared/model/run';
import type { FetchCounts } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { SegmentResult } from '../compare/feed-comparer.ts';
import { SkipCounts } from '../record/record-filter.ts';

/** What one fetch attempt has counted so far, as it is reported. */
export interface FeedCountsSnapshot {
  counts: FetchCounts;
  /** How many records each condition of the filter left out; those that left out none are absent. */
  skippedBy: SkippedBy[];
  failureTotals: FailureTotals;
  /** The first failures, up to the limit of samples. */
  failures: FailureSample[];
  comparison: FeedComparison | null;
}

/** Before the first record. */
export const noFetchCounts: Readonly<FetchCounts> = Object.freeze({
  totalFetched: 0,
  duplicateJobs: 0,
  failedJobs: 0,
  unchangedJobs: 0,
  skippedJobs: 0,
});

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
  { failureSampleLimit, filter }: { failureSampleLimit: number; filter: RecordFilter | undefined },
): FeedCounts {
  const counts: FetchCounts = { ...noFetchCounts };
  const skips = new SkipCounts(filter);
  const failureTotals: FailureTotals = {};
  const failures: FailureSample[] = [];
  let comparison: FeedComparison | null = null;

  return {
    add: (result) => {
      counts.totalFetched += result.records;
      counts.duplicateJobs += result.duplicates;
      counts.unchangedJobs += result.unchanged;
      counts.skippedJobs += result.skipped.length;
      for (const reason of result.skipped) skips.add(reason);
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
      skippedBy: skips.list(),
      failureTotals: { ...failureTotals },
      failures: [...failures],
      comparison: comparison && { ...comparison },
    }),
  };
}
