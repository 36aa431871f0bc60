import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '@feedflow/shared/durations';
import type { Run } from '@feedflow/shared/model/run';
import { sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { residentMb, usageOf } from '../../bench/process-usage.ts';
import { createSampleFeeds } from '../sample-feeds/server.ts';
import { expectNoLeftovers } from './exactness.ts';
import { type FaultStack, startFaultStack, waitFor } from './fault-stack.ts';
import { reportFigures } from './seed.ts';

/** FAULT_SOURCES: up to 20,000. */
const SOURCES = Math.min(20_000, Number(process.env['FAULT_SOURCES'] ?? 1_000));
/** Each has a loopback address of its own. */
const HOSTS = 20;
/** The sources are in MongoDB, and both processes have read them, so long before the tick. */
const LEAD_MS = 30_000;
/** On a busy machine. */
const MS_PER_RUN = 180;

let stack: FaultStack;
const servers: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  stack = await startFaultStack({ env: { REAPER_INTERVAL_SECONDS: '15' } });
});
afterEach(async () => {
  await stack.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const nameOf = (n: number) => `source-${n}`;
const recordsOf = (n: number) => 1 + (n % 3);

/** The next full minute that leaves enough time, and the schedule that has no other tick this year. */
function nextTick(): { at: Date; schedule: string } {
  const at = new Date(Math.ceil((Date.now() + LEAD_MS) / MINUTE_MS) * MINUTE_MS);
  const [minute, hour, day] = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate()];
  return { at, schedule: `${minute} ${hour} ${day} ${at.getUTCMonth() + 1} *` };
}

/** Adds the sources with a common schedule. @returns the time of their tick */
async function addSources(): Promise<Date> {
  const hosts = await Promise.all(
    Array.from({ length: HOSTS }, async (_, n) => {
      const feeds = createSampleFeeds({ host: `127.0.3.${n + 1}` });
      servers.push(feeds);
      return { feeds, url: (await feeds.start()).url };
    }),
  );
  const { at, schedule } = nextTick();
  const sources = Array.from({ length: SOURCES }, (_, n) => {
    const { feeds, url } = hosts[n % HOSTS] as (typeof hosts)[number];
    const name = nameOf(n);
    const path = feeds.publish(name, { records: recordsOf(n) });
    return sourceConfig.parse({ name, url: url + path, schedule, timezone: 'UTC' });
  });
  await stack.database.sources.upsert(sources, systemClock());
  return at;
}

test(
  `${SOURCES} sources that are due in the same second all run once`,
  async () => {
    const dueAt = await addSources();
    const workers = [await stack.startReady('worker'), await stack.startReady('worker')];
    const scheduler = await stack.startReady('scheduler');
    const idle = await usageOf(scheduler.pid);
    const idleMb = Math.round(await residentMb(scheduler.pid));
    expect(Date.now()).toBeLessThan(dueAt.getTime());
    await sleep(dueAt.getTime() - Date.now());

    const logs = stack.db.collection<Run>('import_logs');
    await waitFor('every run to start', SOURCES * MS_PER_RUN, async () => {
      return (await logs.countDocuments()) >= SOURCES;
    });
    const startedMs = Date.now() - dueAt.getTime();
    const keys = await stack.redis.dbsize();
    await waitFor('every run to end', SOURCES * MS_PER_RUN, async () => {
      await sleep(500);
      return (await logs.countDocuments({ status: { $ne: 'running' } })) >= SOURCES;
    });
    const endedMs = Date.now() - dueAt.getTime();
    await expectNoLeftovers(stack);

    const runs = await logs.find().toArray();
    const byName = new Map(runs.map((run) => [run.sourceName, run]));
    expect([runs.length, byName.size]).toEqual([SOURCES, SOURCES]);
    for (let n = 0; n < SOURCES; n += 1) {
      const records = recordsOf(n);
      const expected = { status: 'completed', attempt: 1, newJobs: records, totalFetched: records };
      const { status, attempt, newJobs, totalFetched } = byName.get(nameOf(n)) ?? {};
      expect({ status, attempt, newJobs, totalFetched }, nameOf(n)).toEqual(expected);
    }
    const lastTickAt = { $ne: dueAt };
    const others = { $or: [{ lastTickAt }, { skippedTicks: { $gt: 0 } }] };
    expect(await stack.db.collection('sources').countDocuments(others)).toBe(0);
    const { peakMemoryMb, cpuSeconds } = await usageOf(scheduler.pid);
    reportFigures('sources due at once', 0, {
      sources: SOURCES,
      startedMs,
      endedMs,
      scheduler: { idleMb, peakMemoryMb, cpuSeconds: Math.round(cpuSeconds - idle.cpuSeconds) },
      workersMb: await Promise.all(workers.map(async ({ pid }) => (await usageOf(pid)).peakMemoryMb)),
      keys,
      keysAtEnd: await stack.redis.dbsize(),
    });
  },
  120_000 + 2 * SOURCES * MS_PER_RUN,
);
