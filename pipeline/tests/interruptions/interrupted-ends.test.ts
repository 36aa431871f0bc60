import { lostAfter, wasLost } from '@feedflow/infra/testing/suite/lost-process';
import { createAlerter } from '@feedflow/shared/alerts/alerter';
import { itemOfShrunkFeed, itemOfSource } from '@feedflow/shared/model/attention-items';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { jobIds } from '@feedflow/shared/queues/names';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { announceEnd } from '@feedflow/shared/run/end-run';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { startRun as startRunOf } from '@feedflow/shared/run/start-run';
import { Job, WaitingError, Worker } from 'bullmq';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFinalizeRunProcessor } from '../../src/processors/finalize-run.ts';
import { withJobErrorHandling } from '../../src/processors/guard.ts';
import { createUpsertBatchProcessor } from '../../src/processors/upsert-batch.ts';
import { createReaper, type Reaper } from '../../src/schedule/reaper.ts';
import { sha1 } from '../../src/sha1.ts';
import { recordFailedBatch } from '../../src/upsert/process-batch.ts';
import { startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline, waitForJob } from '../support/running-pipeline.ts';
import { left, restore, snapshot } from './interruptions.ts';

let pipeline: RunningPipeline;
let reaper: Reaper;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({
    batchSize: 10,
    batchAttempts: 1,
    fetchConcurrency: 8,
    hostConcurrency: 50,
  });
  // Runs are ended by the tests.
  pipeline.startWorker('reads and writes', { queues: ['fetch', 'batches'] });
  reaper = createReaper(pipeline.deps, { ...pipeline.runOptions, intervalSeconds: 59, graceMs: 0 });
});
afterAll(async () => {
  await reaper.close();
  await pipeline.close();
  await feed.close();
});

/** The finalize-run step of a run whose batches are finished. */
async function stepOf(runId: string, attempt = 1): Promise<Job> {
  const step = () => Job.fromId(pipeline.queues.runs, jobIds.finalizeRun({ runId, attempt }));
  await expect.poll(async () => (await step())?.getState(), { interval: 10 }).toBe('waiting');
  return (await step()) as Job;
}

/** Executes it, in a process that is lost after so many writes to MongoDB and Redis. */
async function finalize(runId: string, attempt = 1, limit = Number.POSITIVE_INFINITY): Promise<number> {
  const step = await stepOf(runId, attempt);
  const lost = lostAfter(limit);
  const database = createDatabase(lost.db(pipeline.db));
  const stores = {
    database,
    queues: lost.queues(pipeline.queues),
    events: lost.events(pipeline.deps.events),
  };
  const alerter = createAlerter(
    { ...pipeline.deps, ...stores },
    { channels: ['webhook', 'run-webhook'], environment: null },
  );
  const deps = { ...pipeline.processorDeps, ...stores, alerter };
  await createFinalizeRunProcessor(deps, pipeline.processorOptions)(step, '', undefined).catch((error) => {
    if (!wasLost(error)) throw error;
  });
  return lost.writes();
}

const PAST = 'Mon, 02 Jan 2023 00:00:00 GMT';
const job = (id: number, title = 'Job', expires = '') =>
  `<job><id>${id}</id><title>${title} ${id}</title><url>https://b.example/${id}</url>${expires && `<expires>${expires}</expires>`}</job>`;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const list = (ids: readonly number[], more = '') =>
  `<jobs>${ids.map((id) => job(id)).join('')}${more}</jobs>`;

/** What the second import of a source reads, after one of the jobs 0 to 29; null for an error. */
const scenarios: Record<string, string | null> = {
  'that closes jobs': list(numbers(2, 27), job(27, 'Work') + job(28, 'Job', PAST) + job(40)),
  'that holds jobs back': list(numbers(0, 10), job(27, 'Work') + job(40)),
  'that fails': null,
};

