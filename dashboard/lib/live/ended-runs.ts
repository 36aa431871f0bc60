import type { RunPage } from '../api/types.ts';
import { eventOf, listSnapshotOf } from './read-message.ts';

/** An ended run, for lists that do not update themselves. */
export interface EndedRun {
  runId: string;
  sourceName: string;
  endedAtMs: number;
  /** Whether it added, updated or closed a job. */
  changedJobs: boolean;
}

/** The runs that ended since a list was read. */
export interface EndedSince {
  sinceMs: number;
  runs: readonly EndedRun[];
}

/** A limit for memory: with so many ended runs the list is out of date anyway. */
const KEPT_AT_MOST = 500;

/** The ended runs in a message of the stream. */
export function endedIn(name: string, data: string): EndedRun[] {
  if (name === 'snapshot') return endedOf(listSnapshotOf(data));
  const event = eventOf(data);
  if (event?.type !== 'run.finished') return [];
  return [{ ...event, endedAtMs: Date.parse(event.at), changedJobs: changed(event) }];
}

/** The ended runs of a page. */
export function endedOf(page: RunPage | null): EndedRun[] {
  return (page?.items ?? []).flatMap((run) =>
    run.finishedAt === null
      ? []
      : [{ ...run, endedAtMs: Date.parse(run.finishedAt), changedJobs: changed(run) }],
  );
}

/** Adds ended runs; returns the same object if none is new. A run that ended twice counts once. */
export function withEnded(known: EndedSince, ended: readonly EndedRun[]): EndedSince {
  const ids = new Set(known.runs.map(({ runId }) => runId));
  const fresh = ended.filter(({ runId, endedAtMs }) => endedAtMs > known.sinceMs && !ids.has(runId));
  if (fresh.length === 0) return known;
  return { ...known, runs: [...known.runs, ...fresh].slice(0, KEPT_AT_MOST) };
}

function changed(run: { newJobs: number; updatedJobs: number; removedJobs: number }): boolean {
  return run.newJobs + run.updatedJobs + run.removedJobs > 0;
}
