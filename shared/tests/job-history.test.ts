import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FieldChanges } from '../src/model/field-changes.ts';
import type { JobPosting } from '../src/model/job.ts';
import type { JobWrite } from '../src/mongo/jobs/job-writes.ts';
import { openStores } from './stores.ts';

const KEY = 'a'.repeat(40);
const START = Date.UTC(2026, 0, 1);
const hashOf = (n: number) => n.toString(16).padStart(40, '0');
const runId = (n: number) => n.toString(16).padStart(24, '0');

let stores: Awaited<ReturnType<typeof openStores>>;
beforeEach(async () => {
  stores = await openStores();
});
afterEach(() => stores.close());

const version = (n: number, fields: Partial<JobPosting> = {}) =>
  aJob({ dedupeKey: KEY, title: `Title ${n}`, contentHash: hashOf(n), ...fields });

const write = (n: number, one: JobWrite) =>
  stores.database.jobs.write([one], { runId: runId(n), at: new Date(START + n) });
const insert = () => write(0, { kind: 'insert', job: version(0) });
const known = (n: number) => ({ knownHash: hashOf(n), knownRunId: n === 0 ? null : runId(n) });
const update = (n: number, options: { reopens?: boolean; expired?: boolean } = {}) =>
  write(n, { kind: 'update', job: version(n), ...known(n - 1), ...options });
const titlesOf = (all: FieldChanges[] = []) =>
  all.flatMap(({ changes }) => changes.map(({ from, to }) => [from, to]));
const stored = () => stores.database.jobs.find(KEY);

test('each update keeps old and new values with run and time, the latest ten', async () => {
  await insert();
  expect(await stored()).not.toHaveProperty('fieldChanges');
  for (let n = 1; n <= 12; n += 1) await update(n);
  const job = await stored();
  expect(job?.fieldChanges).toHaveLength(10);
  expect(job?.fieldChanges?.at(-1)).toEqual({
    at: new Date(START + 12),
    runId: runId(12),
    changes: [{ field: 'title', from: 'Title 11', to: 'Title 12' }],
  });
  expect(titlesOf(job?.fieldChanges)[0]).toEqual(['Title 2', 'Title 3']);
});

test('an update that finds the job changed by another writer keeps nothing, nor does one that is repeated', async () => {
  await insert();
  await update(1);
  await update(1);
  await write(2, { kind: 'update', job: version(2), knownHash: hashOf(7), knownRunId: runId(1) });
  expect(titlesOf((await stored())?.fieldChanges)).toEqual([['Title 0', 'Title 1']]);
});

test('a job that is reopened, or stored closed as expired, keeps its changes as well', async () => {
  await insert();
  await update(1);
  const closing = { runId: runId(9), at: new Date(START + 9), reason: 'not-in-feed' as const };
  await stores.database.jobs.close([KEY], closing);
  await update(2, { reopens: true });
  await update(3, { expired: true });
  for (let n = 4; n <= 12; n += 1) await update(n, { reopens: true });
  const titles = titlesOf((await stored())?.fieldChanges);
  expect(titles).toHaveLength(10);
  expect(titles[0]).toEqual(['Title 2', 'Title 3']);
  expect(titles.at(-1)).toEqual(['Title 11', 'Title 12']);
});

test('neither lists nor changes contain it, and a text that looks like an expression stays a text', async () => {
  await insert();
  const title = '$title';
  await stores.database.jobs.close([KEY], { runId: runId(1), at: new Date(), reason: 'not-in-feed' });
  await write(2, { kind: 'update', job: version(1, { title }), ...known(0), reopens: true });
  expect(titlesOf((await stored())?.fieldChanges)).toEqual([['Title 0', '$title']]);
  const { items } = await stores.database.changes.read({ cursor: undefined, limit: 10 });
  expect(items.at(-1)?.job).toMatchObject({ title: '$title' });
  expect(items.at(-1)?.job).not.toHaveProperty('fieldChanges');
});
