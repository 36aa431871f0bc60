import type {
  FailureSample,
  FailureTotals,
  FeedComparison,
  FetchState,
  FullReadReason,
} from '@feedflow/shared/model/run';
import type { Clock } from '@feedflow/shared/process/clock';
import type { ComparedPosting, KnownSegment } from './compare/delta-import.ts';
import type { RecordFailure } from './record.ts';

/** What one attempt at a feed has counted so far, as it is reported. */
export interface FeedCountsSnapshot {
  counts: Pick<FetchState, 'totalFetched' | 'duplicateJobs' | 'failedJobs' | 'unchangedJobs'>;
  failureTotals: FailureTotals;
  /** The first failures, up to the limit of samples. */
  failures: FailureSample[];
  comparison: FeedComparison | null;
}

/** Counts the records of one attempt at a feed. */
export interface FeedCounts {
  countFailure(position: number, failure: RecordFailure): void;
  countPosting(posting: Pick<ComparedPosting, 'first' | 'job' | 'known'>): void;
  /** Counts a segment that is unchanged. @param firstPosition of its first record */
  countKnown(known: KnownSegment, firstPosition: number): void;
  /** Notes whether the feed is compared with an earlier read, or why not. */
  noteComparison(fullReadReason: FullReadReason | null): void;
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

  function countFailure(position: number, failure: RecordFailure): void {
    counts.totalFetched += 1;
    counts.failedJobs += 1;
    failureTotals[failure.reasonCode] = (failureTotals[failure.reasonCode] ?? 0) + 1;
    if (failures.length >= failureSampleLimit) return;
    failures.push({ ...failure, position, batchIndex: null, dedupeKey: null, at: clock() });
  }

  return {
    countFailure,
    countPosting: ({ first, job, known }) => {
      counts.totalFetched += 1;
      if (!first) counts.duplicateJobs += 1;
      else if (job === null) counts.unchangedJobs += 1;
      if (known && comparison) comparison.knownRecords += 1;
    },
    countKnown: (known, firstPosition) => {
      counts.totalFetched += known.unchanged + known.duplicates;
      counts.unchangedJobs += known.unchanged;
      counts.duplicateJobs += known.duplicates;
      for (const { offset, ...failure } of known.failures) countFailure(firstPosition + offset, failure);
      if (comparison) comparison.knownRecords += known.records;
    },
    noteComparison: (fullReadReason) => {
      comparison = { fullReadReason, knownRecords: 0 };
    },
    snapshot: () => ({
      counts: { ...counts },
      failureTotals: { ...failureTotals },
      failures: [...failures],
      comparison: comparison && { ...comparison },
    }),
  };
}
