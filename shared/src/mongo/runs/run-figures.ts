import type { Db } from 'mongodb';
import type { Run } from '../../model/run.ts';

export interface RunningFigures {
  /** Runs that are running. */
  running: number;
  /** When the longest running attempt began; null where none runs. */
  oldestAttemptAt: Date | null;
  /** When the batch that has waited longest was enqueued; null where none waits. */
  oldestWaitingAt: Date | null;
}

export type RunFigures = ReturnType<typeof createRunFigures>;

/** Looks at the runs that are running, and at the first waiting batch of each. */
export function createRunFigures(db: Db) {
  const collection = db.collection<Run>('import_logs');
  return {
    async running(): Promise<RunningFigures> {
      const [figures] = await collection
        .aggregate<RunningFigures>([
          { $match: { status: 'running' } },
          { $project: { runId: 1, startedAt: { $last: '$attempts.startedAt' } } },
          {
            $lookup: {
              from: 'import_batches',
              localField: 'runId',
              foreignField: 'runId',
              // Batches are enqueued in this order, and the index gives it.
              pipeline: [
                // Those of an attempt that was rescued stay as they were.
                { $match: { status: 'waiting', superseded: false } },
                { $sort: { batchIndex: 1 } },
                { $limit: 1 },
                { $project: { _id: 0, enqueuedAt: 1 } },
              ],
              as: 'waiting',
            },
          },
          {
            $group: {
              _id: null,
              running: { $sum: 1 },
              oldestAttemptAt: { $min: '$startedAt' },
              oldestWaitingAt: { $min: { $first: '$waiting.enqueuedAt' } },
            },
          },
          { $project: { _id: 0 } },
        ])
        .toArray();
      return figures ?? { running: 0, oldestAttemptAt: null, oldestWaitingAt: null };
    },
  };
}
