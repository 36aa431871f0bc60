import type { StoredJob } from '@feedflow/shared/model/job';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importOnce, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ batchSize: 10 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});

const TYPES = ['Full-time', 'Direct placement', 'Vollzeit, befristet', 'Band 7'];
const body = `<jobs>${Array.from({ length: 40 }, (_, n) => {
  const country = n % 5 === 0 ? 'Great Brittain' : 'Deutschland';
  return `<job><id>${n}</id><title>Job ${n}</title><url>https://b.example/${n}</url><jobtype>${TYPES[n % 4]}</jobtype><country>${country}</country></job>`;
}).join('')}</jobs>`;

async function setValues(name: string, values: SourceConfig['values']): Promise<void> {
  const source = await pipeline.database.sources.findByName(name);
  if (source) await pipeline.database.sources.replaceConfig(source, { ...source, values }, new Date());
}

test('a change of the value maps updates the jobs that it concerns at the next import, and no other', async () => {
  const name = 'mapped';
  feed.set(`/${name}`, body);
  const importWith = async (maps?: SourceConfig['values']) => {
    await setValues(name, maps);
    return importOnce(pipeline, { name, url: `${feed.base}/${name}` });
  };
  const jobs = async (): Promise<Record<string, StoredJob>> =>
    Object.fromEntries((await pipeline.jobsOf(name)).map((job) => [job.externalId, job]));
  const readChanges = async (cursor?: string) => pipeline.database.changes.read({ cursor, limit: 500 });

  expect(await importWith()).toMatchObject({ newJobs: 40 });
  const first = await jobs();
  expect(first['1']?.jobType).toBe('Direct placement');
  expect(first['1']?.normalized).toMatchObject({ country: 'DE' });
  expect(first['1']?.normalized).not.toHaveProperty('employmentTypes');
  expect(first['2']?.normalized?.employmentTypes).toEqual(['FULL_TIME', 'TEMPORARY']);
  expect(await importWith()).toMatchObject({
    unchangedJobs: 40,
    fetch: { comparison: { fullReadReason: null } },
  });

  // Jobs 1, 5, 9, …: ten of them. What the map says of Full-time is what the defaults say.
  const { nextCursor } = await readChanges();
  const values = { employmentType: { 'DIRECT  placement': 'FULL_TIME', 'full-time': 'FULL_TIME' } } as const;
  expect(await importWith(values)).toMatchObject({
    updatedJobs: 10,
    unchangedJobs: 30,
    fetch: { comparison: { fullReadReason: 'read-differently' } },
  });
  const second = await jobs();
  expect(second['1']?.normalized?.employmentTypes).toEqual(['FULL_TIME']);
  expect(second['1']?.jobType).toBe('Direct placement');
  expect(second['0']).toEqual(first['0']);
  const { items } = await readChanges(nextCursor);
  expect(items).toHaveLength(10);
  expect(new Set(items.map(({ type, changed }) => `${type} ${changed}`))).toEqual(
    new Set(['updated normalized']),
  );
  expect(items[0]?.job?.normalized.employmentTypes).toEqual(['FULL_TIME']);

  expect(await importWith(values)).toMatchObject({
    unchangedJobs: 40,
    fetch: { comparison: { fullReadReason: null } },
  });

  // Jobs 0, 5, 10, …: eight of them.
  expect(await importWith({ ...values, country: { 'great brittain': 'GB' } })).toMatchObject({
    updatedJobs: 8,
    unchangedJobs: 32,
  });
  expect((await jobs())['0']?.normalized?.country).toBe('GB');

  // Without maps, the jobs have the hashes that they had before.
  expect(await importWith({})).toMatchObject({ updatedJobs: 16, unchangedJobs: 24 });
  const last = await jobs();
  expect(Object.values(last).map(({ contentHash }) => contentHash)).toEqual(
    Object.values(first).map(({ contentHash }) => contentHash),
  );
  expect(last['1']?.normalized).toEqual(first['1']?.normalized);
});

test('a feed that is not modified is read again after a change of the value maps', async () => {
  const name = 'unmodified';
  feed.pages.set(`/${name}`, ({ headers }) =>
    headers['if-none-match'] === '"1"' ? { status: 304 } : { body, headers: { etag: '"1"' } },
  );
  const source = { name, url: `${feed.base}/${name}` };
  await importOnce(pipeline, source);
  expect(await importOnce(pipeline, source)).toMatchObject({ totalFetched: 0, http: { status: 304 } });
  await setValues(name, { country: { 'great brittain': 'GB' } });
  expect(await importOnce(pipeline, source)).toMatchObject({ updatedJobs: 8, unchangedJobs: 32 });
});
