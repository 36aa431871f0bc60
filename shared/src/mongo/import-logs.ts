import { type Db, type Filter, MongoServerError } from 'mongodb';
import { z } from 'zod';
import { FeedflowError } from '../errors.ts';
import {
  type FailureSample,
  type FailureTotals,
  type FetchState,
  type HttpFacts,
  type ImportLog,
  type ImportLogPage,
  type NamedError,
  type RunAttempt,
  type RunCounters,
  type RunMeta,
  type RunStatus,
  runCounters,
} from '../import-log.ts';
import { decodeCursor, toPage } from './cursor.ts';
import { DUPLICATE_KEY } from './jobs.ts';

export interface RunQuery {
  sourceName?: string;
  statuses?: RunStatus[];
  from?: Date;
  to?: Date;
  cursor?: string;
  limit: number;
}

/** A run as listed, with what live totals are computed from. */
export type ListedRun = ImportLogPage['items'][number] & Pick<ImportLog, 'fetch'>;

export interface RunEnd {
  status: Exclude<RunStatus, 'running'>;
  finishedAt: Date;
  counters: RunCounters;
  error: NamedError | null;
  failures: FailureSample[];
  failureTotals: FailureTotals;
  meta: Pick<RunMeta, 'totalBatches' | 'processedBatches' | 'failedBatches'>;
}

/** What fetch-feed writes down about itself, now and then and at its end. */
export interface FetchReport {
  fetch: Partial<FetchState>;
  http?: HttpFacts;
  failures?: FailureSample[];
  totalBatches?: number;
  concurrency?: number;
}

export type ImportLogs = ReturnType<typeof createImportLogs>;

