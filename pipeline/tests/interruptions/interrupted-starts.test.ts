import { lostAfter, wasLost } from '@feedflow/infra/testing/suite/lost-process';
import { MINUTE_MS } from '@feedflow/shared/durations';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { jobIds } from '@feedflow/shared/queues/names';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import type { RunDeps } from '@feedflow/shared/run/deps';
import { unaccountedRecords } from '@feedflow/shared/run/outcome';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { rescueRun } from '@feedflow/shared/run/rescue-run';
import { startRun } from '@feedflow/shared/run/start-run';
import { Job } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRequeueBatchesProcessor } from '../../src/processors/requeue-batches.ts';
import { createUpsertBatchProcessor } from '../../src/processors/upsert-batch.ts';
import { createReaper, type Reaper } from '../../src/schedule/reaper.ts';
import { createTicker } from '../../src/schedule/ticker.ts';
import { sha1 } from '../../src/sha1.ts';
import { startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';
import { expectSameWhereverLost, factsOf } from './interruptions.ts';

/* Starts of runs, re-runs and rescues that are cut off after each of their writes to MongoDB and Redis. */

/** One play per write takes its time on a busy machine. */
const LONG_MS = 240_000;

let pipeline: RunningPipeline;
let reaper: Reaper;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ shrinkLimitPercent: 50, batchSize: 3, maxBatchSize: 3, batchAttempts: 1 });
  pipeline.startWorker();
  reaper = createReaper(pipeline.deps, { ...pipeline.runOptions, intervalSeconds: 59, graceMs: 0 });
});
afterAll(async () => {
  await reaper.close();
  await pipeline.close();
  await feed.close();
});

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const list = (ids: readonly number[]) =>
  `<jobs>${ids.map((id) => `<job><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url></job>`).join('')}</jobs>`;

/** What a process does that is lost after so many writes. */
function processLostAfter(limit: number) {
  const lost = lostAfter(limit);
  const database = createDatabase(lost.db(pipeline.db));
  const [queues, events] = [lost.queues(pipeline.queues), lost.events(pipeline.deps.events)];
  return { deps: { ...pipeline.deps, database, queues, events }, writes: lost.writes };
}

describe('a tick starts one run, wherever its scheduler is lost', () => {
  const options = () => ({ ...pipeline.runOptions, defaultIntervalMinutes: 60, refreshSeconds: 59 });

  test.each(['catch-up', 'skip', 'interval'] as const)('%s', async (kind) => {
    const { sources, importLogs } = pipeline.database;
    const begun = Date.now() - 10 * MINUTE_MS;
    let now = begun;
    const clock = () => new Date(now);
    const due = new Date(begun - 3 * MINUTE_MS);
    const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    const rule = kind === 'interval' ? { intervalMinutes: 120 } : { schedule, missedRuns: kind };

    async function play(limit: number) {
      const name = `${kind}-${limit}`;
      feed.set(`/${name}`, list(numbers(0, 5)));
      const config = { name, url: `${feed.base}/${name}`, timezone: 'UTC', enabled: true, ...rule };
      await sources.upsert([config], new Date(begun - 48 * 60 * MINUTE_MS));
      const lost = processLostAfter(limit);
      const schedulers = [
        { ...lost.deps, clock },
        { ...pipeline.deps, clock },
      ];
      for (const [index, deps] of schedulers.entries()) {
        now = begun + index * 5 * MINUTE_MS;
        const ticker = createTicker(deps, options());
        await ticker.refresh();
        now += 61_000;
        await ticker.takeDue();
        await ticker.close();
      }
      const { items } = await importLogs.list({ sourceName: name, limit: 10 });
      const source = await sources.findByName(name);
      await sources.remove(name);
      return {
        writes: lost.writes(),
        left: {
          runs: items.map(({ trigger }) => trigger),
          skipped: [source?.skippedTicks, source?.lastSkippedTick?.reason],
        },
      };
    }

    const whole = await play(Number.POSITIVE_INFINITY);
    expect(whole.left.runs).toEqual(kind === 'skip' ? [] : ['schedule']);
    for (let limit = 1; limit <= whole.writes; limit += 1)
      expect(await play(limit), `cut off after ${limit} writes`).toEqual({ writes: limit, left: whole.left });
  });
});

/** Performs work in a process that is lost; which is no error. */
async function inLostProcess(limit: number, work: (deps: RunDeps) => Promise<unknown>): Promise<number> {
  const lost = processLostAfter(limit);
  await work(lost.deps).catch((error) => {
    if (!wasLost(error)) throw error;
  });
  return lost.writes();
}

/** What comes of a run once feeds are read again. */
async function factsAfterResume(name: string, runId: string) {
  await pipeline.queues.feeds.resume();
  await pipeline.waitForEnd(runId);
  return factsOf(pipeline, name, runId);
}

/** The step that enqueues failed batches again; it reads no feed. */
const requeueStep = (deps: RunningPipeline['processorDeps']) =>
  createRequeueBatchesProcessor(
    { ...deps, readers: { importFeed: () => Promise.reject() } },
    pipeline.processorOptions,
  );

