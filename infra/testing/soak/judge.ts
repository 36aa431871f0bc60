import { sumOutcomes } from '@feedflow/shared/model/counters';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import type { Outcome } from '../faults/fault-stack.ts';
import type { Board } from './board.ts';
import type { BoardServer } from './feed-server.ts';

/**
 * A run that takes longer is stuck. A feed of the soak takes seconds, an outage less than a minute; but on a busy machine
 * each of its fetch attempts waits for its turn, behind the sources that became due before.
 */
const MAX_RUN_MS = 10 * 60_000;
/** The most that the clocks of a run and of its feed's server may be apart. */
const TOLERANCE_MS = 500;
/** An end may be stored long after its own time: MongoDB may have been down. */
const LOOK_BACK_MS = 5 * 60_000;
const RUNS_PER_LOOK = 5_000;

/** What MongoDB should have of a board; null where that is not known, as after a run that was read in part. */
type Imported = {
  edition: number;
  runId: string;
  /**
   * Jobs of a board with pages that stay open until the next import: the edition does not have them. Null if unknown.
   */
  waiting: string[] | null;
} | null;

/**
 * Compares what Feedflow did with the boards: the counters of each run, and the open jobs of each source.
 *
 * @param says gets each difference
 */
export function createJudge(
  { stack, server, boards }: { stack: Outcome; server: BoardServer; boards: Board[] },
  says: (difference: string) => void,
) {
  const byName = new Map(boards.map((board) => [board.name, board]));
  const imported = new Map<string, Imported>(boards.map(({ name }) => [name, null]));
  const neverRun = new Set(byName.keys());
  const seen = new Set<string>();
  /** Runs that wait for the confirmation that their jobs are to be closed. */
  const held = new Set<string>();
  const counts = { runs: 0, exact: 0, notModified: 0, readDifferently: 0, jobLists: 0 };
  const statuses = new Map<string, number>();
  const runs = stack.db.collection<Run>('import_logs');
  let lookedAt = new Date(0);

  async function judgeRuns(): Promise<void> {
    const ended = await runs
      .find({ finishedAt: { $gt: new Date(lookedAt.getTime() - LOOK_BACK_MS) }, status: { $ne: 'running' } })
      .sort({ finishedAt: 1 })
      .limit(RUNS_PER_LOOK)
      .toArray();
    for (const run of ended) {
      const id = `${run.runId} ${run.attempt}`;
      if (seen.has(id)) continue;
      seen.add(id);
      if (run.finishedAt && run.finishedAt > lookedAt) lookedAt = run.finishedAt;
      judge(run);
    }
  }

  function judge(run: Run): void {
    const board = byName.get(run.sourceName);
    if (!board || !run.finishedAt) return;
    counts.runs += 1;
    statuses.set(run.status, (statuses.get(run.status) ?? 0) + 1);
    const name = `run ${run.runId} of ${run.sourceName}`;
    const accounted = sumOutcomes(run);
    if (run.status !== 'cancelled' && accounted !== run.totalFetched)
      says(`${name}: ${run.totalFetched} fetched, and ${accounted} accounted for`);
    const before = imported.get(run.sourceName) ?? null;
    const isFirst = neverRun.delete(run.sourceName);
    // Not those of earlier fetch attempts, whose workers may have been lost.
    const fromMs = (run.fetch.requestedAt ?? run.startedAt).getTime() - TOLERANCE_MS;
    const served = server.servedBetween(run.sourceName, fromMs, run.finishedAt.getTime());
    const last = served.at(-1);
    // A run that read nothing changes nothing, unless an earlier fetch attempt did.
    if (run.totalFetched === 0 && run.status === 'failed' && run.fetch.fetchAttempt <= 1) return;
    // A worker that was paused before it sent its request sends it when it resumes, although another one has read the feed.
    const isAmbiguous = served.some(({ edition }) => edition !== last?.edition);
    const isWhole = run.status === 'completed' && run.attempt === 1;
    if (!isWhole || !last || isAmbiguous || !board.has(last.edition)) {
      imported.set(run.sourceName, null);
      return;
    }
    // Too many jobs are missing at once, after failures in a row: an operator confirms that.
    if (run.removal?.state === 'held') {
      held.add(run.runId);
      imported.set(run.sourceName, null);
      return;
    }
    // A feed that was read twice may have changed between.
    const isReadOnce = served.length === 1 && run.fetch.fetchAttempt === 1;
    const isKnown = isFirst || (before !== null && board.has(before.edition));
    const waiting = isKnown && isReadOnce ? board.waiting(before?.edition ?? null, last.edition) : null;
    // Which jobs are open is still unknown.
    if (last.notModified && before === null) return;
    imported.set(run.sourceName, {
      edition: last.edition,
      runId: run.runId,
      waiting: board.pages === 1 ? [] : waiting,
    });
    if (last.notModified) {
      counts.notModified += 1;
      if (before?.edition !== last.edition)
        says(`${name}: not modified since edition ${last.edition}, but ${before?.edition} was imported`);
      return;
    }
    // More records than before show what a field means: all jobs that have it are updated.
    if (run.fetch.comparison?.fullReadReason === 'read-differently') {
      counts.readDifferently += 1;
      return;
    }
    const waited = isFirst ? [] : (before?.waiting ?? null);
    if (!isKnown || !isReadOnce || waited === null) return;
    counts.exact += 1;
    const expected = board.expected(before?.edition ?? null, last.edition, waited.length);
    for (const [counter, value] of Object.entries(expected)) {
      const found = run[counter as keyof typeof expected];
      if (found !== value)
        says(`${name}: ${counter} is ${found}, expected ${value} after ${before?.runId ?? 'no run'}`);
    }
  }

  /** Compares the open jobs of sources that are idle with their boards. */
  async function judgeJobs(names: Iterable<string>): Promise<void> {
    for (const name of names) {
      const state = imported.get(name);
      const board = byName.get(name);
      if (!state?.waiting || !board?.has(state.edition)) continue;
      const isIdle = async () => {
        const newest = await runs.findOne({ sourceName: name }, { sort: { startedAt: -1 } });
        return newest?.runId === state.runId && newest.status === 'completed';
      };
      if (!(await isIdle())) continue;
      const jobs = await stack.db
        .collection<StoredJob>('jobs')
        .find({ sourceName: name, status: 'open' }, { projection: { externalId: 1 } })
        .toArray();
      if (!(await isIdle())) continue;
      counts.jobLists += 1;
      const open = jobs.map(({ externalId }) => String(externalId)).sort();
      const expected = [...board.externalIds(state.edition), ...state.waiting].sort();
      if (open.join(' ') === expected.join(' ')) continue;
      const more = open.filter((id) => !expected.includes(id)).length;
      const missing = expected.filter((id) => !open.includes(id)).length;
      says(`${name}: of ${expected.length} jobs ${missing} are not open, and ${more} others are`);
    }
  }

  return {
    counts,
    statuses,
    held,
    judgeRuns,
    judgeJobs,
    /** Finds runs that do not end. */
    async judgeStuck(): Promise<void> {
      const before = new Date(Date.now() - MAX_RUN_MS);
      for (const run of await runs.find({ status: 'running', startedAt: { $lt: before } }).toArray()) {
        const id = `${run.runId} stuck`;
        if (seen.has(id)) continue;
        seen.add(id);
        says(`run ${run.runId} of ${run.sourceName} is running since ${run.startedAt.toISOString()}`);
      }
    },
    /** How many ms the source that is latest is behind its schedule. */
    async lateness(intervalMs: (name: string) => number): Promise<number> {
      const sources = await stack.db.collection('sources').find({ enabled: true }).toArray();
      const running = await runs.distinct('sourceName', { status: 'running' });
      const late = sources
        .filter(({ name, lastTickAt }) => lastTickAt && !running.includes(name))
        // A run that a user starts counts for the interval, too.
        .map(({ name, lastTickAt, lastRun }) => {
          const lastMs = Math.max(lastTickAt.getTime(), lastRun?.startedAt.getTime() ?? 0);
          return Date.now() - lastMs - intervalMs(name);
        });
      return Math.max(0, ...late);
    },
  };
}
