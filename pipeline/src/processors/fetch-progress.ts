import type { Clock } from '@feedflow/shared/clock';
import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type {
  FailureSample,
  FailureTotals,
  FeedComparison,
  FullReadReason,
  HttpFacts,
} from '@feedflow/shared/import-log';
import type { Database } from '@feedflow/shared/mongo/database';
import type { FetchReport } from '@feedflow/shared/mongo/import-logs';
import type { FetchFeedPayload, FetchFeedResult } from '@feedflow/shared/queues';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { ComparedPosting, KnownSegment } from '../delta/delta-import.ts';
import type { FeedSummary } from '../read-feed.ts';
import type { RecordFailure } from '../record.ts';

const REPORT_INTERVAL_MS = 500;

export interface FetchProgress {
  countFailure(position: number, failure: RecordFailure): void;
  countPosting(posting: Pick<ComparedPosting, 'first' | 'job' | 'known'>): void;
  /** Counts a part of the feed that is as it was. @param firstPosition of its first record */
  countKnown(known: KnownSegment, firstPosition: number): void;
  /** Notes whether the feed is compared with an earlier read, or why not. */
  noteComparison(fullReadReason: FullReadReason | null): void;
  /**
   * Writes the numbers down and tells listeners, at most every half second.
   *
   * @throws FeedflowError 'run-unknown', as those below do, where the run has ended or a later try has taken over
   */
  report(http: HttpFacts, batches: number): Promise<void>;
  complete(
    summary: FeedSummary | null,
    http: HttpFacts,
    batches: number,
    manifestId: string | null,
  ): Promise<Omit<FetchFeedResult, 'batches'>>;
  fail(error: unknown, batches: number): Promise<void>;
}

export interface FetchProgressDeps {
  database: Pick<Database, 'importLogs'>;
  events: EventPublisher;
  clock: Clock;
}

/** Counts what one try at a feed has read and keeps import_logs and listeners informed. */
export function createFetchProgress(
  deps: FetchProgressDeps,
  run: FetchFeedPayload & { fetchAttempt: number; fetchStartedAt: Date },
  options: { failureSampleLimit: number },
): FetchProgress {
  const { database, events, clock } = deps;
  const counts = { totalFetched: 0, duplicateJobs: 0, failedJobs: 0, unchangedJobs: 0 };
  let comparison: FeedComparison | null = null;
  const failureTotals: FailureTotals = {};
  const failures: FailureSample[] = [];
  let reportedAt = 0;

  async function write(report: FetchReport): Promise<void> {
    const written = await database.importLogs.reportFetch(run, run.fetchAttempt, {
      ...report,
      fetch: { ...counts, failureTotals, comparison, ...report.fetch },
      failures,
    });
    if (!written)
      throw new FeedflowError('run-unknown', `run ${run.runId} has ended, or a later try reads its feed`);
  }

  function publish(batches: number, fetchDone: boolean): Promise<boolean> {
    const { runId, sourceName } = run;
    const { totalFetched } = counts;
    return events.publish({
      type: 'run.progress',
      runId,
      sourceName,
      totalFetched,
      enqueuedBatches: batches,
      fetchDone,
    });
  }

  function end() {
    const finishedAt = clock();
    return { finishedAt, durationMs: Math.max(0, finishedAt.getTime() - run.fetchStartedAt.getTime()) };
  }

  function countFailure(position: number, failure: RecordFailure): void {
    counts.totalFetched += 1;
    counts.failedJobs += 1;
    failureTotals[failure.reasonCode] = (failureTotals[failure.reasonCode] ?? 0) + 1;
    if (failures.length >= options.failureSampleLimit) return;
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
    report: async (http, batches) => {
      if (Date.now() - reportedAt < REPORT_INTERVAL_MS) return;
      reportedAt = Date.now();
      await write({ fetch: {}, http });
      await publish(batches, false);
    },
    complete: async (summary, http, batches, manifestId) => {
      await write({
        fetch: {
          status: 'completed',
          ...end(),
          feed: summary?.feed ?? null,
          complete: summary?.complete ?? true,
          error: summary?.cut ?? null,
          manifestId,
        },
        http,
        totalBatches: batches,
      });
      await publish(batches, true);
      return { fetchAttempt: run.fetchAttempt, ...counts };
    },
    fail: async (error, batches) => {
      const named = { code: errorCode(error), message: errorMessage(error) };
      await write({
        fetch: { status: 'failed', ...end(), complete: false, error: named },
        totalBatches: batches,
      });
      await publish(batches, true);
    },
  };
}
