import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '@feedflow/shared/durations';
import type { Run } from '@feedflow/shared/model/run';
import type { Source, SourceConfig } from '@feedflow/shared/model/source';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { residentMb, usageOf } from '../../bench/process-usage.ts';
import { hostileFeeds, hostileLimits } from '../hostile-feeds/feeds.ts';
import { createHostileFeeds } from '../hostile-feeds/server.ts';
import { expectChange, expectFeed } from '../sample-feeds/expect-feed.ts';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import { createSampleFeeds, type SampleFeeds } from '../sample-feeds/server.ts';
import { expectJobs, expectNoLeftovers } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { reportFigures } from './seed.ts';

/** FAULT_MINUTES: how long the sources run on their schedule, 2 to 60. */
const MINUTES = Math.min(60, Math.max(2, Number(process.env['FAULT_MINUTES'] ?? 2)));
const ORDINARY = 50;
const HOSTS = 5;
/** From a tick to the fetch of the feed: sixty sources are due at once, and each is fetched before its next tick. */
const MAX_DELAY_MS = MINUTE_MS;
/** A heap with a limit of 256 MB grows up to it before it is collected: that is no leak. */
const WARM_UP_MINUTES = Math.max(1, MINUTES / 3);
/** How much the memory of a warm worker may grow. */
const MAX_GROWTH_MB = 64;
/** The heap of a worker, and of the four readers that it has at a time (READER_MAX_HEAP_MB). */
const MAX_MEMORY_MB = 256 + 4 * 128;