async function addSource(name: string, body: string) {
  feed.set(`/${name}`, body);
  return pipeline.addSource({ name, url: `${feed.base}/${name}`, removeVanished: true });
}

async function imported(name: string, body: string) {
  const source = await addSource(name, body);
  const { runId } = await pipeline.startImport(source);
  await pipeline.waitForEnd(runId);
  return { source, runId };
}

const runningOf = async (url: string) => String(await pipeline.database.importLogs.findRunningOf(url));

test(
  'a start',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { source } = await imported(name, list(numbers(0, 10)));
      feed.set(`/${name}`, list(numbers(1, 14)));
      await pipeline.queues.feeds.pause();
      const writes = await inLostProcess(limit, (deps) =>
        startRun(deps, pipeline.runOptions, source, 'manual'),
      );
      const runId = await runningOf(source.url);
      await reaper.sweep();
      return { writes, facts: await factsAfterResume(name, runId) };
    });
  },
  LONG_MS,
);

/** A run one of whose batches failed, while another job was missing. */
async function partlyFailed(name: string) {
  const { source } = await imported(name, list(numbers(0, 10)));
  feed.set(`/${name}`, list(numbers(1, 19)));
  const key = sha1(`${source.url}|15`);
  pipeline.failingKeys.add(key);
  const { runId } = await pipeline.startImport(source);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', failedJobs: 3 });
  pipeline.failingKeys.delete(key);
  return { source, runId };
}

test(
  'a request to re-run',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await partlyFailed(name);
      await pipeline.queues.feeds.pause();
      const writes = await inLostProcess(limit, (deps) =>
        rerunBatches(deps, pipeline.runOptions, runId, null),
      );
      await reaper.sweep();
      return { writes, facts: await factsAfterResume(name, runId) };
    });
  },
  LONG_MS,
);

test(
  'a step that enqueues failed batches again',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await partlyFailed(name);
      await pipeline.queues.feeds.pause();
      await rerunBatches(pipeline.deps, pipeline.runOptions, runId, null);
      const step = await Job.fromId(pipeline.queues.feeds, jobIds.requeueBatches({ runId, attempt: 2 }));
      const writes = await inLostProcess(limit, (deps) =>
        requeueStep({ ...pipeline.processorDeps, ...deps })(step as Job, '', undefined),
      );
      return { writes, facts: await factsAfterResume(name, runId) };
    });
  },
  LONG_MS,
);

test('a re-run that Redis took although it was taken back leaves a later run alone', async () => {
  const { queues, database } = pipeline;
  const { source, runId } = await partlyFailed('taken-back');
  await Promise.all([queues.feeds.pause(), queues.runs.pause(), queues.batches.pause()]);
  const addTree: typeof queues.addTree = async (tree) => {
    await queues.addTree(tree);
    throw new Error('the response was lost');
  };
  const refused = rerunBatches(
    { ...pipeline.deps, queues: { ...queues, addTree } },
    pipeline.runOptions,
    runId,
    null,
  );
  await expect(refused).rejects.toMatchObject({ code: 'service-unavailable' });
  const step = await Job.fromId(queues.feeds, jobIds.requeueBatches({ runId, attempt: 2 }));
  await step?.remove();
  await queues.feeds.resume();
  feed.set('/taken-back', list(numbers(3, 19)));
  const later = await pipeline.startImport(source);
  await expect.poll(async () => (await database.importLogs.get(later.runId)).fetch.status).toBe('completed');
  const requeue = requeueStep(pipeline.processorDeps);
  await expect(requeue(step as Job, '', undefined)).rejects.toMatchObject({ code: 'run-unknown' });
  await Promise.all([queues.runs.resume(), queues.batches.resume()]);
  expect(await pipeline.waitForEnd(later.runId)).toMatchObject({ status: 'completed', removedJobs: 3 });
  expect(await database.importManifests.findLast(source.url)).toMatchObject({ trusted: true, openJobs: 16 });
});

/** As if Redis had lost them. */
async function forgetKeys(pattern: string): Promise<void> {
  const keys = await pipeline.redis.keys(`${pipeline.sandbox.redisPrefix}:${pattern}`);
  if (keys.length > 0) await pipeline.redis.del(keys);
}

/** A run that was lost from Redis when it had written some of its batches. */
async function lostHalfWay(name: string) {
  const { source } = await imported(name, list(numbers(0, 10)));
  feed.set(`/${name}`, list(numbers(1, 22)));
  await pipeline.queues.batches.pause();
  const { runId } = await pipeline.startImport(source);
  const { importLogs, importBatches } = pipeline.database;
  await expect.poll(async () => (await importLogs.get(runId)).fetch.status).toBe('completed');
  // Until then the tree has a living step.
  const read = () => Job.fromId(pipeline.queues.feeds, jobIds.fetchFeed({ runId, attempt: 1 }));
  await expect.poll(read).toBeUndefined();
  const [batch] = await importBatches.findOpen(runId, 1);
  const step = await Job.fromId(pipeline.queues.batches, String(batch?.batchId));
  await createUpsertBatchProcessor(pipeline.processorDeps, pipeline.processorOptions)(
    step as Job,
    '',
    undefined,
  );
  // finalize-run waits for them.
  await forgetKeys('feedflow-batches:*');
  return { source, runId };
}

