import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import { expect } from 'vitest';
import { expectFeed } from '../sample-feeds/expect-feed.ts';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import { type Outcome, waitFor } from './fault-stack.ts';

/** What stays in Redis: bookkeeping of queues, the capped event stream, and what live processes report. */
const BOOKKEEPING = /:(meta|events|stalled-check|marker|id|pc|stalled|health|fetch-slots)$/;

/** The run once it has ended. @throws Error with where it stands after `timeoutMs` */
export async function waitForEnd(stack: Outcome, runId: string, timeoutMs: number): Promise<Run> {
  let run: Run | null = null;
  try {
    await waitFor(`run ${runId} to end`, timeoutMs, async () => {
      // MongoDB may be the one that is down.
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

/** How long it takes until one more batch of the run is done than now, in ms; until it has ended at the latest. */
export async function timeToNextBatch(stack: Outcome, runId: string): Promise<number> {
  const startedAt = performance.now();
  const since = new Date();
  const { importLogs } = stack.database;
  await waitFor('the import to go on', 90_000, async () => {
    const run = await importLogs.find(runId).catch(() => null);
    if (run && run.status !== 'running') return true;
    const finishedAt = { $gt: since };
    const batches = stack.db.collection('import_batches');
    return (await batches.findOne({ runId, finishedAt }).catch(() => null)) !== null;
  });
  return Math.round(performance.now() - startedAt);
}

/** Fails unless the run has imported the whole of a feed exactly: every counter, every posting, nothing left over. */
export async function expectExactImport(
  stack: Outcome,
  run: Run,
  feed: FeedRequest,
  outcome: Partial<Run> = {},
): Promise<void> {
  const expected = expectFeed(feed);
  expect(run).toMatchObject({
    status: expected.invalid > 0 ? 'partial' : 'completed',
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
  await expectPostings(stack, run, expected.externalIds);
  await expectTidyBatches(stack, run);
  await expectNoLeftovers(stack);
}

/** Each posting of the feed once, and no other. */
export async function expectPostings(
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

/** Every batch has ended, and the batches together make the run's numbers. */
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

/** Nothing of any run is left in Redis. A run ends in MongoDB a moment before its jobs do in Redis. */
export async function expectNoLeftovers(stack: Outcome, withinMs = 20_000): Promise<void> {
  let left: string[] = [];
  await waitFor('Redis to hold no job', withinMs, async () => {
    left = (await stack.redis.keys('feedflow:*')).filter((key) => !BOOKKEEPING.test(key));
    return left.length === 0;
  }).catch(() => expect(left).toEqual([]));
}