/** The `import_logs` collection: one document per run, the truth about it. */
export function createImportLogs(db: Db) {
  const collection = db.collection<ImportLog>('import_logs');

  return {
    /**
     * Writes down a run that begins now.
     *
     * @throws FeedflowError 'run-already-running' (details: the running run's id) where its source has one
     */
    async insertRunning(run: ImportLog): Promise<void> {
      try {
        await collection.insertOne({ ...run });
      } catch (error) {
        throw await asConflict(error, run);
      }
    },

    find(runId: string): Promise<ImportLog | null> {
      return collection.findOne({ runId }, { projection: { _id: 0 } });
    },

    /** A page of runs, newest first. */
    async list(query: RunQuery): Promise<{ items: ListedRun[]; nextCursor: string | null }> {
      const after = query.cursor ? decodeCursor(query.cursor, runCursor) : undefined;
      const filter: Filter<ImportLog> = {
        ...(query.sourceName ? { sourceName: query.sourceName } : {}),
        ...(query.statuses ? { status: { $in: query.statuses } } : {}),
        ...(query.from || query.to
          ? {
              startedAt: {
                ...(query.from ? { $gte: query.from } : {}),
                ...(query.to ? { $lt: query.to } : {}),
              },
            }
          : {}),
      };
      if (after) {
        const at = new Date(after.t);
        filter.$or = [{ startedAt: { $lt: at } }, { startedAt: at, runId: { $lt: after.r } }];
      }
      const rows = await collection
        .find(filter, { projection: { _id: 0, failures: 0, attempts: 0 } })
        .sort({ startedAt: -1, runId: -1 })
        .limit(query.limit + 1)
        .toArray();
      return toPage<ListedRun>(rows, query.limit, (row) => ({ t: row.startedAt.getTime(), r: row.runId }));
    },

    /**
     * Writes fetch-feed's report into a running run. A report of an earlier try at the feed than the one
     * already there changes nothing: a worker that lost its job may still be writing.
     *
     * @returns whether it was written
     */
    async reportFetch(
      run: { runId: string; attempt: number },
      fetchAttempt: number,
      report: FetchReport,
    ): Promise<boolean> {
      const set: Record<string, unknown> = { 'fetch.fetchAttempt': fetchAttempt };
      for (const [name, value] of Object.entries(report.fetch)) set[`fetch.${name}`] = value;
      if (report.http) set.http = report.http;
      if (report.failures) set.failures = report.failures;
      if (report.totalBatches !== undefined) set['meta.totalBatches'] = report.totalBatches;
      if (report.concurrency !== undefined) set['meta.concurrency'] = report.concurrency;
      const result = await collection.updateOne(
        {
          runId: run.runId,
          attempt: run.attempt,
          status: 'running',
          'fetch.fetchAttempt': { $lte: fetchAttempt },
        },
        { $set: set },
      );
      return result.matchedCount === 1;
    },

    /**
     * Ends a running run. A run that has ended, or goes on in a later attempt, is left as it is.
     *
     * @returns whether this call ended it
     */
    async finish(run: Pick<ImportLog, 'runId' | 'attempt' | 'attempts'>, end: RunEnd): Promise<boolean> {
      // Only the counters themselves, also of a caller who hands over a whole run.
      const counters = runCounters.parse(end.counters);
      const attempts = run.attempts.map((one) => {
        if (one.attempt !== run.attempt) return one;
        const durationMs = Math.max(0, end.finishedAt.getTime() - one.startedAt.getTime());
        return { ...one, ...counters, status: end.status, finishedAt: end.finishedAt, durationMs };
      });
      const result = await collection.updateOne(
        { runId: run.runId, attempt: run.attempt, status: 'running' },
        {
          $set: {
            status: end.status,
            finishedAt: end.finishedAt,
            ...counters,
            error: end.error,
            failures: end.failures,
            failureTotals: end.failureTotals,
            'meta.totalBatches': end.meta.totalBatches,
            'meta.processedBatches': end.meta.processedBatches,
            'meta.failedBatches': end.meta.failedBatches,
            // The time the run was at work, without the days before someone re-ran it.
            'meta.durationMs': attempts.reduce((sum, one) => sum + (one.durationMs ?? 0), 0),
            attempts,
          },
        },
      );
      return result.matchedCount === 1;
    },

    /**
     * Begins the next attempt of a run, unless someone else did: of callers who saw the same attempt, one wins.
     *
     * @param from the status to begin from: a re-run follows an ended attempt, a rescue a running one
     * @returns whether this call began it
     * @throws FeedflowError 'run-already-running' where another run of its source is running
     */
    async beginAttempt(
      run: Pick<ImportLog, 'runId' | 'attempt' | 'sourceUrl' | 'sourceName'>,
      next: { attempt: RunAttempt; from: 'ended' | 'running'; fetch?: FetchState },
    ): Promise<boolean> {
      const $set: Record<string, unknown> = {
        ...{ status: 'running', attempt: next.attempt.attempt },
        ...{ finishedAt: null, error: null, cancelRequestedAt: null },
      };
      if (next.fetch) {
        Object.assign($set, {
          fetch: next.fetch,
          http: null,
          failures: [],
          failureTotals: {},
          'meta.totalBatches': null,
        });
      }
      const status = next.from === 'running' ? 'running' : { $ne: 'running' as const };
      try {
        const result = await collection.updateOne(
          { runId: run.runId, attempt: run.attempt, status },
          { $set, $push: { attempts: next.attempt } },
        );
        return result.matchedCount === 1;
      } catch (error) {
        throw await asConflict(error, run);
      }
    },

    /** Asks a running run to stop. @returns whether it was running */
    async requestCancel(runId: string, at: Date): Promise<boolean> {
      const result = await collection.updateOne({ runId, status: 'running' }, [
        { $set: { cancelRequestedAt: { $ifNull: ['$cancelRequestedAt', at] } } },
      ]);
      return result.matchedCount === 1;
    },

    /** Whether a run was asked to stop, or has ended, or goes on in a later attempt. */
    async shouldStop(run: { runId: string; attempt: number }): Promise<boolean> {
      const found = await collection.findOne(
        { runId: run.runId, attempt: run.attempt, status: 'running', cancelRequestedAt: null },
        { projection: { _id: 1 } },
      );
      return found === null;
    },

    /** Running runs whose current attempt began before `before`. */
    findRunning(before: Date): Promise<ImportLog[]> {
      return collection
        .find({ status: 'running', startedAt: { $lt: before } }, { projection: { _id: 0, failures: 0 } })
        .toArray() as Promise<ImportLog[]>;
    },
  };

  /** An E11000 of the index that keeps a source to one running run, as the error a caller can act on. */
  async function asConflict(
    error: unknown,
    run: Pick<ImportLog, 'sourceUrl' | 'sourceName'>,
  ): Promise<unknown> {
    if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) return error;
    const running = await collection.findOne({ sourceUrl: run.sourceUrl, status: 'running' });
    return new FeedflowError('run-already-running', `${run.sourceName} is being imported already`, {
      details: { runId: running?.runId ?? null, sourceName: run.sourceName },
    });
  }
}

const runCursor = z.object({ t: z.number().int(), r: z.string() });