const sweepOf = (deps: RunDeps) => async () => {
  const own = createReaper(deps, { ...pipeline.runOptions, intervalSeconds: 59, graceMs: 0 });
  await own.sweep();
  await own.close();
};

test(
  'a rescue',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await lostHalfWay(name);
      await pipeline.queues.feeds.pause();
      const writes = await inLostProcess(limit, (deps) => sweepOf(deps)());
      await reaper.sweep();
      return { writes, facts: await factsAfterResume(name, runId) };
    });
  },
  LONG_MS,
);

test(
  'a rescue that is followed by a request to stop',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await lostHalfWay(name);
      await pipeline.queues.feeds.pause();
      const writes = await inLostProcess(limit, (deps) => sweepOf(deps)());
      await cancelRun(pipeline.deps, runId);
      await reaper.sweep();
      return { writes, facts: await factsAfterResume(name, runId) };
    });
  },
  LONG_MS,
);

/** As a request to stop that is lost after its first write. */
const requestCancel = (runId: string) => pipeline.database.importLogs.requestCancel(runId, new Date());

/** Whether each record of a run has an outcome, or was left undone. */
async function expectWholeCounters(runId: string, totalFetched: number) {
  const run = await pipeline.database.importLogs.get(runId);
  expect(run.totalFetched).toBe(totalFetched);
  const { cancelledRecords } = await pipeline.database.importBatches.sums(runId);
  expect(unaccountedRecords(run, cancelledRecords)).toBe(0);
}

/** Of a rescue. */
const WRITES_BEFORE_TREE = 5;

test(
  'a rescue that Redis refuses, after one that was lost or not',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await lostHalfWay(name);
      const isLost = Number.isFinite(limit);
      const writes = isLost ? await inLostProcess(limit, (deps) => sweepOf(deps)()) : WRITES_BEFORE_TREE;
      const addTree = () => Promise.reject(new Error('OOM command not allowed'));
      await sweepOf({ ...pipeline.deps, queues: { ...pipeline.queues, addTree } })();
      // Announces the end.
      await reaper.sweep();
      await expectWholeCounters(runId, 21);
      return { writes, facts: await factsOf(pipeline, name, runId) };
    }, WRITES_BEFORE_TREE);
  },
  LONG_MS,
);

test('a request to stop that comes while a run is rescued stops it', async () => {
  const { runId } = await lostHalfWay('stopped-in-rescue');
  const asRead = await pipeline.database.importLogs.get(runId);
  await requestCancel(runId);
  expect(await rescueRun(pipeline.deps, pipeline.runOptions, asRead)).toBe('restarted');
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'cancelled', attempt: 2 });
});

test(
  'giving a re-run up counts each record once, wherever the step that enqueues its batches is lost',
  async () => {
    const name = (limit: number) => `re-run-given-up-${limit}`;
    for (let limit = 1, isLost = true; isLost; limit += 1) {
      const { runId } = await partlyFailed(name(limit));
      await pipeline.queues.feeds.pause();
      await pipeline.queues.batches.pause();
      await rerunBatches(pipeline.deps, pipeline.runOptions, runId, null);
      const step = await Job.fromId(pipeline.queues.feeds, jobIds.requeueBatches({ runId, attempt: 2 }));
      const writes = await inLostProcess(limit, (deps) =>
        requeueStep({ ...pipeline.processorDeps, ...deps })(step as Job, '', undefined),
      );
      isLost = writes === limit;
      await requestCancel(runId);
      await forgetKeys('*');
      expect((await reaper.sweep()).get(runId)).toBe('given-up');
      await expectWholeCounters(runId, 18);
    }
  },
  LONG_MS,
);

test(
  'giving a run up',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { runId } = await lostHalfWay(name);
      await requestCancel(runId);
      const writes = await inLostProcess(limit, (deps) => sweepOf(deps)());
      await reaper.sweep();
      return { writes, facts: await factsOf(pipeline, name, runId) };
    });
  },
  LONG_MS,
);

test(
  'a request to stop',
  async () => {
    await expectSameWhereverLost(async (name, limit) => {
      const { source } = await imported(name, list(numbers(0, 10)));
      feed.set(`/${name}`, list(numbers(1, 22)));
      await pipeline.queues.batches.pause();
      const { runId } = await pipeline.startImport(source);
      const { importLogs } = pipeline.database;
      await expect.poll(async () => (await importLogs.get(runId)).fetch.status).toBe('completed');
      const writes = await inLostProcess(limit, (deps) => cancelRun(deps, runId));
      await cancelRun(pipeline.deps, runId);
      await pipeline.queues.batches.resume();
      await pipeline.waitForEnd(runId);
      return { writes, facts: await factsOf(pipeline, name, runId) };
    });
  },
  LONG_MS,
);
