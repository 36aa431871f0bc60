import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobPosting } from '../src/model/job.ts';
import { createDatabase } from '../src/mongo/database.ts';
import type { JobWrite } from '../src/mongo/jobs/job-writes.ts';
import type { Jobs } from '../src/mongo/jobs/jobs.ts';
import { openStores, standingStill } from './stores.ts';

const AT = new Date('2026-01-01T10:00:00Z');
const LATER = new Date('2026-01-02T10:00:00Z');
const runId = (n: number) => n.toString(16).padStart(24, '0');

let stores: Awaited<ReturnType<typeof openStores>>;
let jobs: Jobs;
beforeAll(async () => {
  stores = await openStores();
  jobs = stores.database.jobs;
});
afterAll(() => stores.close());

let keys = 0;
async function insertJob(): Promise<JobPosting> {
  keys += 1;
  const job = aJob({ dedupeKey: keys.toString(16).padStart(40, '0') });
  await jobs.write([{ kind: 'insert', job }], { runId: runId(1), at: AT });
  return job;
}

const stored = ({ dedupeKey }: JobPosting) => stores.db.collection('jobs').findOne({ dedupeKey });
const closeMissing = ({ dedupeKey }: JobPosting, run: number, at: Date) =>
  jobs.close([dedupeKey], { runId: runId(run), at, reason: 'not-in-feed' });

type Update = Extract<JobWrite, { kind: 'update' }>;

/** An update by a run that saw the job as it was inserted, unless `seen` says otherwise. */
function updateBy(run: number, job: JobPosting, seen: Partial<Update> = {}) {
  const write = { kind: 'update' as const, job, knownHash: job.contentHash, knownRunId: null, ...seen };
  return jobs.write([write], { runId: runId(run), at: LATER });
}

test('a job that is closed already stays as it was closed', async () => {
  const job = await insertJob();
  expect(await closeMissing(job, 2, AT)).toBe(1);
  const before = await stored(job);
  expect(await closeMissing(job, 3, LATER)).toBe(0);
  expect(await stored(job)).toEqual(before);
});

test.each<[string, (job: JobPosting) => Promise<unknown>]>([
  ['was closed', (job) => closeMissing(job, 2, AT)],
  [
    'was changed',
    (job) => {
      const write = {
        kind: 'update' as const,
        job: { ...job, contentHash: '1'.repeat(40) },
        knownHash: job.contentHash,
        knownRunId: null,
      };
      return jobs.write([write], { runId: runId(2), at: AT });
    },
  ],
])('an update of a job that %s since it was seen changes nothing, and says so', async (_what, happens) => {
  const job = await insertJob();
  await happens(job);
  const before = await stored(job);
  expect(await updateBy(3, { ...job, title: 'Late' })).toEqual({ errors: [], missed: true });
  expect(await stored(job)).toEqual(before);
});

test('a late update of the expiry date alone does not put back an older one', async () => {
  const job = await insertJob();
  const [late, latest] = [
    { ...job, expiresAt: AT },
    { ...job, expiresAt: LATER },
  ];
  await updateBy(2, late);
  await updateBy(3, latest, { knownRunId: runId(2) });
  const before = await stored(job);
  expect(await updateBy(2, late)).toEqual({ errors: [], missed: true });
  expect(await stored(job)).toEqual(before);
});

test('a late update does not undo later ones that brought the job back to what it was', async () => {
  const job = await insertJob();
  const other = { ...job, title: 'Other', contentHash: '1'.repeat(40) };
  const late = () => updateBy(2, other, { knownHash: job.contentHash });
  await late();
  await updateBy(3, job, { knownRunId: runId(2), knownHash: other.contentHash });
  const before = await stored(job);
  expect(await late()).toEqual({ errors: [], missed: true });
  expect(await stored(job)).toEqual(before);
});

test('a late update does not reopen a job that was reopened and closed again', async () => {
  const job = await insertJob();
  await closeMissing(job, 2, AT);
  await updateBy(3, job, { reopens: true });
  await closeMissing(job, 4, LATER);
  const before = await stored(job);
  expect(await updateBy(3, job, { reopens: true })).toEqual({ errors: [], missed: true });
  expect(await stored(job)).toEqual(before);
});

test('a job that changed since it was seen keeps its key', async () => {
  const job = await insertJob();
  const before = await stored(job);
  const to = { dedupeKey: 'f'.repeat(40), contentHash: job.contentHash };
  await jobs.rekey([{ from: { dedupeKey: job.dedupeKey, contentHash: '1'.repeat(40) }, to }]);
  expect(await stored(job)).toEqual(before);
});

test('a job that got a third name while its source is renamed keeps it', async () => {
  const job = await insertJob();
  const late = standingStill(stores.db, { collection: 'jobs', method: 'updateMany' }, () =>
    stores.db.collection('jobs').updateOne({ dedupeKey: job.dedupeKey }, { $set: { sourceName: 'third' } }),
  );
  for await (const _ of createDatabase(late).jobs.rename(job.sourceUrl, job.sourceName, 'second'));
  expect(await stored(job)).toMatchObject({ sourceName: 'third' });
});
