import { errorCode, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { StepRetry } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import type { BegunFetch, FetchReport } from '@feedflow/shared/mongo/runs/run-fetches';
import type { Clock } from '@feedflow/shared/process/clock';
import type { RunRef } from '@feedflow/shared/queues/names';
import type { FetchFeedPayload, FetchFeedResult } from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import { noFetchCounts } from '../import/feed-counts.ts';
import type { FeedProgress, ImportedFeed } from '../import/import-feed.ts';

export interface FetchReports {
  /** Sets what was read so far, for the next report. */
  update(progress: FeedProgress): void;
  /** Whether this fetch attempt counts, or has read as many records as the one that does. */
  isFurthest(): boolean;
  /** Makes the counts of this fetch attempt those of the run, before it changes jobs. */
  replaceEarlier(): Promise<void>;
  /**
   * Stores and publishes the progress.
   *
   * @throws FeedflowError 'run-unknown', as the methods below, if the run has ended or a later attempt has taken over
   */
  report(batches: number): Promise<void>;
  complete(imported: ImportedFeed, batches: number): Promise<Omit<FetchFeedResult, 'batches'>>;
  /** Stores and publishes that the feed will be read again. */
  retry(retry: StepRetry, batches: number): Promise<void>;
  fail(error: unknown, batches: number): Promise<void>;
}

export interface FetchReportsDeps {
  database: Pick<Database, 'importLogs'>;
  /** Removes what earlier fetch attempts left. */
  dropEarlier(): Promise<void>;
  events: EventPublisher;
  clock: Clock;
}

/** The error of an attempt that is no longer the current one. */
export function takenOver({ runId }: RunRef): FeedflowError {
  return new FeedflowError('run-unknown', `run ${runId} has ended, or a later attempt has taken it over`);
}

/** What a run has of the fetch attempt that is to be replaced. */
export interface InPlace {
  records: number;
  batches: number;
}

/**
 * Reports the progress of one fetch attempt to import_logs and to listeners. The counts of an earlier one stay until this
 * one has read as many records, or changes jobs: it may break off before, and the run has what was read before.
 */
export function createFetchReports(
  deps: FetchReportsDeps,
  run: FetchFeedPayload & BegunFetch & { fetchStartedAt: Date; inPlace: InPlace | null },
): FetchReports {
  const { database, events, clock } = deps;
  let current: FeedProgress = {
    counts: noFetchCounts,
    skippedBy: [],
    failureTotals: {},
    failures: [],
    comparison: null,
    http: null,
    responseMs: null,
    firstRecordMs: null,
    identity: null,
    ...run.earlier,
  };

  /** Null once this attempt counts. */
  let { inPlace } = run;
  /** Null until the replacement begins, and once it has failed. */
  let replacement: Promise<void> | null = inPlace === null ? Promise.resolve() : null;

  async function replaceEarlier(): Promise<void> {
    replacement ??= replace().catch((error: unknown) => {
      replacement = null;
      throw error;
    });
    await replacement;
  }

  async function replace(): Promise<void> {
    if (inPlace && !(await database.importLogs.countFetch(run))) throw takenOver(run);
    inPlace = null;
    await deps.dropEarlier();
  }

  const rereadRecords = () => (inPlace === null ? null : current.counts.totalFetched);
  const isFurthest = () => inPlace === null || current.counts.totalFetched >= inPlace.records;

  /** @param report totalBatches: those that this attempt enqueued */
  async function write({ totalBatches, ...report }: FetchReport): Promise<void> {
    if (replacement || isFurthest()) await replaceEarlier();
    const { counts, skippedBy, failureTotals, failures, comparison, identity, openBefore, warnings } =
      current;
    const { responseMs, firstRecordMs } = current;
    const counted = inPlace === null;
    const written = await database.importLogs.reportFetch(run, {
      ...report,
      fetch: {
        ...(counted && { ...counts, skippedBy, failureTotals, comparison, identity }),
        openBefore,
        responseMs,
        firstRecordMs,
        ...report.fetch,
      },
      ...(counted && { failures, warnings }),
      rereadRecords: rereadRecords(),
      ...(totalBatches !== undefined && { totalBatches: inPlace?.batches ?? totalBatches }),
    });
    if (!written) throw takenOver(run);
  }

  function publish(batches: number, fetchDone: boolean): Promise<boolean> {
    return events.publish({
      type: 'run.progress',
      runId: run.runId,
      sourceName: run.sourceName,
      totalFetched: inPlace?.records ?? current.counts.totalFetched,
      enqueuedBatches: inPlace?.batches ?? batches,
      rereadRecords: rereadRecords(),
      fetchDone,
    });
  }

  function end() {
    const finishedAt = clock();
    return { finishedAt, durationMs: Math.max(0, finishedAt.getTime() - run.fetchStartedAt.getTime()) };
  }

  return {
    update: (progress) => {
      current = progress;
    },
    isFurthest,
    replaceEarlier,
    report: async (batches) => {
      await write({ fetch: {}, http: current.http });
      await publish(batches, false);
    },
    complete: async ({ progress, fill, summary, comparison }, batches) => {
      current = progress;
      if (summary?.complete ?? true) await replaceEarlier();
      await write({
        fetch: {
          status: 'completed',
          ...end(),
          feed: summary?.feed ?? null,
          complete: summary?.complete ?? true,
          error: summary?.cut ?? null,
          pages: summary?.pages ?? null,
          manifestId: comparison?.manifestId ?? null,
          listing: comparison?.listing ?? null,
          missingOnce: comparison?.missingOnce ?? null,
          fill,
        },
        http: current.http,
        totalBatches: batches,
      });
      await publish(batches, true);
      return { fetchAttempt: run.fetchAttempt, ...current.counts };
    },
    retry: async (retry, batches) => {
      await write({ fetch: { retry }, http: current.http });
      await publish(batches, false);
    },
    fail: async (error, batches) => {
      const named = { code: errorCode(error), message: errorMessage(error) };
      await write({
        fetch: { status: 'failed', ...end(), complete: false, error: named },
        http: current.http,
        totalBatches: batches,
      });
      await publish(batches, true);
    },
  };
}
