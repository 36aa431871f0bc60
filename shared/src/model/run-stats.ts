import { z } from 'zod';
import { runCounters, runStatus } from './run.ts';
import { count, timestamp } from './scalars.ts';

/** The sums over some runs. */
export const runFigures = z.object({
  runs: z.record(runStatus, count),
  ...runCounters.shape,
  /** Of runs that ended, in milliseconds; null where none did. */
  durationMs: z.object({ p50: z.number().nullable(), p95: z.number().nullable() }),
  /** Records read per second of work; null where no run ended. */
  recordsPerSecond: z.number().nullable(),
  /** Completed runs among those completed, partial or failed, from 0 to 1; null where there are none. */
  successRate: z.number().min(0).max(1).nullable(),
});
export type RunFigures = z.infer<typeof runFigures>;

/** The response of GET /api/stats/runs. */
export const runStats = z.object({
  from: timestamp,
  to: timestamp,
  timezone: z.string(),
  /** Every bucket of the requested time, empty ones too; the first may begin before `from`, the last end after `to`. */
  buckets: z.array(z.object({ from: timestamp, to: timestamp, ...runFigures.shape })).max(200),
  /** Those with the most runs first. */
  sources: z.array(z.object({ sourceName: z.string(), ...runFigures.shape })),
  /** How many sources had runs, whether they are listed or not. */
  sourceCount: count,
  total: runFigures,
});
export type RunStats = z.infer<typeof runStats>;

const summed = {
  /** The first and the last day (UTC) on which such runs began. */
  firstDay: timestamp,
  lastDay: timestamp,
  runs: z.record(runStatus, count),
  ...runCounters.shape,
  /** What all of them took together, in milliseconds. */
  durationMs: count,
};

/** The response of GET /api/stats/removed-runs. */
export const removedRuns = z.object({
  /** Those with the most runs first. */
  sources: z.array(z.object({ sourceName: z.string(), ...summed })),
  /** How many sources had such runs, whether they are listed or not. */
  sourceCount: count,
  /** Of all sources; null where no run was removed. */
  total: z.object(summed).nullable(),
});
export type RemovedRuns = z.infer<typeof removedRuns>;