let stack: FaultStack;
const servers: { close(): Promise<void> }[] = [];
beforeEach(async () => {
  const env = Object.fromEntries(Object.entries(hostileLimits).map(([name, value]) => [name, String(value)]));
  stack = await startFaultStack({ env: { ...env, FETCH_ATTEMPTS: '1', REAPER_GRACE_MS: '30000' } });
});
afterEach(async () => {
  await stack.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const onSchedule = (name: string, url: string): Partial<SourceConfig> => ({
  name,
  url,
  schedule: '* * * * *',
});

/** The feeds of an ordinary source, one per fetch, with a few changes each time. */
function feedsOf(index: number): [FeedRequest, ...FeedRequest[]] {
  const records = 20 + index;
  const feedAt = (n: number): FeedRequest => ({ records, duplicates: 2, broken: 1, changed: n % 5 });
  return [feedAt(0), ...Array.from({ length: MINUTES + 2 }, (_, n) => feedAt(n + 1))];
}

interface Ordinary {
  name: string;
  feeds: [FeedRequest, ...FeedRequest[]];
}

/** Each server has a loopback address of its own, so that workers treat them as different hosts. */
async function serveOrdinary(): Promise<{ sources: Partial<SourceConfig>[]; ordinary: Ordinary[] }> {
  const hosts: { url: string; feeds: SampleFeeds }[] = [];
  for (let n = 0; n < HOSTS; n += 1) {
    const feeds = createSampleFeeds({ host: `127.0.1.${n + 1}` });
    const { url } = await feeds.start();
    servers.push(feeds);
    hosts.push({ url, feeds });
  }
  const ordinary = Array.from({ length: ORDINARY }, (_, n) => ({ name: `ordinary-${n}`, feeds: feedsOf(n) }));
  const sources = ordinary.flatMap(({ name, feeds }, n) => {
    const host = hosts[n % HOSTS];
    return host ? [onSchedule(name, host.url + host.feeds.publish(name, ...feeds))] : [];
  });
  return { sources, ordinary };
}

async function serveHostile(): Promise<Partial<SourceConfig>[]> {
  const sources: Partial<SourceConfig>[] = [];
  for (const [n, { name, feed }] of hostileFeeds.entries()) {
    const server = createHostileFeeds({ host: `127.0.2.${n + 1}` });
    const { url } = await server.start();
    servers.push(server);
    sources.push(onSchedule(hostileName(n), url + server.publish(name, feed)));
  }
  return sources;
}

const hostileName = (n: number) => `hostile-${n}`;

const runsOf = (sourceName: string): Promise<Run[]> =>
  stack.db.collection<Run>('import_logs').find({ sourceName }).sort({ startedAt: 1 }).toArray();

/** The growth in MB a minute, by linear regression (least squares). */
function slopeOf(points: readonly { atMs: number; mb: number }[]): number {
  const meanMs = points.reduce((sum, { atMs }) => sum + atMs, 0) / points.length;
  const meanMb = points.reduce((sum, { mb }) => sum + mb, 0) / points.length;
  const covariance = points.reduce((sum, { atMs, mb }) => sum + (atMs - meanMs) * (mb - meanMb), 0);
  const variance = points.reduce((sum, { atMs }) => sum + (atMs - meanMs) ** 2, 0);
  return (covariance / variance) * MINUTE_MS;
}

/**
 * Measures memory once a second until the time is over. Fails if a worker dies.
 *
 * @returns the growth in MB after the warm-up, by worker
 */
async function watch(workers: Process[]): Promise<Map<string, number>> {
  const points = new Map(workers.map(({ name }) => [name, [] as { atMs: number; mb: number }[]]));
  const startedMs = performance.now();
  const warmMs = WARM_UP_MINUTES * MINUTE_MS;
  for (let atMs = 0; atMs < MINUTES * MINUTE_MS; atMs = performance.now() - startedMs) {
    for (const worker of workers) {
      expect(worker.running, `${worker.name} after ${Math.round(atMs / 1_000)} s`).toBe(true);
      if (atMs > warmMs) points.get(worker.name)?.push({ atMs, mb: await residentMb(worker.pid) });
    }
    await sleep(1_000);
  }
  const warmMinutes = MINUTES - WARM_UP_MINUTES;
  return new Map([...points].map(([name, measured]) => [name, slopeOf(measured) * warmMinutes]));
}

/** Checks every counter of every run, and the stored jobs. @returns the longest delay in ms */
async function expectOrdinary({ name, feeds }: Ordinary): Promise<number> {
  const source = await stack.db.collection<Source>('sources').findOne({ name });
  expect(source?.skippedTicks, name).toBe(0);
  const runs = await runsOf(name);
  const minuteOf = (run: Run) => Math.floor(run.startedAt.getTime() / MINUTE_MS);
  const minutes = runs.map(minuteOf);
  const [first = 0] = minutes;
  expect(minutes, name).toEqual(Array.from({ length: runs.length }, (_, n) => first + n));
  expect(runs.length, name).toBeGreaterThanOrEqual(MINUTES);
  let longestMs = 0;
  for (const [n, run] of runs.entries()) {
    const feed = feeds[n];
    if (!feed) throw new Error(`${name} was fetched more often than it has feeds`);
    const expected = expectFeed(feed);
    const before = feeds[n - 1];
    const change = before ? expectChange(before, feed) : { new: expected.distinct, changed: 0, unchanged: 0 };
    expect(run, `run ${n + 1} of ${name}`).toMatchObject({
      status: 'completed',
      error: null,
      totalFetched: expected.records,
      newJobs: change.new,
      updatedJobs: change.changed,
      unchangedJobs: change.unchanged,
      duplicateJobs: expected.duplicates,
      failedJobs: expected.invalid,
    });
    const takenMs = run.fetch.startedAt?.getTime() ?? Number.POSITIVE_INFINITY;
    longestMs = Math.max(longestMs, takenMs - minuteOf(run) * MINUTE_MS);
  }
  await expectJobs(stack, { sourceName: name }, expectFeed(feeds[0]).externalIds);
  return longestMs;
}

async function expectHostile(n: number): Promise<void> {
  const feed = hostileFeeds[n];
  const runs = await runsOf(hostileName(n));
  expect(runs.length, feed?.name).toBeGreaterThan(0);
  for (const [index, run] of runs.entries()) {
    const { status, code, newJobs, failedJobs } = feed?.expected ?? {};
    const what = `run ${index + 1} of ${feed?.name}: ${JSON.stringify(run.error)}`;
    expect(run.status, what).toBe(status);
    if (code) expect(run.error?.code, what).toMatch(code);
    else expect(run.error, what).toBeNull();
    if (newJobs !== undefined) expect(run.newJobs, what).toBe(index === 0 ? newJobs : 0);
    if (failedJobs !== undefined) expect(run.failedJobs, what).toBe(failedJobs);
  }
}

test(
  `${hostileFeeds.length} hostile sources beside ${ORDINARY} ordinary ones affect only their own runs`,
  async () => {
    const { sources, ordinary } = await serveOrdinary();
    await stack.seedFile([...sources, ...(await serveHostile())]);
    const workers = [await stack.startReady('worker'), await stack.startReady('worker')];
    const scheduler = await stack.startReady('scheduler');
    const growthsMb = await watch(workers);
    const peaksMb = await Promise.all(workers.map(async ({ pid }) => (await usageOf(pid)).peakMemoryMb));
    await scheduler.stop(10_000);
    await waitFor('every run to end', 60_000, async () => {
      return (await stack.db.collection('import_logs').countDocuments({ status: 'running' })) === 0;
    });
    for (const worker of workers) expect(worker.running, worker.name).toBe(true);
    const delaysMs: number[] = [];
    for (const source of ordinary) delaysMs.push(await expectOrdinary(source));
    for (const n of hostileFeeds.keys()) await expectHostile(n);
    await expectNoLeftovers(stack);
    const longestDelayMs = Math.max(...delaysMs);
    reportFigures('hostile feeds', 0, {
      minutes: MINUTES,
      longestDelayMs,
      growthsMb: [...growthsMb.values()].map(Math.round),
      peaksMb,
    });
    expect(longestDelayMs).toBeLessThan(MAX_DELAY_MS);
    for (const [name, growthMb] of growthsMb) expect(growthMb, name).toBeLessThan(MAX_GROWTH_MB);
    expect(Math.max(...peaksMb)).toBeLessThan(MAX_MEMORY_MB);
  },
  (MINUTES + 4) * MINUTE_MS,
);
