import type { Db, Filter } from 'mongodb';
import { FeedflowError } from '../../errors.ts';
import type { FetchState, Run, RunAttempt } from '../../model/run.ts';
import type { AlertRefusal } from '../../model/run-log.ts';
import { isDuplicateKey } from '../errors.ts';
import { latestBelieved } from '../server-time.ts';
import { endedAttempt, type RunEnds, runEnds } from './run-ends.ts';
import { type FetchRef, keepReplacedFetch, type RunFetches, runFetches } from './run-fetches.ts';
import {
  everyRun,
  type ListedRun,
  listRuns,
  listSomeRuns,
  type RunFilter,
  type RunQuery,
} from './run-list.ts';
import { hiddenFields, withAbsentCounters } from './stored-run.ts';

export type ImportLogs = ReturnType<typeof createImportLogs>;

const RENAMED_PER_CALL = 1_000;

/** A fetch attempt, or an attempt of a run whatever its fetch attempt. */
type AttemptRef = FetchRef | Omit<FetchRef, 'fetchAttempt'>;

/** The `import_logs` collection: one document per run, the truth about it. */
export function createImportLogs(db: Db) {
  const collection = db.collection<Run>('import_logs');
  const runsWithRefusals = db.collection<Run & { alertRefusals?: AlertRefusal[] }>('import_logs');

  const fetches: RunFetches = runFetches(collection);
  const ends: RunEnds = runEnds(collection);

  /** Whether the run is running this attempt and, for a fetch attempt, whether no later one has begun. */
  async function isCurrent(run: AttemptRef): Promise<boolean> {
    const filter: Filter<Run> = { runId: run.runId, attempt: run.attempt, status: 'running' };
    if ('fetchAttempt' in run) filter['fetch.fetchAttempt'] = run.fetchAttempt;
    return (await collection.findOne(filter, { projection: { _id: 1 } })) !== null;
  }

  return {
    ...fetches,
    ...ends,

    /**
     * Inserts a run that begins now.
     *
     * @throws FeedflowError 'run-already-running' (details: the running run's id) where its source has one
     */
    async insertRunning(run: Run): Promise<void> {
      try {
        await collection.insertOne({ ...run });
      } catch (error) {
        throw await asConflict(error, run);
      }
    },

    /** Removes a run that was inserted and not started. */
    async withdraw({ runId }: Pick<Run, 'runId'>): Promise<void> {
      await collection.deleteOne({ runId, status: 'running', 'fetch.fetchAttempt': 0 });
    },

    /** Gives runs of a source its new name, a thousand at most. @returns how many it found */
    async renameSome(from: string, to: string): Promise<number> {
      const found = await collection
        .find({ sourceName: from })
        .limit(RENAMED_PER_CALL)
        .project<Pick<Run, 'runId'>>({ _id: 0, runId: 1 })
        .toArray();
      const runIds = found.map(({ runId }) => runId);
      // Who has read these runs notices it by the time, which only an update by expressions takes from the server.
      const renamed = { sourceName: { $literal: to }, renamedAt: '$$NOW' };
      await collection.updateMany({ runId: { $in: runIds } }, [{ $set: renamed }]);
      return found.length;
    },

    find,

    /** @throws FeedflowError 'run-unknown' */
    async get(runId: string): Promise<Run> {
      const run = await find(runId);
      if (!run) throw unknownRun(runId);
      return run;
    },

    /** @throws FeedflowError 'run-unknown' */
    async mustExist(runId: string): Promise<void> {
      if (!(await collection.findOne({ runId }, { projection: { _id: 1 } }))) throw unknownRun(runId);
    },

    list(query: RunQuery): Promise<{ items: ListedRun[]; nextCursor: string | null }> {
      return listRuns(collection, query);
    },

    /** Those of some runs that are there, in any order. */
    listSome(runIds: readonly string[]): Promise<ListedRun[]> {
      return listSomeRuns(collection, runIds);
    },

    /** All runs that match, newest first, one at a time. */
    every(filter: RunFilter): AsyncGenerator<ListedRun> {
      return everyRun(collection, filter);
    },

    /** Records a recipient who was refused: once per run. It changes nothing else of the run, which may have ended. */
    async addAlertRefusal(runId: string, refusal: AlertRefusal): Promise<void> {
      await runsWithRefusals.updateOne(
        { runId, 'alertRefusals.recipient': { $ne: refusal.recipient } },
        { $push: { alertRefusals: refusal } },
      );
    },

    /** The recipients of alerts about a run who were refused. */
    async alertRefusals(runId: string): Promise<AlertRefusal[]> {
      const found = await runsWithRefusals.findOne({ runId }, { projection: { _id: 0, alertRefusals: 1 } });
      return found?.alertRefusals ?? [];
    },

    isCurrent,

    /**
     * Checks that before what only the process of the current attempt may do: one that lost its step, or stood still
     * for a time, would undo what others have stored since.
     *
     * @throws FeedflowError 'run-unknown'
     */
    async assertCurrent(run: AttemptRef): Promise<void> {
      if (await isCurrent(run)) return;
      const message = `attempt ${run.attempt} of run ${run.runId} has ended, or a later one has taken it over`;
      throw new FeedflowError('run-unknown', message);
    },

    /**
     * Begins the next attempt of a run, unless someone else did: of callers who saw the same attempt, one wins.
     *
     * @param run as it was read; the attempt that a rescue takes over from ends as failed
     * @param next.from the status to begin from: a re-run follows an ended attempt, a rescue a running one
     * @returns whether this call began it
     * @throws FeedflowError 'run-already-running' where another run of its source is running
     */
    async beginAttempt(
      run: Pick<Run, 'runId' | 'attempt' | 'attempts' | 'sourceUrl' | 'sourceName'>,
      next: { attempt: RunAttempt; from: 'ended' | 'running'; fetch?: FetchState },
    ): Promise<boolean> {
      const { startedAt } = next.attempt;
      const before = run.attempts.map((one) =>
        one.status === 'running' ? endedAttempt(one, startedAt) : one,
      );
      const $set: Record<string, unknown> = {
        status: 'running',
        attempt: next.attempt.attempt,
        attempts: [...before, next.attempt],
        finishedAt: null,
        error: null,
        'meta.rereadRecords': null,
        // Who requested to stop the attempt that a rescue takes over from meant the run.
        ...(next.from === 'ended' && { cancelRequestedAt: null }),
      };
      if (next.fetch) {
        Object.assign($set, {
          fetch: next.fetch,
          http: null,
          'meta.totalBatches': null,
        });
      }
      const status = next.from === 'running' ? 'running' : { $ne: 'running' as const };
      try {
        const literal = Object.fromEntries(
          Object.entries($set).map(([name, value]) => [name, { $literal: value }]),
        );
        const result = await collection.updateOne(
          { runId: run.runId, attempt: run.attempt, status },
          next.fetch ? [keepReplacedFetch, { $set: literal }] : { $set },
        );
        return result.matchedCount === 1;
      } catch (error) {
        throw await asConflict(error, run);
      }
    },

    /** The run of a source that is running; null where none is. */
    async findRunningOf(sourceUrl: string): Promise<string | null> {
      const found = await collection.findOne({ sourceUrl, status: 'running' }, { projection: { runId: 1 } });
      return found?.runId ?? null;
    },

    /** Whether a run of a source has begun since a time. */
    async hasBegunSince(sourceUrl: string, since: Date): Promise<boolean> {
      const begun = { sourceUrl, startedAt: { $gte: since } };
      return (await collection.findOne(begun, { projection: { _id: 1 } })) !== null;
    },

    /** A run of a source that ended after a time and is not announced yet; null where there is none. */
    async findEnding(sourceUrl: string, after: Date): Promise<string | null> {
      const filter = { sourceUrl, unannounced: true, finishedAt: { $gte: after } };
      const found = await collection.findOne(filter, { projection: { runId: 1 } });
      return found?.runId ?? null;
    },

    /** Whether a run whose reading a manifest has holds jobs back. */
    async holdsBack({ id, sourceUrl }: { id: string; sourceUrl: string }): Promise<boolean> {
      const held = { sourceUrl, 'fetch.manifestId': id, 'removal.state': 'held' } as const;
      return (await collection.findOne(held, { projection: { _id: 1 } })) !== null;
    },

    /** Records that the jobs a run held back were closed after all. */
    async confirmRemoval(
      runId: string,
      closed: { removedJobs: number; openJobs: number; at: Date },
    ): Promise<void> {
      await collection.updateOne(
        { runId, 'removal.state': 'held' },
        {
          $set: {
            removedJobs: closed.removedJobs,
            openAfter: closed.openJobs,
            'removal.state': 'closed',
            'removal.confirmedAt': closed.at,
          },
        },
      );
    },

    /** Requests that a running run stop. @returns whether it was running */
    async requestCancel(runId: string, at: Date): Promise<boolean> {
      const result = await collection.updateOne({ runId, status: 'running' }, [
        { $set: { cancelRequestedAt: { $ifNull: ['$cancelRequestedAt', at] } } },
      ]);
      return result.matchedCount === 1;
    },

    /** Whether a run has a request to stop, has ended, or continues in a later attempt. */
    async shouldStop(run: { runId: string; attempt: number }): Promise<boolean> {
      const found = await collection.findOne(
        { runId: run.runId, attempt: run.attempt, status: 'running', cancelRequestedAt: null },
        { projection: { _id: 1 } },
      );
      return found === null;
    },

    /**
     * Running runs that began before `before`, or in the future, by a clock that was wrong. They are read a few at a
     * time: thousands may run.
     */
    async *findRunning(before: Date): AsyncGenerator<Run> {
      const began = [{ startedAt: { $lt: before } }, { $expr: { $gt: ['$startedAt', latestBelieved] } }];
      const projection = { ...hiddenFields, failures: 0 };
      const running = collection.find({ status: 'running', $or: began }, { projection, batchSize: 100 });
      for await (const run of running) yield run as Run;
    },
  };

  async function find(runId: string): Promise<Run | null> {
    const run = await collection.findOne({ runId }, { projection: hiddenFields });
    return run && withAbsentCounters(run);
  }

  /** An E11000 of the index that keeps a source to one running run, as the error a caller can act on. */
  async function asConflict(error: unknown, run: Pick<Run, 'sourceUrl' | 'sourceName'>): Promise<unknown> {
    if (!isDuplicateKey(error)) return error;
    const running = await collection.findOne({ sourceUrl: run.sourceUrl, status: 'running' });
    return new FeedflowError('run-already-running', `${run.sourceName} is being imported already`, {
      details: { runId: running?.runId ?? null, sourceName: run.sourceName },
    });
  }
}

function unknownRun(runId: string): FeedflowError {
  return new FeedflowError('run-unknown', `there is no run ${runId}`);
}