async function startRun(name: string, body: string | null): Promise<string> {
  if (body === null) feed.pages.set(`/${name}`, { status: 410 });
  else feed.set(`/${name}`, body, { etag: `"${body.length}"` });
  const source = { name, url: `${feed.base}/${name}` };
  if (!(await pipeline.database.sources.findByName(name)))
    await pipeline.addSource({ ...source, closing: { missing: true, expired: true, afterDays: null } });
  return (await pipeline.startImport(source)).runId;
}

function acknowledge(item: string): Promise<void> {
  const texts = { title: null, state: 'then', snoozedUntil: null, reason: null, by: 'test' };
  // Kept longer than the tests take on a busy machine.
  const [at, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)];
  return pipeline.database.acknowledgements.put({ ...texts, item, at, expiresAt });
}

/** A source that had failed before, and a run of it that is about to end. */
async function beginEnd(name: string, body: string | null): Promise<string> {
  await finalize(await startRun(name, list(numbers(0, 30))));
  await pipeline.db.collection('sources').updateOne({ name }, { $set: { failuresInARow: 4 } });
  await pipeline.database.alertStates.begin(name, 'run-failed', { runId: 'before', at: new Date() });
  await acknowledge(itemOfSource(name));
  return startRun(name, body);
}

async function expectSameEnd(runId: string, attempt = 1): Promise<void> {
  await stepOf(runId, attempt);
  const before = await snapshot(pipeline);
  await restore(pipeline, before);
  const writes = await finalize(runId, attempt);
  const whole = await left(pipeline);
  for (let limit = 1; limit <= writes; limit += 1) {
    await restore(pipeline, before);
    expect(await finalize(runId, attempt, limit)).toBe(limit);
    await finalize(runId, attempt);
    expect(await left(pipeline), `cut off after ${limit} of ${writes} writes`).toEqual(whole);
  }
}

test.each(Object.entries(scenarios))(
  'the end of a run %s leaves the same, wherever it is cut off',
  async (how, body) => expectSameEnd(await beginEnd(how.replaceAll(' ', '-'), body)),
);

test('the ends of a run one of whose batches failed, and of its re-run, leave the same, wherever they are cut off', async () => {
  const key = sha1(`${feed.base}/re-run|40`);
  pipeline.failingKeys.add(key);
  const deleted = '<job><id>1</id><title>Job 1</title><status>closed</status></job>';
  const runId = await beginEnd('re-run', list(numbers(2, 27), job(40) + deleted));
  await expectSameEnd(runId);
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject({ status: 'partial', removal: null });
  pipeline.failingKeys.delete(key);
  await rerunBatches(pipeline.deps, pipeline.runOptions, runId, null);
  await expectSameEnd(runId, 2);
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject({
    status: 'completed',
    removedJobs: 5,
    removal: { state: 'closed', deletedJobs: 1 },
  });
}, 180_000);

/** A run that was lost when it had closed the jobs 0 to 2, which its feed did not list. */
async function loseAfterClosing(name: string): Promise<string> {
  await finalize(await startRun(name, list(numbers(0, 30))));
  const runId = await startRun(name, list(numbers(3, 30), job(40, 'Job', PAST)));
  for (let writes = 1; (await closedBy(runId)) === 0; writes += 1) await finalize(runId, 1, writes);
  return runId;
}

const closedBy = (closedRunId: string) =>
  pipeline.db.collection('jobs').countDocuments({ closedRunId, closeReason: 'not-in-feed' });

async function loseSteps(runId: string): Promise<void> {
  await pipeline.queues.runs.remove(jobIds.finalizeRun({ runId, attempt: 1 }));
}

test('a run that is cancelled after it closed jobs counts them', async () => {
  const runId = await loseAfterClosing('cancelled');
  await cancelRun(pipeline.deps, runId);
  await finalize(runId);
  const run = await pipeline.database.importLogs.get(runId);
  expect(run).toMatchObject({ status: 'cancelled', removedJobs: 3, expiredJobs: 1 });
});

