import { join } from 'node:path';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@feedflow/shared/durations';
import type { Run } from '@feedflow/shared/model/run';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { expectExactImport, waitForEnd } from './exactness.ts';
import { countLines, type Env, type FaultStack, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const RETENTION_DAYS = 1;

let stack: FaultStack;
beforeEach(async () => {
  stack = await startFaultStack({ env: { RUN_RETENTION_DAYS: String(RETENTION_DAYS) } });
});
afterEach(() => stack.close());

/** The settings of a process whose clock is wrong by `shiftMs`. */
const withClock = (shiftMs: number): Env => ({
  NODE_OPTIONS: `--import=${join(import.meta.dirname, 'shifted-clock.ts')}`,
  CLOCK_SHIFT_MS: String(shiftMs),
});

/**
 * A shift of half an hour to one and a half, ahead or behind, by which a clock shows this minute and second of an hour.
 */
function shiftTo(direction: 1 | -1, minute: number, second: number): number {
  const now = Date.now();
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  const shown = hour + minute * MINUTE_MS + second * 1_000 - now;
  const least = direction > 0 ? HOUR_MS / 2 : (-3 * HOUR_MS) / 2;
  return shown + Math.ceil((least - shown) / HOUR_MS) * HOUR_MS;
}

const runsOf = (sourceName: string): Promise<Run[]> =>
  stack.db.collection<Run>('import_logs').find({ sourceName }).sort({ startedAt: 1 }).toArray();

test('processes whose clocks are an hour ahead and behind do nothing twice, early or never', async () => {
  const chance = createChance();
  const startedAt = Date.now();
  const jobs = stack.db.collection('jobs');
  const logs = stack.db.collection<Run>('import_logs');
  const [ahead, behind] = [HOUR_MS, -HOUR_MS];
  const workers = [
    await stack.startReady('worker', withClock(ahead)),
    await stack.startReady('worker', withClock(behind)),
  ];

  // Runs that retention keeps and removes, and jobs that are due now and in half an hour.
  const aged = { recent: RETENTION_DAYS * DAY_MS - HOUR_MS / 2, old: RETENTION_DAYS * DAY_MS + HOUR_MS / 2 };
  for (const [name, ageMs] of Object.entries(aged)) {
    const { runId } = await waitForEnd(stack, await stack.startImport(name, { records: 10 }), 60_000);
    const at = new Date(startedAt - ageMs);
    await logs.updateOne({ runId }, { $set: { startedAt: at, finishedAt: at } });
  }
  const dueIn = { old: -MINUTE_MS, recent: HOUR_MS / 2 };
  for (const [sourceName, ms] of Object.entries(dueIn)) {
    await jobs.updateMany({ sourceName }, { $set: { expiresAt: new Date(startedAt + ms) } });
  }
  const every = await stack.addSource('every-minute', { records: 20 });
  await stack.db
    .collection('sources')
    .updateOne({ name: every.name }, { $set: { schedule: '* * * * *' }, $unset: { intervalMinutes: 1 } });

  // One is just before its sweep of old data (minute 23), the other before it closes due jobs (every five minutes).
  const schedulers = [
    await stack.startReady('scheduler', withClock(shiftTo(1, 22, 30))),
    await stack.startReady('scheduler', withClock(shiftTo(-1, 24, 30))),
  ];
  const feed = { records: 5_000, duplicates: 50, broken: 25, seed: chance.seed % 1_000 };
  const runId = await stack.startImport('large', feed);
  // Its first response is an error: each worker may be the one that waits for the retry.
  const flaky = { records: 200 };
  const retried = await stack.startImport('flaky', { status: 503, retryAfter: 0 }, flaky);
  const run = await waitForEnd(stack, runId, 120_000);
  const flakyRun = await waitForEnd(stack, retried, 60_000);
  await waitFor('the due jobs to be closed', 60_000, async () => {
    return (await jobs.countDocuments({ sourceName: 'old', status: 'open' })) === 0;
  });
  await waitFor('the sweep', 60_000, async () => {
    return (await countLines(schedulers[0] as (typeof schedulers)[0], /^nothing old is removed/)) === 1;
  });
  await waitFor('two ticks', 2 * MINUTE_MS, async () => (await runsOf(every.name)).length >= 2);
  await waitFor('every run to end', 30_000, async () => {
    return (await logs.countDocuments({ status: 'running' })) === 0;
  });
  await Promise.all(schedulers.map((scheduler) => scheduler.stop(10_000)));

  await expectExactImport(stack, run, feed, { attempt: 1 });
  await expectExactImport(stack, flakyRun, flaky, { attempt: 1 });
  const closed = await jobs.find({ status: 'closed' }).toArray();
  expect(closed.map(({ sourceName }) => sourceName)).toEqual(Array(10).fill('old'));
  expect(await logs.countDocuments({ sourceName: { $in: ['recent', 'old'] } })).toBe(2);
  const minutes = (await runsOf(every.name)).map((one) => Math.floor(one.startedAt.getTime() / MINUTE_MS));
  const [first = 0] = minutes;
  expect(minutes).toEqual(minutes.map((_, n) => first + n));
  const endedAt = Date.now();
  const ofTest = { sourceName: { $in: [every.name, 'large', 'flaky'] } };
  for (const one of await logs.find(ofTest).toArray()) {
    const times = [startedAt, one.startedAt, one.fetch.startedAt, one.finishedAt, endedAt].map(Number);
    expect(times, one.sourceName).toEqual(times.toSorted((a, b) => a - b));
    expect(one).toMatchObject({ attempt: 1, status: 'completed', error: null });
    expect(one.meta.durationMs).toBeLessThan(endedAt - startedAt);
  }
  expect(run.failures).toHaveLength(feed.broken);
  for (const { at } of run.failures ?? []) {
    expect(at.getTime()).toBeGreaterThanOrEqual(run.startedAt.getTime());
    expect(at.getTime()).toBeLessThanOrEqual(endedAt);
  }
  for (const { createdAt, _id } of await jobs.find({ sourceName: 'large' }).toArray()) {
    for (const at of [createdAt, _id.getTimestamp()]) {
      expect(Math.abs(at.getTime() - startedAt)).toBeLessThan(endedAt - startedAt + 1_000);
    }
  }
  // The failure is the error that the flaky feed responded with.
  const counts = await Promise.all(workers.map((one) => countLines(one, /^a job was lost|^job failed/)));
  expect(counts.sort()).toEqual([0, 1]);
  reportFigures('wrong clocks', chance.seed, {
    ticks: minutes.length,
    largeMs: run.meta.durationMs,
    flakyMs: flakyRun.meta.durationMs,
  });
}, 300_000);
