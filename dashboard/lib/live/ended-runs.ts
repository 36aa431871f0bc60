import type { RunPage } from '../api/types.ts';
import { eventOf, listSnapshotOf } from './read-message.ts';

/** A run that has ended, as far as a list has to know that does not move by itself. */
export interface EndedRun {
  runId: string;
  sourceName: string;
  endedAtMs: number;
  /** Whether a job was added, changed or closed by it. */
  changedJobs: boolean;
}

/** What ended since a list was read. */
export interface EndedSince {
  sinceMs: number;
  runs: readonly EndedRun[];
}

/** More are not told apart: by then the list is to be read again anyway. */
const KEPT_AT_MOST = 500;

/** The runs that a message of the stream says have ended. */
export function endedIn(name: string, data: string): EndedRun[] {
  if (name === 'snapshot') return endedOf(listSnapshotOf(data));
  const event = eventOf(data);
  if (event?.type !== 'run.finished') return [];
  return [{ ...event, endedAtMs: Date.parse(event.at), changedJobs: changed(event) }];
}

/** The runs of a page that have ended. */
export function endedOf(page: RunPage | null): EndedRun[] {
  return (page?.items ?? []).flatMap((run) =>
    run.finishedAt === null
      ? []
      : [{ ...run, endedAtMs: Date.parse(run.finishedAt), changedJobs: changed(run) }],
  );
}

/** What is known with more of it; the same object where nothing is new. A run that ended twice counts once. */
export function withEnded(known: EndedSince, ended: readonly EndedRun[]): EndedSince {
  const ids = new Set(known.runs.map(({ runId }) => runId));
  const fresh = ended.filter(({ runId, endedAtMs }) => endedAtMs > known.sinceMs && !ids.has(runId));
  if (fresh.length === 0) return known;
  return { ...known, runs: [...known.runs, ...fresh].slice(0, KEPT_AT_MOST) };
}

function changed(run: { newJobs: number; updatedJobs: number; removedJobs: number }): boolean {
  return run.newJobs + run.updatedJobs + run.removedJobs > 0;
}