test('a run that starts again after it closed jobs counts them', async () => {
  const runId = await loseAfterClosing('rescued');
  await loseSteps(runId);
  expect(await reaper.sweep()).toEqual(new Map([[runId, 'restarted']]));
  await finalize(runId, 2);
  const run = await pipeline.database.importLogs.get(runId);
  expect(run).toMatchObject({ status: 'completed', removedJobs: 3, expiredJobs: 1, openAfter: 27 });
});

test('a run that is given up after it closed jobs counts them', async () => {
  const runId = await loseAfterClosing('given-up');
  await cancelRun(pipeline.deps, runId);
  await loseSteps(runId);
  expect(await reaper.sweep()).toEqual(new Map([[runId, 'given-up']]));
  const run = await pipeline.database.importLogs.get(runId);
  expect(run).toMatchObject({ status: 'cancelled', removedJobs: 3, expiredJobs: 1 });
});

const sourceOf = (name: string) => pipeline.database.sources.findByName(name);

test('a start that is recorded late leaves the end of its run', async () => {
  const name = 'late-start';
  feed.set(`/${name}`, list([1]));
  const source = await pipeline.addSource({ name, url: `${feed.base}/${name}` });
  const { sources } = pipeline.database;
  const recordRunStart: typeof sources.recordRunStart = async (of, run) => {
    await finalize(run.runId);
    await sources.recordRunStart(of, run);
  };
  const database = { ...pipeline.database, sources: { ...sources, recordRunStart } };
  const { runId } = await startRunOf({ ...pipeline.deps, database }, pipeline.runOptions, source, 'manual');
  expect(await sourceOf(name)).toMatchObject({ lastRun: { runId, status: 'completed' } });
});

describe('a source is not disabled for an end that is announced late', () => {
  test('after it was enabled again', async () => {
    const runId = await startRun('enabled-again', null);
    await finalize(runId);
    expect(await sourceOf('enabled-again')).toMatchObject({ enabled: false });
    await pipeline.database.sources.setEnabled('enabled-again', true, pipeline.clock());
    await finalize(runId);
    expect(await sourceOf('enabled-again')).toMatchObject({ enabled: true, disabledReason: null });
  });

  test('after a later run', async () => {
    const runId = await startRun('imported-since', null);
    const { importLogs } = pipeline.database;
    // Lost when its end was recorded, and nothing announced.
    for (let writes = 1; (await importLogs.get(runId)).status === 'running'; writes += 1)
      await finalize(runId, 1, writes);
    await finalize(await startRun('imported-since', list([1])));
    await finalize(runId);
    expect(await sourceOf('imported-since')).toMatchObject({ enabled: true, failuresInARow: 0 });
  });
});

test('jobs that are held back after a confirmation are reported again', async () => {
  const name = 'held-again';
  const { acknowledgements } = pipeline.database;
  await finalize(await startRun(name, list(numbers(0, 30))));
  const first = await startRun(name, list(numbers(0, 10)));
  await finalize(first);
  await acknowledge(itemOfShrunkFeed(name));
  expect(await confirmRemoval(pipeline.deps, first)).toMatchObject({ removedJobs: 20 });
  expect((await acknowledgements.list(new Date())).map(({ item }) => item)).not.toContain(
    itemOfShrunkFeed(name),
  );
  const second = await startRun(name, list(numbers(0, 3)));
  await finalize(second);
  const queued = await pipeline.queues.alerts.getJobs();
  const alerts = queued.flatMap(({ data }) => ('alert' in data ? data.alert : []));
  const shrank = alerts.filter(({ kind, source }) => kind === 'feed-shrank' && source === name);
  expect(shrank.map(({ runId }) => runId).sort()).toEqual([first, second].sort());
});

