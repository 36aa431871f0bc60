import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Batch } from '../src/model/batch.ts';
import type { BatchEnd } from '../src/mongo/batches/batch-life.ts';
import type { ImportBatches } from '../src/mongo/batches/import-batches.ts';
import { openStores } from './stores.ts';

const AT = new Date('2026-01-01T10:00:05Z');
const end: BatchEnd = {
  status: 'completed',
  newJobs: 10,
  updatedJobs: 0,
  unchangedJobs: 0,
  failedJobs: 0,
  finishedAt: AT,
  durationMs: 1,
  error: null,
  failures: [],
  failureTotals: {},
};
const failure = { ...end, status: 'failed' as const, newJobs: 0, failedJobs: 10, jobs: ['a job'] };

let stores: Awaited<ReturnType<typeof openStores>>;
let importBatches: ImportBatches;
beforeAll(async () => {
  stores = await openStores();
  importBatches = stores.database.importBatches;
});
afterAll(() => stores.close());

let runs = 0;
const newRunId = () => {
  runs += 1;
  return runs.toString(16).padStart(24, '0');
};

/** Stores a batch of ten records that waits, with later changes. */
async function insertBatch(fields: Partial<Batch> = {}, since: Partial<Batch> = {}): Promise<Batch> {
  const { runId = newRunId(), attempt = 1, fetchAttempt = 1, batchIndex = 0 } = fields;
  const batchId = `${runId}-${attempt}-${fetchAttempt}-${batchIndex}`;
  const batch = { batchId, runId, attempt, fetchAttempt, batchIndex, records: 10, enqueuedAt: AT };
  await importBatches.insertWaiting([batch]);
  const batches = stores.db.collection<{ _id: string }>('import_batches');
  if (Object.keys(since).length > 0) await batches.updateOne({ _id: batchId }, { $set: since });
  return { ...batch, superseded: false, status: 'waiting', ...since } as Batch;
}

const stored = ({ batchId }: Pick<Batch, 'batchId'>) =>
  stores.db.collection<{ _id: string }>('import_batches').findOne({ _id: batchId });

const retryOf = (execution: number) => {
  const error = { code: 'internal', message: 'failed' };
  return { at: AT, execution, maxExecutions: 3, error, withinMs: 1_000 };
};

type Write = (batch: Batch) => Promise<unknown>;

const writes: Record<string, Write> = {
  'its beginning': ({ batchId }) => importBatches.begin(batchId, 'late', AT),
  'its result': ({ batchId }) => importBatches.finish(batchId, end),
  'its failure': ({ batchId }) => importBatches.finish(batchId, failure),
  'its retry': ({ batchId }) => importBatches.recordRetry(batchId, retryOf(1)),
  'the end of its run': ({ runId, attempt }) => importBatches.endOpen(runId, attempt, 'failed', AT),
  'a request to stop': ({ runId, attempt }) => importBatches.cancelWaiting(runId, attempt, AT),
};

describe.each([
  ['has ended', { status: 'completed' as const, newJobs: 10 }],
  ['is executed by a later attempt', { superseded: true }],
])('a batch that %s is left as it is by', (_state, since) => {
  test.each(Object.entries(writes))('%s', async (_write, write) => {
    const current = await insertBatch();
    const before = await stored(current);
    await write(current);
    expect(await stored(current)).not.toEqual(before);

    const late = await insertBatch({}, since);
    const after = await stored(late);
    await write(late);
    expect(await stored(late)).toEqual(after);
  });

  test('its worker, which knows it', async () => {
    expect(await importBatches.isOpen((await insertBatch()).batchId)).toBe(true);
    expect(await importBatches.isOpen((await insertBatch({}, since)).batchId)).toBe(false);
  });
});

test('a batch that has begun is neither cancelled nor forgotten', async () => {
  const begun = await insertBatch();
  await importBatches.begin(begun.batchId, 'worker', AT);
  const before = await stored(begun);
  expect(await importBatches.cancelWaiting(begun.runId, 1, AT)).toEqual([]);
  const [waiting, other] = [await insertBatch(), await insertBatch()];
  await importBatches.forgetWaiting([begun.batchId, waiting.batchId]);
  expect(await stored(begun)).toEqual(before);
  expect(await stored(waiting)).toBeNull();
  expect(await stored(other)).not.toBeNull();
});

