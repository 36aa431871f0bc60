import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Database } from '@feedflow/shared/mongo/database';
import type { FetchReport } from '@feedflow/shared/mongo/runs/import-logs';
import type { Clock } from '@feedflow/shared/process/clock';
import type { FetchFeedPayload, FetchFeedResult } from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import type { FeedProgress, ImportedFeed } from '../import-feed.ts';

export interface FetchReports {
  /** Takes note of what was read, for the next report. */
  note(progress: FeedProgress): void;
  /**
   * Writes down what was noted, and publishes it.
   *
   * @throws FeedflowError 'run-unknown', as those below do, where the run has ended or a later attempt has taken over
   */
  report(batches: number): Promise<void>;
  complete(imported: ImportedFeed, batches: number): Promise<Omit<FetchFeedResult, 'batches'>>;
  fail(error: unknown, batches: number): Promise<void>;
}

export interface FetchReportsDeps {
  database: Pick<Database, 'importLogs'>;
  events: EventPublisher;
  clock: Clock;
}

/** Keeps import_logs and listeners informed of one attempt at a feed. */
export function createFetchReports(
  deps: FetchReportsDeps,
  run: FetchFeedPayload & { fetchAttempt: number; fetchStartedAt: Date },
): FetchReports {
  const { database, events, clock } = deps;
  let noted: FeedProgress = {
    counts: { totalFetched: 0, duplicateJobs: 0, failedJobs: 0, unchangedJobs: 0 },
    failureTotals: {},
    failures: [],
    comparison: null,
    http: null,
  };

  async function write(report: FetchReport): Promise<void> {
    const { counts, failureTotals, failures, comparison } = noted;
    const written = await database.importLogs.reportFetch(run, {
      ...report,
      fetch: { ...counts, failureTotals, comparison, ...report.fetch },
      failures,
    });
    if (!written)
      throw new FeedflowError('run-unknown', `run ${run.runId} has ended, or a later attempt reads its feed`);
  }

  function publish(batches: number, fetchDone: boolean): Promise<boolean> {
    return events.publish({
      type: 'run.progress',
      runId: run.runId,
      sourceName: run.sourceName,
      totalFetched: noted.counts.totalFetched,
      enqueuedBatches: batches,
      fetchDone,
    });
  }

  function end() {
    const finishedAt = clock();
    return { finishedAt, durationMs: Math.max(0, finishedAt.getTime() - run.fetchStartedAt.getTime()) };
  }

  return {
    note: (progress) => {
      noted = progress;
    },
    report: async (batches) => {
      await write({ fetch: {}, http: noted.http });
      await publish(batches, false);
    },
    complete: async ({ progress, summary, manifestId }, batches) => {
      noted = progress;
      await write({
        fetch: {
          status: 'completed',
          ...end(),
          feed: summary?.feed ?? null,
          complete: summary?.complete ?? true,
          error: summary?.cut ?? null,
          manifestId,
        },
        http: noted.http,
        totalBatches: batches,
      });
      await publish(batches, true);
      return { fetchAttempt: run.fetchAttempt, ...noted.counts };
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