test('a rescue that is interrupted is repeated with the same result', async () => {
  const name = 'rescued-twice';
  const runId = await startRun(name, list(numbers(0, 30)));
  const isTrusted = () => pipeline.database.importManifests.findLast(`${feed.base}/${name}`);
  for (let writes = 1; !(await isTrusted())?.trusted; writes += 1) await finalize(runId, 1, writes);
  await loseSteps(runId);
  const lost = { ...pipeline.deps, database: createDatabase(lostAfter(1).db(pipeline.db)) };
  const interrupted = createReaper(lost, { ...pipeline.runOptions, intervalSeconds: 59, graceMs: 0 });
  await interrupted.sweep().catch(() => undefined);
  await interrupted.close();
  await reaper.sweep();
  const { attempt } = await pipeline.database.importLogs.get(runId);
  await finalize(runId, attempt);
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject({
    status: 'completed',
    newJobs: 30,
    fetch: { openBefore: 0 },
  });
});

test('the end of an attempt that is recorded late leaves the entry of the next attempt', async () => {
  const name = 'next-attempt';
  const runId = await startRun(name, null);
  await finalize(runId);
  const { sources, importLogs } = pipeline.database;
  const ended = await importLogs.get(runId);
  expect(await sourceOf(name)).toMatchObject({ failuresInARow: 1 });
  const startedAt = pipeline.clock();
  await sources.recordRunStart(name, { runId, startedAt });
  await announceEnd(pipeline.deps, ended);
  expect(await sourceOf(name)).toMatchObject({
    lastRun: { status: 'running', startedAt },
    failuresInARow: 1,
  });
});

test('held jobs are closed with the same result, wherever the request to confirm it is cut off', async () => {
  const name = 'confirmed';
  await finalize(await startRun(name, list(numbers(0, 30))));
  const runId = await startRun(name, list(numbers(0, 10)));
  await finalize(runId);
  const before = await snapshot(pipeline);
  await restore(pipeline, before);
  const confirm = async (limit = Number.POSITIVE_INFINITY) => {
    const lost = lostAfter(limit);
    const removed = await confirmRemoval(
      { ...pipeline.deps, database: createDatabase(lost.db(pipeline.db)) },
      runId,
    ).catch((error: Error) => error.message);
    await pipeline.db.collection('claims').deleteMany({});
    return { removed, writes: lost.writes() };
  };
  // As the reaper lists what was left unfinished a minute ago.
  const listUnfinished = () => pipeline.database.changes.listUnfinished(new Date(Date.now() + 61_000));
  const { removed, writes } = await confirm();
  await listUnfinished();
  expect(removed).toEqual({ runId, removedJobs: 20 });
  const whole = await left(pipeline);
  for (let limit = 1; limit <= writes; limit += 1) {
    await restore(pipeline, before);
    await confirm(limit);
    await confirm();
    await listUnfinished();
    expect(await left(pipeline), `cut off after ${limit} of ${writes} writes`).toEqual(whole);
  }
});

/** Fails the first batch of a run, once the feed is read. Until then its batches are to wait. */
async function failFirstBatch(runId: string): Promise<void> {
  const batchId = jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 });
  const payload = upsertBatchPayload.parse((await waitForJob(pipeline, batchId)).data);
  const { importLogs } = pipeline.database;
  await expect.poll(async () => (await importLogs.get(runId)).fetch.status).toBe('completed');
  const failed = { batchId, payload, startedAt: new Date() };
  await recordFailedBatch(pipeline.processorDeps, failed, new Error('the disk was full'));
}

