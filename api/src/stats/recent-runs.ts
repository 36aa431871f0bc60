import { DAY_MS, MINUTE_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import type { RunFacts, RunFactsReader } from '@feedflow/shared/mongo/runs/run-facts';
import type { Clock } from '@feedflow/shared/process/clock';
import { createRunStore, type RunStore } from './run-store.ts';

export interface RecentRuns {
  /**
   * The runs begun since `from`, as they are in the database now; there may be older ones among them.
   *
   * @throws FeedflowError 'query-too-broad' where they are too many
   */
  since(from: Date): Promise<RunStore>;
}

/** Some 65 MB. */
const MAX_RUNS = 500_000;
/** Clocks of processes differ, and a write may become visible a little after the time that it bears. */
const OVERLAP_MS = MINUTE_MS;
/** How old a response may be. */
const FRESH_MS = 1_000;
/** Old runs are removed once an hour, over some minutes. */
const LOOK_FOR_REMOVED_MS = MINUTE_MS;

/**
 * Keeps in memory what statistics need of every run since the earliest timestamp that was requested. Adding
 * up 100,000 runs takes MongoDB the better part of a second each time, and a dashboard requests them repeatedly;
 * here each run is read once, and once more when it ends.
 *
 * @param options.lookForRemovedMs how soon, at the earliest, removed runs are dropped
 */
export function createRecentRuns(
  deps: { runFacts: RunFactsReader; clock: Clock },
  { lookForRemovedMs = LOOK_FOR_REMOVED_MS } = {},
): RecentRuns {
  const { runFacts, clock } = deps;
  let store = createRunStore();
  let coveredFrom: Date | null = null;
  let seenUntil = new Date(0);
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let comparedAtMs = performance.now();
  let working: Promise<void> = Promise.resolve();

  async function catchUp(from: Date): Promise<void> {
    // Grown over months, or old runs are gone: what is still requested is read again.
    if (store.size > MAX_RUNS || (await areSomeRemoved())) {
      store = createRunStore();
      coveredFrom = null;
    }
    if (coveredFrom === null || from < coveredFrom) await readBack(from);
    if (performance.now() - checkedAtMs < FRESH_MS) return;
    const now = clock();
    const running = await putAll(runFacts.running());
    await putAll(runFacts.changedSince(new Date(seenUntil.getTime() - OVERLAP_MS)));
    // One that took long to end bears an older time, and one whose re-run did not begin bears that of its last end.
    const missed = store.running().filter((runId) => !running.has(runId));
    if (missed.length > 0) await putAll(runFacts.withIds(missed));
    seenUntil = now;
    checkedAtMs = performance.now();
  }

  async function areSomeRemoved(): Promise<boolean> {
    if (coveredFrom === null || performance.now() - comparedAtMs < lookForRemovedMs) return false;
    comparedAtMs = performance.now();
    // Those that have begun since, and are not read yet, would stand for as many that are gone.
    const until = new Date(seenUntil.getTime() - OVERLAP_MS);
    return (await runFacts.countStarted(coveredFrom, until)) < store.countStarted(coveredFrom, until);
  }

  async function readBack(from: Date): Promise<void> {
    const count = await runFacts.countStarted(from);
    if (count > MAX_RUNS) {
      throw new FeedflowError(
        'query-too-broad',
        `${count} runs began since ${from.toISOString()}, and statistics cover at most ${MAX_RUNS}: use a later from`,
        { details: { count, max: MAX_RUNS } },
      );
    }
    const now = clock();
    await putAll(runFacts.startedBetween(from, coveredFrom ?? new Date(8.64e15)));
    if (coveredFrom === null) seenUntil = now;
    coveredFrom = from;
  }

  /** @returns the ids of the runs */
  async function putAll(runs: AsyncIterable<RunFacts[]>): Promise<Set<string>> {
    const runIds = new Set<string>();
    // A run from before what is covered, ended only now, comes with all the others of its time.
    for await (const some of runs) {
      for (const run of some) {
        store.put(run);
        runIds.add(run.runId);
      }
    }
    return runIds;
  }

  return {
    since: async (from) => {
      // One at a time: later requests wait for the same one.
      const done = working.catch(() => undefined).then(() => catchUp(from));
      working = done.catch(() => undefined);
      await done;
      return store;
    },
  };
}

/** Statistics are mostly requested for the last day, week or month. */
const READ_AHEAD_DAYS = [1, 7, 31];

/** Reads the last month ahead, newest first: a request meanwhile waits for the rest. */
export async function readAhead(recentRuns: RecentRuns, now: Date): Promise<void> {
  for (const days of READ_AHEAD_DAYS) await recentRuns.since(new Date(now.getTime() - days * DAY_MS));
}
