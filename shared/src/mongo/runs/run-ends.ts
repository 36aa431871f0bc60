import type { Collection } from 'mongodb';
import {
  type FailureSample,
  type FailureTotals,
  type NamedError,
  type Removal,
  type Run,
  type RunAttempt,
  type RunCounters,
  type RunMeta,
  type RunStatus,
  type RunWarning,
  runCounters,
} from '../../model/run.ts';
import { hiddenFields } from './stored-run.ts';

export interface RunEnd {
  status: Exclude<RunStatus, 'running'>;
  finishedAt: Date;
  counters: RunCounters;
  error: NamedError | null;
  failures: FailureSample[];
  failureTotals: FailureTotals;
  /** Absent to leave those that the run has. */
  warnings?: RunWarning[];
  removal?: Removal | null;
  /** See `importLog`. @default 0 */
  expiredJobs?: number;
  /** Open jobs of the source, if they were counted. */
  openAfter?: number | null;
  meta: Pick<RunMeta, 'totalBatches' | 'processedBatches' | 'failedBatches'>;
}

export type RunEnds = ReturnType<typeof runEnds>;

/** How runs end. `unannounced` is set from a run's end until its source, its listeners and its alert know of it. */
export function runEnds(collection: Collection<Run>) {
  return {
    /**
     * Ends a running run. A run that has ended, or continues in a later attempt, is left as it is.
     *
     * @returns the run as this call ended it; else null
     */
    async finish(
      run: Pick<Run, 'runId' | 'sourceName' | 'attempt' | 'attempts'>,
      end: RunEnd,
    ): Promise<Run | null> {
      // Only the counters themselves, also of a caller who hands over a whole run.
      const counters = runCounters.parse(end.counters);
      const { status, finishedAt } = end;
      const attempts = run.attempts.map((one) =>
        one.attempt === run.attempt ? { ...endedAttempt(one, finishedAt), ...counters, status } : one,
      );
      return collection.findOneAndUpdate(
        { runId: run.runId, attempt: run.attempt, status: 'running' },
        {
          $set: {
            status,
            finishedAt,
            ...counters,
            error: end.error,
            failures: end.failures,
            failureTotals: end.failureTotals,
            ...(end.warnings && { warnings: end.warnings }),
            removal: end.removal ?? null,
            expiredJobs: end.expiredJobs ?? 0,
            openAfter: end.openAfter ?? null,
            'meta.totalBatches': end.meta.totalBatches,
            'meta.processedBatches': end.meta.processedBatches,
            'meta.failedBatches': end.meta.failedBatches,
            // The time the run was at work, without the days before someone re-ran it.
            'meta.durationMs': attempts.reduce((sum, one) => sum + (one.durationMs ?? 0), 0),
            attempts,
            unannounced: true,
          },
        },
        { returnDocument: 'after', projection: hiddenFields },
      );
    },

    /** Records that the end of a run is fully announced. */
    async markAnnounced(run: Pick<Run, 'runId' | 'attempt'>): Promise<void> {
      await collection.updateOne(
        { runId: run.runId, attempt: run.attempt, unannounced: true },
        { $unset: { unannounced: '' } },
      );
    },

    /** Runs that ended before `before` and whose end is not announced, the oldest first. */
    findUnannounced(before: Date, limit: number): Promise<Run[]> {
      return collection
        .find({ unannounced: true, finishedAt: { $lt: before } }, { projection: hiddenFields })
        .sort({ finishedAt: 1 })
        .limit(limit)
        .toArray() as Promise<Run[]>;
    },

    /**
     * Takes back an attempt that did not begin: the run is again what it was before it.
     *
     * @param before the run as it was read before the attempt
     * @param attempt the number of the attempt to take back
     */
    async withdrawAttempt(before: Run, attempt: number): Promise<void> {
      const { runId, status, attempts, finishedAt, error, cancelRequestedAt } = before;
      await collection.updateOne(
        { runId, attempt, status: 'running' },
        { $set: { status, attempt: before.attempt, attempts, finishedAt, error, cancelRequestedAt } },
      );
    },
  };
}

/** An attempt that was running and ended as failed. */
export function endedAttempt(attempt: RunAttempt, finishedAt: Date): RunAttempt {
  const durationMs = Math.max(0, finishedAt.getTime() - attempt.startedAt.getTime());
  return { ...attempt, status: 'failed', finishedAt, durationMs };
}