test('a feed of which nothing new was read before it broke off is read again, though it is not modified', async () => {
  const name = 'broken-off';
  const source = { name, url: `${feed.base}/${name}` };
  const whole = list(numbers(0, 31));
  const responses = [
    { body: list(numbers(0, 30)), headers: { etag: '"1"' } },
    { body: whole.slice(0, -50), headers: { etag: '"2"' } },
  ];
  feed.pages.set(`/${name}`, ({ headers }) => {
    if (headers['if-none-match'] === '"2"') return { status: 304 };
    return responses.shift() ?? { body: whole, headers: { etag: '"2"' } };
  });
  await pipeline.addSource(source);
  for (const expected of [
    { status: 'completed', newJobs: 30 },
    { status: 'partial', newJobs: 0, unchangedJobs: 30 },
    { status: 'completed', newJobs: 1, unchangedJobs: 30 },
    { status: 'completed', http: { notModified: true } },
  ]) {
    const { runId } = await pipeline.startImport(source);
    await finalize(runId);
    expect(await pipeline.database.importLogs.get(runId)).toMatchObject(expected);
  }
});

test('a run that is cancelled after its last batch closes no job', async () => {
  const name = 'cancelled-at-end';
  await finalize(await startRun(name, list(numbers(0, 30))));
  const runId = await startRun(name, list(numbers(0, 28)));
  await stepOf(runId);
  await cancelRun(pipeline.deps, runId);
  await finalize(runId);
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject({
    status: 'cancelled',
    unchangedJobs: 28,
    removedJobs: 0,
    openAfter: 30,
  });
});

test('jobs of cancelled batches are imported by the next run, also after a re-run of those that had failed', async () => {
  const name = 'cancelled-in-part';
  const { importLogs } = pipeline.database;
  await pipeline.queues.batches.pause();
  const runId = await startRun(name, list(numbers(0, 30)));
  await failFirstBatch(runId);
  await cancelRun(pipeline.deps, runId);
  await pipeline.queues.batches.resume();
  await finalize(runId);
  expect(await importLogs.get(runId)).toMatchObject({ status: 'cancelled', failedJobs: 10, newJobs: 0 });
  expect(await rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null)).toMatchObject({ batches: 1 });
  await finalize(runId, 2);
  expect(await importLogs.get(runId)).toMatchObject({ status: 'partial', failedJobs: 0, newJobs: 10 });
  const next = await startRun(name, list(numbers(0, 30)));
  await finalize(next);
  expect(await importLogs.get(next)).toMatchObject({ status: 'completed', newJobs: 20, unchangedJobs: 10 });
});

test('a batch that its reader stored and could not enqueue before the feed failed counts as failed', async () => {
  const runId = await startRun('not-enqueued', null);
  await stepOf(runId);
  const place = { runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 };
  const batch = { ...place, batchId: jobIds.upsertBatch(place), records: 10, enqueuedAt: new Date() };
  await pipeline.database.importBatches.insertWaiting([batch]);
  await finalize(runId);
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject({
    status: 'failed',
    error: { code: 'feed-gone' },
    totalFetched: 10,
    failedJobs: 10,
    failureTotals: { 'batch-lost': 10 },
  });
});

test('a batch that a reader stored after the next one had begun does not count', async () => {
  const runId = await startRun('stored-late', list(numbers(0, 30)));
  await stepOf(runId);
  const place = { runId, attempt: 1, fetchAttempt: 0, batchIndex: 0 };
  const batch = { ...place, batchId: jobIds.upsertBatch(place), records: 10, enqueuedAt: new Date() };
  await pipeline.database.importBatches.insertWaiting([batch]);
  await finalize(runId);
  const run = { status: 'completed', totalFetched: 30, newJobs: 30, meta: { totalBatches: 3 } };
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject(run);
});

test('a batch whose writes MongoDB has lost is written again, although Redis has its result', async () => {
  const name = 'lost-writes';
  await pipeline.queues.batches.pause();
  const runId = await startRun(name, list(numbers(0, 30)));
  const batchId = jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 1 });
  await waitForJob(pipeline, batchId);
  const batches = pipeline.db.collection<{ _id: string }>('import_batches');
  const before = await batches.findOne({ _id: batchId });
  await pipeline.queues.batches.resume();
  const step = await stepOf(runId);
  await batches.replaceOne({ _id: batchId }, { ...before });
  const ofBatch = numbers(10, 20).map(String);
  await pipeline.db.collection('jobs').deleteMany({ sourceName: name, externalId: { $in: ofBatch } });
  await finalize(runId);
  await step.remove();
  expect((await reaper.sweep()).get(runId)).toBe('restarted');
  await finalize(runId, 2);
  const run = { status: 'completed', attempt: 2, newJobs: 30, openAfter: 30 };
  expect(await pipeline.database.importLogs.get(runId)).toMatchObject(run);
});

