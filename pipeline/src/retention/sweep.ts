import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS } from '@feedflow/shared/durations';
import type { Database } from '@feedflow/shared/mongo/database';
import type { CountedRun } from '@feedflow/shared/mongo/runs/run-totals';

/** How long data is kept, in days; 0 keeps it indefinitely. */
export interface RetentionDays {
  runs: number;
  failedBatches: number;
  closedJobs: number;
  audit: number;
}

export interface SweepDeps {
  database: Pick<Database, 'retention' | 'runTotals' | 'sources' | 'importLogs' | 'importManifests'>;
}

/** What a sweep removed. */
export interface Swept {
  runs: number;
  batches: number;
  payloads: number;
  closedJobs: number;
  audit: number;
  /** Feeds of which the manifests were removed. */
  manifests: number;
}

/**
 * The age at which documents of the change log are compacted, and the least at which keys of removed jobs are
 * forgotten.
 */
const COMPACT_DAYS = 1;
const KEEP_GONE_DAYS = 30;
/** Documents of the change log per step: of up to a thousand keys each. */
const CHANGES_PER_STEP = 20;
/** How long after an upgrade processes of the previous version may still be writing. */
const UPGRADE_DAYS = 7;
const UNMARKED_PER_STEP = 1_000;
/** Documents per step, and the pause after each: MongoDB is busy with it for a few percent of the time. */
const STEP_SIZE = 200;
const STEP_PAUSE_MS = 100;

/**
 * Removes data that is older than its retention, in small steps. A run is counted in the totals before it is removed;
 * if the sweep is interrupted, the next one continues it.
 *
 * @param now the database's time, by which all ages are computed, however long the sweep takes
 * @param signal ends it after the current step
 */
export async function sweep(
  deps: SweepDeps,
  days: RetentionDays,
  now: Date,
  signal: AbortSignal,
): Promise<Swept> {
  const { retention, runTotals } = deps.database;
  const swept: Swept = { runs: 0, batches: 0, payloads: 0, closedJobs: 0, audit: 0, manifests: 0 };
  const before = (age: number) => new Date(now.getTime() - age * DAY_MS);

  /** Repeats a step until there is nothing left to do. @returns how much it did */
  async function repeat(step: () => Promise<number>): Promise<number> {
    let all = 0;
    while (!signal.aborted) {
      const done = await step();
      if (done === 0) break;
      all += done;
      await sleep(STEP_PAUSE_MS);
    }
    return all;
  }

  async function removeRun(run: CountedRun, { isCounted }: { isCounted: boolean }): Promise<void> {
    if (signal.aborted) return;
    const countedNow = !isCounted && (await runTotals.add(run));
    const state = await retention.removeRun(run, before(days.runs));
    // It may be running again, and be young, or be counted under a name that its source had; or another sweep has
    // counted and removed it.
    if (state === 'kept' || (state === 'gone' && countedNow)) return runTotals.takeBack(run);
    swept.batches += await repeat(() => retention.removeBatches(run.runId, STEP_SIZE));
    if (signal.aborted) return;
    await runTotals.settle(run);
    swept.runs += 1;
  }

  async function removeOldRuns(): Promise<number> {
    const old = await retention.runsEndedBefore(before(days.runs), STEP_SIZE);
    for (const run of old) await removeRun(run, { isCounted: false });
    return old.length;
  }

  if (days.runs > 0) {
    for (const run of await runTotals.unsettled()) await removeRun(run, { isCounted: true });
    await repeat(removeOldRuns);
  }
  if (days.failedBatches > 0) {
    swept.payloads = await repeat(() => retention.forgetPayloads(before(days.failedBatches), STEP_SIZE));
  }
  if (days.closedJobs > 0) {
    swept.closedJobs = await repeat(() => retention.removeClosedJobs(before(days.closedJobs), STEP_SIZE));
  }
  if (days.audit > 0) {
    swept.audit = await repeat(() => retention.removeAudit(before(days.audit), STEP_SIZE));
  }
  swept.manifests = await removeLeftManifests(deps.database, signal);
  return swept;
}

/**
 * Removes the manifests of feeds that no source reads any more: it was removed, or has another URL. Those by which jobs
 * that were held back can still be closed stay as long as their run.
 *
 * @returns of how many feeds
 */
async function removeLeftManifests(
  { sources, importLogs, importManifests }: SweepDeps['database'],
  signal: AbortSignal,
): Promise<number> {
  const kept = await importManifests.urls();
  // Afterwards, so that a source that is added now is among them.
  const read = new Set((await sources.list()).map(({ url }) => url));
  let removed = 0;
  for (const url of kept.filter((one) => !read.has(one))) {
    if (signal.aborted) break;
    if ((await importLogs.findRunningOf(url)) ?? (await sources.findByUrl(url))) continue;
    const last = await importManifests.findLast(url);
    if (last?.trusted && (await importLogs.holdsBack(last))) continue;
    await importManifests.remove(url);
    removed += 1;
  }
  return removed;
}

/**
 * Compacts the change log in small steps, and in the week of an upgrade lists jobs that the previous version wrote. If
 * it is interrupted, the next call continues it.
 *
 * @param closedJobs days that closed jobs are kept; 0 keeps them indefinitely
 * @returns how many documents of the change log it removed
 */
export async function compactChanges(
  { changes }: Pick<Database, 'changes'>,
  { closedJobs }: Pick<RetentionDays, 'closedJobs'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const limits = { before: daysAgo(COMPACT_DAYS), goneBefore: daysAgo(Math.max(KEEP_GONE_DAYS, closedJobs)) };
  if (await changes.wasMigratedAfter(daysAgo(UPGRADE_DAYS))) {
    let last = await changes.listUnmarked(null, UNMARKED_PER_STEP);
    while (last !== null && !signal.aborted) last = await changes.listUnmarked(last, UNMARKED_PER_STEP);
  }
  let removed = 0;
  while (!signal.aborted) {
    const some = await changes.compact(limits, CHANGES_PER_STEP);
    if (some === null) break;
    removed += some;
    await sleep(STEP_PAUSE_MS);
  }
  return removed;
}
