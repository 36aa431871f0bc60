import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CloseReason, StoredJob } from '../src/model/job.ts';
import { aRun, openStores } from './stores.ts';

const EARLIER_JOBS = 3_000;
const NOW = new Date('2026-03-01T12:00:00Z');

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

/** A job that a run closed, or stored closed. */
function closedJob(n: number, closed: { at: Date; runId: string; reason: CloseReason }): StoredJob {
  return {
    ...aJob({ dedupeKey: n.toString(16).padStart(40, '0'), sourceUrl: run.sourceUrl }),
    createdAt: closed.at,
    updatedAt: closed.at,
    createdRunId: closed.runId,
    updatedRunId: null,
    status: 'closed',
    closedAt: closed.at,
    closedRunId: closed.runId,
    closeReason: closed.reason,
  };
}

const run = aRun({ startedAt: NOW });

test('the jobs that a run closed are counted without reading those that earlier runs closed', async () => {
  const { db, database } = stores;
  const daysBefore = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
  const reasonOf = (n: number): CloseReason => (n % 2 === 0 ? 'expired' : 'not-in-feed');
  const earlier = Array.from({ length: EARLIER_JOBS }, (_, n) =>
    closedJob(n, { at: daysBefore(1 + (n % 90)), runId: 'earlier', reason: reasonOf(n) }),
  );
  const own = Array.from({ length: 7 }, (_, n) =>
    closedJob(EARLIER_JOBS + n, { at: NOW, runId: run.runId, reason: reasonOf(n) }),
  );
  await db.collection<StoredJob>('jobs').insertMany(earlier.concat(own));
  await db.command({ profile: 2 });
  expect(await database.jobs.countExpiredBy(run)).toBe(4);
  expect(await database.jobs.countClosedBy(run)).toBe(3);
  await db.command({ profile: 0 });
  const counts = await db.collection('system.profile').find({ 'command.aggregate': 'jobs' }).toArray();
  expect(counts.map(({ docsExamined }) => docsExamined <= own.length)).toEqual([true, true]);
});