test('a worker that stops between two steps of closing jobs leaves the other one to another worker', async () => {
  const name = 'stopped-closing';
  const { jobs, importLogs } = pipeline.database;
  await finalize(await startRun(name, list(numbers(0, 30))));
  const deleted = '<job><id>29</id><title>Job 29</title><status>closed</status></job>';
  const runId = await startRun(name, list(numbers(0, 28), deleted));
  const waiting = await stepOf(runId);
  const { runs } = pipeline.queues;
  const worker = new Worker(runs.name, null, { connection: pipeline.redis, prefix: runs.opts.prefix });
  const step = await worker.getNextJob('token');
  expect(step?.id).toBe(waiting.id);
  const stopping = new AbortController();
  const close: typeof jobs.close = async (...args) => {
    stopping.abort();
    return jobs.close(...args);
  };
  const deps = { ...pipeline.processorDeps, database: { ...pipeline.database, jobs: { ...jobs, close } } };
  const options = { ...pipeline.processorOptions, shutdown: stopping.signal };
  const process = withJobErrorHandling(createFinalizeRunProcessor(deps, options), deps, options);
  const stopped = process(step as Job, 'token', undefined);
  await expect(stopped).rejects.toThrow(WaitingError);
  await worker.close();
  const closedIds = async () =>
    (await pipeline.jobsOf(name))
      .filter(({ status }) => status === 'closed')
      .map(({ externalId }) => externalId);
  expect(await closedIds()).toEqual(['29']);
  expect(await importLogs.get(runId)).toMatchObject({ status: 'running' });
  await finalize(runId);
  expect(await closedIds()).toEqual(['28', '29']);
  expect(await importLogs.get(runId)).toMatchObject({ status: 'completed', removedJobs: 2, openAfter: 28 });
});

test.each(['closing', 'counting'] as const)(
  'a worker that stood still at the end of a run, %s jobs, leaves what came after it',
  async (doing) => {
    const name = `stood-still-${doing}`;
    const { jobs, importLogs, importManifests } = pipeline.database;
    await finalize(await startRun(name, list(numbers(0, 30))));
    const deleted = '<job><id>29</id><title>Job 29</title><status>closed</status></job>';
    const runId = await startRun(name, list(numbers(0, 28), deleted));
    const step = await stepOf(runId);
    let next = '';
    async function standStill<T>(result: T): Promise<T> {
      if (next) return result;
      await finalize(runId);
      next = await startRun(name, list(numbers(0, 30)));
      await stepOf(next);
      return result;
    }
    const close: typeof jobs.close = async (...args) => standStill(await jobs.close(...args));
    const countClosedBy: typeof jobs.countClosedBy = async (run) => standStill(await jobs.countClosedBy(run));
    const stores = { closing: { ...jobs, close }, counting: { ...jobs, countClosedBy } };
    const database = { ...pipeline.database, jobs: stores[doing] };
    const deps = { ...pipeline.processorDeps, database };
    const late = createFinalizeRunProcessor(deps, pipeline.processorOptions)(step, '', undefined);
    await expect(late).rejects.toMatchObject({ code: 'run-unknown' });
    await finalize(next);
    expect(await importLogs.get(next)).toMatchObject({ status: 'completed', updatedJobs: 2, openAfter: 30 });
    expect(await importManifests.findLast(`${feed.base}/${name}`)).toMatchObject({
      trusted: true,
      openJobs: 30,
    });
  },
);