test('each failed execution of a batch is recorded once', async () => {
  const batch = await insertBatch();
  for (const execution of [1, 2, 2, 1]) await importBatches.recordRetry(batch.batchId, retryOf(execution));
  expect(await stored(batch)).toMatchObject({ retries: [{ execution: 1 }, { execution: 2 }] });
});

test('the end of an attempt leaves the batches of later ones', async () => {
  const later = await insertBatch({ attempt: 2 });
  const before = await stored(later);
  await importBatches.endOpen(later.runId, 1, 'cancelled', AT);
  expect(await importBatches.cancelWaiting(later.runId, 1, AT)).toEqual([]);
  await importBatches.replaceEarlier({ runId: later.runId, attempt: 2, fetchAttempt: 1 });
  expect(await stored(later)).toEqual(before);
});

test('what happens to a run leaves the batches of others', async () => {
  const other = await insertBatch();
  const before = await stored(other);
  const { runId, batchId } = await insertBatch({ attempt: 3, fetchAttempt: 2 });
  await importBatches.supersedeRepeated(runId);
  await importBatches.replaceEarlier({ runId, attempt: 3, fetchAttempt: 2 });
  await importBatches.cancelWaiting(runId, 1, AT);
  await importBatches.endOpen(runId, 3, 'failed', AT);
  await importBatches.supersede(batchId, batchId);
  expect(await stored(other)).toEqual(before);
});

test('batches that are stored again, some of them already, are stored once', async () => {
  const first = await insertBatch();
  const { batchId, ...batch } = { ...first, batchIndex: 1 };
  const second = { ...batch, batchId: `${batchId}-again` };
  await importBatches.begin(first.batchId, 'worker', AT);
  await importBatches.insertWaiting([first, second]);
  expect(await stored(first)).toMatchObject({ status: 'running', tries: 1 });
  expect(await stored(second)).toMatchObject({ status: 'waiting', tries: 0 });
});

test('a reading of the feed removes the batches of earlier ones of its attempt, and supersedes those of others', async () => {
  const runId = newRunId();
  const earlierAttempt = await insertBatch({ runId, attempt: 1, fetchAttempt: 1 });
  const earlier = await insertBatch({ runId, attempt: 2, fetchAttempt: 1 });
  const own = await insertBatch({ runId, attempt: 2, fetchAttempt: 2 });
  const fetch = { runId, attempt: 2, fetchAttempt: 2 };
  expect(await importBatches.replacedIds(fetch)).toEqual([earlier.batchId]);
  await importBatches.replaceEarlier(fetch);
  expect(await stored(earlier)).toBeNull();
  expect(await stored(earlierAttempt)).toMatchObject({ superseded: true });
  expect(await stored(own)).toMatchObject({ superseded: false });
});

test('a repetition that completes keeps no jobs', async () => {
  const failed = await insertBatch();
  await importBatches.finish(failed.batchId, failure);
  const repetition = await insertBatch({ runId: failed.runId, attempt: 2 });
  await importBatches.supersede(failed.batchId, repetition.batchId);
  expect(await importBatches.keptJobs(repetition.batchId)).toEqual(failure.jobs);
  await importBatches.finish(repetition.batchId, end);
  expect(await importBatches.rerunnable(failed.runId, 3, null)).toEqual([]);
});

test.each([
  ['waits', {}, 1],
  ['was cancelled', { status: 'cancelled' as const }, 1],
  ['has completed', { status: 'completed' as const }, 0],
])('the kept jobs of a batch can run again where its repetition %s', async (_state, since, again) => {
  const failed = await insertBatch();
  await importBatches.finish(failed.batchId, failure);
  const repetition = await insertBatch({ runId: failed.runId, attempt: 2 }, since);
  await importBatches.supersede(failed.batchId, repetition.batchId);
  expect(await importBatches.rerunnable(failed.runId, 3, null)).toHaveLength(again);
});
