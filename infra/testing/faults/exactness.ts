import { defaultFailureThreshold, toleratedFailures } from '@feedflow/shared/model/failure-threshold';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import { expect } from 'vitest';
import { expectFeed } from '../sample-feeds/expect-feed.ts';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import { type Outcome, waitFor } from './fault-stack.ts';

/** Keys that stay in Redis: bookkeeping of queues, the capped event stream, and reports of live processes. */
const BOOKKEEPING = /:(meta|events|stalled-check|marker|id|pc|stalled|health|fetch-slots)$/;

/** Waits for the end of a run. @throws Error with its progress after `timeoutMs` */
export async function waitForEnd(stack: Outcome, runId: string, timeoutMs: number): Promise<Run> {
  let run: Run | null = null;
  try {
    await waitFor(`run ${runId} to end`, timeoutMs, async () => {
      // MongoDB may be down.
      run = await stack.database.importLogs.find(runId).catch(() => null);
      return run !== null && run.status !== 'running';
    });
  } catch (error) {
    const { fetch, meta, attempt } = (run ?? {}) as Partial<Run>;
    const sums = await stack.database.importBatches.sums(runId).catch(() => null);
    throw new Error(`${String(error)}: ${JSON.stringify({ attempt, fetch, meta, counts: sums?.counts })}`);
  }
  return run as unknown as Run;
}

/** The time until another batch of the run is done, or until the run has ended, in ms. */
export async function timeToNextBatch(stack: Outcome, runId: string): Promise<number> {
  const startedAt = performance.now();
  const since = new Date();
  const { importLogs } = stack.database;
  await waitFor('the import to continue', 90_000, async () => {
    const run = await importLogs.find(runId).catch(() => null);
    if (run && run.status !== 'running') return true;
    const finishedAt = { $gt: since };
    const batches = stack.db.collection('import_batches');
    return (await batches.findOne({ runId, finishedAt }).catch(() => null)) !== null;
  });
  return Math.round(performance.now() - startedAt);
}

/** Fails unless the run has imported a whole feed exactly: every counter, every job, no keys left in Redis. */
export async function expectExactImport(
  stack: Outcome,
  run: Run,
  feed: FeedRequest,
  outcome: Partial<Run> = {},
): Promise<void> {
  const expected = expectFeed(feed);
  const tolerated = toleratedFailures(defaultFailureThreshold, expected.records);
  expect(run).toMatchObject({
    status: expected.invalid > tolerated ? 'partial' : 'completed',
    totalFetched: expected.records,
    totalImported: expected.distinct,
    newJobs: expected.distinct,
    updatedJobs: 0,
    unchangedJobs: 0,
    duplicateJobs: expected.duplicates,
    failedJobs: expected.invalid,
    error: null,
    ...outcome,
  });
  expect(run.attempts.at(-1)).toMatchObject({ status: run.status, newJobs: run.newJobs });
  await expectJobs(stack, run, expected.externalIds);
  await expectTidyBatches(stack, run);
  await expectNoLeftovers(stack);
}

/** Fails unless each job of the feed is stored once, and no other. */
export async function expectJobs(
  stack: Outcome,
  run: Pick<Run, 'sourceName'>,
  externalIds: string[],
): Promise<void> {
  const stored = await stack.db
    .collection<StoredJob>('jobs')
    .find({ sourceName: run.sourceName }, { projection: { _id: 0, dedupeKey: 1, externalId: 1 } })
    .toArray();
  expect(new Set(stored.map((job) => job.dedupeKey)).size).toBe(stored.length);
  expect(stored.map((job) => job.externalId).sort()).toEqual([...externalIds].sort());
}

/** Fails unless every batch has ended and their counters add up to those of the run. */
async function expectTidyBatches(stack: Outcome, run: Run): Promise<void> {
  const sums = await stack.database.importBatches.sums(run.runId);
  expect([sums.counts.waiting, sums.counts.running]).toEqual([0, 0]);
  expect(sums).toMatchObject({
    newJobs: run.newJobs,
    updatedJobs: run.updatedJobs,
    unchangedJobs: run.unchangedJobs,
    records: run.totalFetched - run.duplicateJobs - run.fetch.failedJobs,
  });
}

/** Fails if keys of a run are left in Redis. A run ends in MongoDB shortly before its steps end in Redis. */
export async function expectNoLeftovers(stack: Outcome, withinMs = 20_000): Promise<void> {
  let left: string[] = [];
  await waitFor('Redis to contain no step', withinMs, async () => {
    left = (await stack.redis.keys('feedflow:*')).filter((key) => !BOOKKEEPING.test(key));
    return left.length === 0;
  }).catch(() => expect(left, `left in Redis: ${left.join(', ')}`).toEqual([]));
}