test('a confirmation that stood still until its lock ran out closes nothing that a run has begun to read', async () => {
  const name = 'stood-still';
  const { jobs, importLogs } = pipeline.database;
  await finalize(await startRun(name, list(numbers(0, 30))));
  const deleted = '<job><id>29</id><title>Job 29</title><status>closed</status></job>';
  const runId = await startRun(name, list(numbers(0, 10), deleted));
  await finalize(runId);
  let next = '';
  const close: typeof jobs.close = async (...args) => {
    const closed = await jobs.close(...args);
    await pipeline.db.collection('claims').updateMany({}, { $set: { until: new Date(0) } });
    next ||= await startRun(name, list(numbers(0, 30)));
    return closed;
  };
  const database = { ...pipeline.database, jobs: { ...jobs, close } };
  const confirmed = confirmRemoval({ ...pipeline.deps, database }, runId);
  await expect(confirmed).rejects.toMatchObject({ code: 'source-changed' });
  await finalize(next);
  expect(await importLogs.get(next)).toMatchObject({ status: 'completed', openAfter: 30, removedJobs: 0 });
});

test('a confirmation that was cut off and repeated after an import counts what it had closed', async () => {
  const name = 'confirmed-late';
  await finalize(await startRun(name, list(numbers(0, 30))));
  const runId = await startRun(name, list(numbers(0, 10)));
  await finalize(runId);
  const confirm = (database = pipeline.database) => confirmRemoval({ ...pipeline.deps, database }, runId);
  const { jobs, importLogs } = pipeline.database;
  const countOpen = () => Promise.reject(new Error('the API was lost'));
  await expect(confirm({ ...pipeline.database, jobs: { ...jobs, countOpen } })).rejects.toThrow(/lost/);
  await finalize(await startRun(name, list(numbers(0, 10), job(40))));
  const confirmed = { removedJobs: 20, openAfter: 10, removal: { state: 'closed' } };
  expect(await confirm()).toEqual({ runId, removedJobs: 20 });
  expect(await importLogs.get(runId)).toMatchObject(confirmed);
  await expect(confirm()).rejects.toMatchObject({ code: 'nothing-to-confirm' });
});

test('a batch is written with the same result, wherever it is cut off', async () => {
  const name = 'batch';
  await finalize(await startRun(name, list(numbers(0, 10), job(28, 'Job', PAST))));
  await finalize(await startRun(name, list(numbers(1, 10), job(28, 'Job', PAST))));
  await pipeline.queues.batches.pause();
  // New, updated, reopened, stored closed, and closed still.
  const runId = await startRun(
    name,
    list(numbers(1, 9), job(0) + job(9, 'Work') + job(40) + job(27, 'Job', PAST) + job(28, 'Work', PAST)),
  );
  const step = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 0 }),
  );
  const listUnfinished = () => pipeline.database.changes.listUnfinished(new Date(Date.now() + 61_000));
  const write = async (limit = Number.POSITIVE_INFINITY) => {
    const lost = lostAfter(limit);
    const deps = { ...pipeline.processorDeps, database: createDatabase(lost.db(pipeline.db)) };
    const result = await createUpsertBatchProcessor(deps, pipeline.processorOptions)(
      step,
      '',
      undefined,
    ).catch(String);
    return { result, writes: lost.writes() };
  };
  const before = await snapshot(pipeline);
  await restore(pipeline, before);
  const { result, writes } = await write();
  expect(result).toMatchObject({ newJobs: 2, updatedJobs: 3, failedJobs: 0 });
  await listUnfinished();
  const whole = await left(pipeline);
  for (let limit = 1; limit <= writes; limit += 1) {
    await restore(pipeline, before);
    await write(limit);
    expect((await write()).result).toEqual(result);
    await listUnfinished();
    expect(await left(pipeline), `cut off after ${limit} of ${writes} writes`).toEqual(whole);
  }
  await pipeline.queues.batches.resume();
});
