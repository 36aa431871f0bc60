import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import type { Source, SourceConfig } from '@feedflow/shared/model/source';
import { assertKeysHold, rerunBatches } from '@feedflow/shared/run/rerun-batches';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

/** A record; what is not given is not in it. */
interface Item {
  id?: string | number;
  link?: string;
  title: string;
  place?: string;
  company?: string;
  apply?: string;
  date?: string;
  expires?: string;
  text?: string;
}

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let base: string;

beforeAll(async () => {
  pipeline = await startPipeline({ batchSize: 25, shrinkLimitPercent: 100 });
  pipeline.startWorker();
  feed = await startChangingFeed();
  base = feed.base;
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});

function render(items: Item[]): string {
  const element = (name: string, value: unknown) =>
    value === undefined ? '' : `<${name}>${String(value).replace(/&/g, '&amp;')}</${name}>`;
  const records = items.map(({ id, link, title, place, company, apply, date, expires, text }) =>
    [
      '<job>',
      element('title', title),
      element('referencenumber', id),
      element('url', link),
      element('apply_url', apply),
      element('location', place),
      element('company', company),
      element('date', date),
      element('expirationdate', expires),
      element('description', text ?? `All about ${title}.`),
      '</job>',
    ].join(''),
  );
  return `<source><publisher>Board</publisher>${records.join('\n')}</source>`;
}

type Config = Partial<Omit<SourceConfig, 'name' | 'url'>>;

/** Imports one version of a feed; jobs that are no longer in it are closed. */
async function importItems(name: string, items: Item[], config: Config = {}): Promise<Run> {
  const run = await importRaw(name, render(items), config);
  expect(run.status).toBe('completed');
  return run;
}

async function importRaw(name: string, body: string, config: Config = {}): Promise<Run> {
  feed.set(`/${name}`, body);
  const source = await pipeline.addSource({ name, url: `${base}/${name}`, removeVanished: true, ...config });
  const { runId } = await pipeline.startImport(source);
  return pipeline.waitForEnd(runId);
}

async function sourceOf(name: string): Promise<Source> {
  const source = await pipeline.database.sources.findByName(name);
  if (!source) throw new Error(`no source ${name}`);
  return source;
}

const codesOf = (run: Run) => run.warnings.map(({ code }) => code).sort();
const outcome = ({ newJobs, updatedJobs, unchangedJobs, duplicateJobs, failedJobs, removedJobs }: Run) => ({
  newJobs,
  updatedJobs,
  unchangedJobs,
  duplicateJobs,
  failedJobs,
  removedJobs,
});
const nothing = {
  newJobs: 0,
  updatedJobs: 0,
  unchangedJobs: 0,
  duplicateJobs: 0,
  failedJobs: 0,
  removedJobs: 0,
};

/** When each job was created, by title and place: a job that is closed and created again has another time. */
async function births(name: string): Promise<Record<string, string>> {
  const jobs = await pipeline.jobsOf(name);
  const open = jobs.filter(({ status }) => status === 'open');
  return Object.fromEntries(open.map((job) => [`${job.title}|${job.location}`, job.createdRunId]));
}

const jobsNamed = (count: number, of: (n: number) => Partial<Item> = () => ({})): Item[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `ref-${n}`,
    link: `https://board.test/jobs/${String.fromCharCode(97 + (n % 26))}${n * 7}`,
    title: `Job ${n}`,
    place: `Town ${n % 9}`,
    ...of(n),
  }));

/** With their places in the list as ids. */
const numberedFrom = (first: number, items: Item[]): Item[] =>
  items.map((item, at) => ({ ...item, id: first + at }));

/** A number without a pattern, other for each seed. */
const drawn = (seed: number, n: number) => Number.parseInt(sha1(`${seed} ${n}`).slice(0, 8), 16);

test('a feed with ids of its own is identified by them, and says so', async () => {
  const run = await importItems('plain', jobsNamed(30));
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 30 });
  const key = sha1(`${base}/plain|ref-7`);
  expect(await pipeline.database.jobs.find(key)).toMatchObject({ title: 'Job 7' });
  expect(await sourceOf('plain')).toMatchObject({
    identity: {
      rule: 'id',
      reason: { code: 'sound' },
      runId: run.runId,
      ignoredLinkParts: [],
      sharedKeys: [],
    },
    volatileFields: [],
  });
  expect(run.fetch.identity).toMatchObject({ rule: 'id', reason: { code: 'sound' } });
  expect(run.warnings).toEqual([]);
  const again = await importItems('plain', jobsNamed(30));
  expect(again.fetch.comparison).toEqual({ fullReadReason: null, knownRecords: 30 });
});

test('ids that are new in every build do not create jobs again', async () => {
  const build = (seed: number) => {
    const items = jobsNamed(1000, (n) => ({ id: drawn(seed, n) }));
    // Each build has a new job at the top, and one that is no longer there.
    return [...items.slice(1000 - seed * 3, 1000), ...items.slice(seed, 900)];
  };
  await importItems('drawn', build(1));
  const before = await births('drawn');
  const second = await importItems('drawn', build(2));
  expect(outcome(second)).toEqual({ ...nothing, newJobs: 3, unchangedJobs: 901, removedJobs: 1 });
  expect(codesOf(second)).toEqual(['identity-changed', 'ids-change']);
  expect(second.warnings.find(({ code }) => code === 'identity-changed')).toMatchObject({ count: 902 });
  expect(second.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'ids-change' } });
  expect(second.fetch.comparison?.fullReadReason).toBe('nothing-to-compare');
  const third = await importItems('drawn', build(3));
  expect(outcome(third)).toEqual({ ...nothing, newJobs: 3, unchangedJobs: 903, removedJobs: 1 });
  expect(codesOf(third)).toEqual(['ids-change']);
  const after = await births('drawn');
  for (const [job, runId] of Object.entries(before)) if (after[job]) expect(after[job]).toBe(runId);
  const { identity } = await sourceOf('drawn');
  expect(identity).toMatchObject({ runId: second.runId, rekeyedBy: second.runId });
});

test('two records that are in the feed twice are enough to see that ids are drawn', async () => {
  const build = (seed: number) => {
    const items = jobsNamed(2, (n) => ({ id: drawn(seed, n) }));
    return [...items, ...items];
  };
  expect(outcome(await importItems('twice', build(1)))).toEqual({ ...nothing, newJobs: 2, duplicateJobs: 2 });
  expect(outcome(await importItems('twice', build(2)))).toEqual({
    ...nothing,
    unchangedJobs: 2,
    duplicateJobs: 2,
  });
});

test('a mapping that identifies by link is followed from the first import on', async () => {
  const config = { mapping: { identity: 'link' } };
  await importItems(
    'by-link',
    jobsNamed(4, (n) => ({ id: drawn(1, n) })),
    config,
  );
  const run = await importItems(
    'by-link',
    jobsNamed(4, (n) => ({ id: drawn(2, n) })),
    config,
  );
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 4 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'mapping' } });
  expect(await pipeline.database.jobs.find(sha1(`${base}/by-link|https://board.test/jobs/a0`))).not.toBe(
    null,
  );
});

test('ids that are places in the list do not turn a job into its neighbour', async () => {
  const [a, b, c] = jobsNamed(3) as [Item, Item, Item];
  await importItems('places', numberedFrom(1, [a, b]));
  const before = await pipeline.jobsOf('places');
  const run = await importItems('places', numberedFrom(1, [c, a, b]));
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 2 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'ids-reused' } });
  expect(codesOf(run)).toEqual(['identity-changed', 'ids-reused']);
  for (const { title, _id } of before as (StoredJob & { _id: unknown })[])
    expect(await pipeline.jobsOf('places')).toContainEqual(expect.objectContaining({ _id, title }));
  const shuffled = await importItems('places', numberedFrom(1, [b, c, a]));
  expect(outcome(shuffled)).toEqual({ ...nothing, unchangedJobs: 3 });
});

test('row numbers are seen before a record in the middle is removed', async () => {
  const items = jobsNamed(1000, (n) => ({ link: `https://board.test/${sha1(`${n}`).replace(/\d/g, 'x')}` }));
  const first = await importItems('rows', numberedFrom(1, items));
  expect(first.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'row-numbers' } });
  const run = await importItems(
    'rows',
    numberedFrom(
      1,
      items.filter((_, n) => n !== 600),
    ),
  );
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 999, removedJobs: 1 });
  const closed = (await pipeline.jobsOf('rows')).filter(({ status }) => status === 'closed');
  expect(closed.map(({ title }) => title)).toEqual(['Job 600']);
});

test('two records with the ids 0 and 1 have row numbers', async () => {
  const [a, b, c] = jobsNamed(3, (n) => ({ link: `https://board.test/${'abc'[n]}` })) as [Item, Item, Item];
  await importItems('zero', numberedFrom(0, [a, b]));
  const keys = (await pipeline.jobsOf('zero')).map(({ dedupeKey }) => dedupeKey);
  const run = await importItems('zero', numberedFrom(0, [c, a, b]));
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 2 });
  expect((await pipeline.jobsOf('zero')).map(({ dedupeKey }) => dedupeKey)).toEqual(
    expect.arrayContaining(keys),
  );
});

test('numbers of a publisher that are part of the links are ids', async () => {
  const items = jobsNamed(40, (n) => ({ id: n + 1, link: `https://board.test/jobs/${n + 1}-title` }));
  const run = await importItems('numbers', items);
  expect(run.fetch.identity).toMatchObject({ rule: 'id', reason: { code: 'sound' } });
});

test('different jobs behind one link are different jobs, whichever of them is gone', async () => {
  const link = 'https://kitchen.test/apply';
  const cook: Item = { title: 'Cook', link, place: 'Rome' };
  const baker: Item = { title: 'Baker', link, place: 'Oslo' };
  const waiter: Item = { title: 'Waiter', link, place: 'Rome' };
  const first = await importItems('one-page', [cook, baker, waiter, cook]);
  expect(outcome(first)).toEqual({ ...nothing, newJobs: 3, duplicateJobs: 1 });
  expect(codesOf(first)).toEqual(['links-shared']);
  const edited = await importItems('one-page', [cook, { ...baker, text: 'By day.' }, waiter, cook]);
  expect(outcome(edited)).toEqual({ ...nothing, updatedJobs: 1, unchangedJobs: 2, duplicateJobs: 1 });
  const fewer = await importItems('one-page', [{ ...baker, text: 'By day.' }, waiter]);
  expect(outcome(fewer)).toEqual({ ...nothing, unchangedJobs: 2, removedJobs: 1 });
});

test('600 records of 39 jobs on one page are 39 jobs', async () => {
  const jobs = jobsNamed(39, (n) => ({
    id: undefined,
    link: 'https://agency.test/',
    apply: `https://forms.test/?f=${n}`,
  }));
  const items = Array.from({ length: 600 }, (_, n) => jobs[n % 39] as Item);
  expect(outcome(await importItems('home', items))).toEqual({ ...nothing, newJobs: 39, duplicateJobs: 561 });
  const reversed = await importItems('home', items.toReversed());
  expect(outcome(reversed)).toEqual({ ...nothing, unchangedJobs: 39, duplicateJobs: 561 });
});

test('links that are shared behind the first records lose no job, and are known at the next import', async () => {
  const shared = jobsNamed(10, (n) => ({
    id: undefined,
    link: 'https://board.test/apply',
    title: `Shared ${n}`,
  }));
  const items = [...jobsNamed(400), ...shared];
  expect(outcome(await importItems('late', items))).toEqual({ ...nothing, newJobs: 410 });
  const second = await importItems('late', [...items.slice(0, 400), ...shared.toReversed()]);
  expect(outcome(second)).toEqual({ ...nothing, unchangedJobs: 410 });
  expect(await importItems('late', items.slice(0, 409))).toMatchObject({
    unchangedJobs: 409,
    removedJobs: 1,
  });
  expect((await sourceOf('late')).identity?.sharedKeys).toHaveLength(1);
});

test('a job in several places with one id and link is one job per place in any order', async () => {
  const link = 'https://lamp.test/position/7';
  const places = ['Berlin', 'Toronto', 'Remote'].map(
    (place): Item => ({ title: 'Engineer', id: link, link, place }),
  );
  expect(outcome(await importItems('places-of-one', places))).toEqual({ ...nothing, newJobs: 3 });
  const again = await importItems('places-of-one', places.toReversed());
  expect(outcome(again)).toEqual({ ...nothing, unchangedJobs: 3 });
});

test('a link that a second job gets later keeps the first job what it is', async () => {
  const link = 'https://kitchen.test/jobs/apply';
  const cook: Item = { title: 'Cook', link, place: 'Rome' };
  await importItems('later-shared', [cook, ...jobsNamed(5)]);
  const run = await importItems('later-shared', [{ title: 'Baker', link }, cook, ...jobsNamed(5)]);
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 6 });
});

test('a part of the link that counts fetches does not count', async () => {
  const build = (token: string, count: number) =>
    jobsNamed(count, (n) => ({ id: undefined, link: `https://board.test/j/${n}?lang=en&trk=${token}${n}` }));
  await importItems('token', build('aa', 30));
  const run = await importItems('token', build('bb', 31));
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 30 });
  expect((await sourceOf('token')).identity).toMatchObject({
    rule: 'id',
    ignoredLinkParts: ['trk'],
    reason: { code: 'links-change' },
  });
  expect(outcome(await importItems('token', build('cc', 31)))).toEqual({ ...nothing, unchangedJobs: 31 });
});

test('a session in the fragment does not count', async () => {
  const build = (session: string) =>
    jobsNamed(3, (n) => ({ id: undefined, link: `https://board.test/j/${n}#session=${session}` }));
  await importItems('fragment', build('1a'));
  expect(outcome(await importItems('fragment', build('2b')))).toEqual({ ...nothing, unchangedJobs: 3 });
  expect((await sourceOf('fragment')).identity?.ignoredLinkParts).toEqual(['#']);
});

test('an id that counts the edits of the only job is no id', async () => {
  const at = (edits: number): Item[] => [
    { id: `https://quay.test/jobs/1#${edits}`, link: 'https://quay.test/jobs/1', title: 'Crane Driver' },
  ];
  await importItems('edits', at(0));
  expect(outcome(await importItems('edits', at(3)))).toEqual({ ...nothing, unchangedJobs: 1 });
  expect(outcome(await importItems('edits', at(4)))).toEqual({ ...nothing, unchangedJobs: 1 });
});

test('a query that identifies jobs is never ignored', async () => {
  const build = (from: number) =>
    jobsNamed(20, (n) => ({
      id: undefined,
      title: `Job ${n % 10}`,
      link: `https://board.test/show?id=${from + n}`,
    }));
  await importItems('query', build(100));
  await importItems('query', build(200));
  expect((await sourceOf('query')).identity?.ignoredLinkParts).toEqual([]);
});

test('ids and links that both change leave the content to identify jobs', async () => {
  const build = (seed: number) =>
    jobsNamed(20, (n) => ({ id: drawn(seed, n), link: `https://board.test/${drawn(seed, n + 50)}/view` }));
  await importItems('content', build(1));
  const run = await importItems('content', build(2));
  expect(run.fetch.identity).toMatchObject({ rule: 'content' });
  expect(await importItems('content', build(3))).toMatchObject({ newJobs: 0, removedJobs: 0 });
  expect(await pipeline.jobsOf('content')).toHaveLength(20);
});

test('jobs that are identified by content are found by their links when all titles change', async () => {
  const build = (seed: number, title = 'Job') =>
    jobsNamed(20, (n) => ({
      id: drawn(seed, n),
      title: `${title} ${n}`,
      link: `https://board.test/${drawn(seed, n + 50)}/view`,
    }));
  await importItems('retitled', build(1));
  expect((await importItems('retitled', build(2))).fetch.identity).toMatchObject({ rule: 'content' });
  const run = await importItems('retitled', build(2, 'Post'));
  expect(run).toMatchObject({ newJobs: 0, updatedJobs: 20, removedJobs: 0 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link' });
});

test('new jobs of a kind that is often offered are new jobs', async () => {
  const offered = (from: number) =>
    jobsNamed(40, (n) => ({
      id: `n-${from + n}`,
      link: `https://board.test/${from + n}`,
      title: n < 4 ? 'Consultant' : `Job ${from + n}`,
      place: n < 4 ? `Town ${n}` : 'Rome',
    }));
  await importItems('often', offered(0));
  const run = await importItems('often', offered(100));
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 40, removedJobs: 40 });
  expect(run.fetch.identity).toMatchObject({ rule: 'id', reason: { code: 'sound' } });
  expect((await sourceOf('often')).identity?.ignoredLinkParts).toEqual([]);
});

test('ids that all jobs get, and lose, create no jobs again', async () => {
  const plain = jobsNamed(5, () => ({ id: undefined }));
  await importItems('ids-appear', plain);
  const before = await births('ids-appear');
  expect(outcome(await importItems('ids-appear', jobsNamed(5)))).toEqual({ ...nothing, updatedJobs: 5 });
  expect(outcome(await importItems('ids-appear', jobsNamed(5)))).toEqual({ ...nothing, unchangedJobs: 5 });
  expect((await sourceOf('ids-appear')).identity).toMatchObject({ rule: 'id' });
  expect(outcome(await importItems('ids-appear', plain))).toEqual({ ...nothing, updatedJobs: 5 });
  expect(await births('ids-appear')).toEqual(before);
});

test('ids that appear in a feed of many jobs leave the links to identify them', async () => {
  await importItems(
    'many-ids',
    jobsNamed(500, () => ({ id: undefined })),
  );
  const run = await importItems('many-ids', jobsNamed(501));
  expect(run).toMatchObject({ newJobs: 1, failedJobs: 0, removedJobs: 0 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'ids-change' } });
});

test('one job of several that has another id is the same job, if its link and title are its own', async () => {
  const revised = (n: number, id: string) =>
    jobsNamed(6).map((item, at) => (at === n ? { ...item, id, text: `Revised as ${id}.` } : item));
  await importItems('revised', jobsNamed(6));
  const before = await births('revised');
  const run = await importItems('revised', revised(2, 'rev-2'));
  expect(outcome(run)).toEqual({ ...nothing, updatedJobs: 1, unchangedJobs: 5 });
  expect(run.warnings).toMatchObject([{ code: 'identity-changed', count: 1 }]);
  expect(outcome(await importItems('revised', revised(2, 'rev-3')))).toEqual({
    ...nothing,
    updatedJobs: 1,
    unchangedJobs: 5,
  });
  expect(await births('revised')).toEqual(before);
  expect((await sourceOf('revised')).identity).toMatchObject({ rule: 'id' });
});

test('a job with a new id is a new job if its link or its old id is that of another one', async () => {
  const home = jobsNamed(6, (n) => (n < 3 ? { link: 'https://board.test/' } : {}));
  await importItems('not-own', home);
  const other = await importItems(
    'not-own',
    home.map((item, n) => (n === 1 ? { ...item, id: 'other' } : item)),
  );
  expect(outcome(other)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 5, removedJobs: 1 });
  const items = jobsNamed(6);
  await importItems('listed', items);
  const again = { ...items[4], id: 'other' } as Item;
  const both = await importItems('listed', [...items, again]);
  expect(outcome(both)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 6 });
});

test('a page that one job after another links to identifies none of them', async () => {
  const post = (id: number, title: string) =>
    importItems('careers-page', [{ id, title, link: 'https://acme.example/careers' }]);
  await post(1, 'Cook');
  await post(2, 'Baker');
  await post(3, 'Baker');
  expect(await post(4, 'Waiter')).toMatchObject({ newJobs: 1, updatedJobs: 0, removedJobs: 1 });
  expect((await sourceOf('careers-page')).identity).toMatchObject({ rule: 'id' });
});

test('jobs that differ in their texts only are different jobs in any order, whichever of them is gone', async () => {
  const link = 'https://hotel.test/';
  const [day, night, cook]: [Item, Item, Item] = [
    { title: 'Porter', link, text: 'By day.' },
    { title: 'Porter', link, text: 'By night.' },
    { title: 'Cook', link, text: 'At all times.' },
  ];
  expect(outcome(await importItems('texts', [day, night, cook, night]))).toEqual({
    ...nothing,
    newJobs: 3,
    duplicateJobs: 1,
  });
  const again = await importItems('texts', [cook, night, night, day]);
  expect(outcome(again)).toEqual({ ...nothing, unchangedJobs: 3, duplicateJobs: 1 });
  const edited = await importItems('texts', [{ ...cook, text: 'In the evening.' }, night, day]);
  expect(outcome(edited)).toEqual({ ...nothing, updatedJobs: 1, unchangedJobs: 2 });
  const one = await importItems('texts', [{ ...cook, text: 'In the evening.' }, night]);
  expect(outcome(one)).toEqual({ ...nothing, unchangedJobs: 2, removedJobs: 1 });
  const last = await importItems('texts', [
    { ...cook, text: 'In the evening.' },
    { ...night, text: 'Edited.' },
  ]);
  expect(outcome(last)).toEqual({ ...nothing, updatedJobs: 1, unchangedJobs: 1 });
});

test('a second job with another text keeps the first job what it is', async () => {
  const link = 'https://hotel.test/jobs';
  const porter: Item = { title: 'Porter', link, text: 'By day.' };
  await importItems('later-text', [porter, ...jobsNamed(3)]);
  const edited = { ...porter, text: 'By day, or so.' };
  expect(await importItems('later-text', [edited, ...jobsNamed(3)])).toMatchObject({
    newJobs: 0,
    updatedJobs: 1,
  });
  const run = await importItems('later-text', [{ ...porter, text: 'By night.' }, edited, ...jobsNamed(3)]);
  expect(outcome(run)).toEqual({ ...nothing, newJobs: 1, unchangedJobs: 4 });
});

test('texts that are others at every fetch distinguish no jobs', async () => {
  const build = (seed: number, repeated: number) => {
    const items = jobsNamed(6, (n) => ({ id: undefined, text: `Seen by ${drawn(seed, n)}.` }));
    return [
      ...items,
      ...items.slice(0, repeated).map((item, n) => ({ ...item, text: `Seen by ${drawn(seed, n + 50)}.` })),
    ];
  };
  for (const seed of [1, 2, 3]) await importItems('counted', build(seed, 0));
  expect((await sourceOf('counted')).volatileFields).toEqual(['description']);
  expect(outcome(await importItems('counted', build(4, 2)))).toEqual({
    ...nothing,
    unchangedJobs: 6,
    duplicateJobs: 2,
  });
});

test('blanks around an id are no part of it', async () => {
  const spaced = (before: string, after: string) =>
    render(jobsNamed(3)).replace('<referencenumber>ref-1<', `<referencenumber>${before}ref-1${after}<`);
  await importRaw('blanks', spaced(' ', ''));
  expect(outcome(await importRaw('blanks', spaced('', '\n   ')))).toEqual({ ...nothing, unchangedJobs: 3 });
});

test('dates of the build are no change, and a changed title is', async () => {
  const build = (date: string, title: string) =>
    jobsNamed(4, (n) => ({ date, ...(n === 1 ? { title } : {}) }));
  await importItems('build-dates', build('Sat, 21 Mar 2026 05:18:51 +0000', 'Fitter'));
  const before = await pipeline.jobsOf('build-dates');
  const run = await importItems('build-dates', build('Sun, 22 Mar 2026 05:56:27 +0000', 'Senior Fitter'));
  expect(outcome(run)).toEqual({ ...nothing, updatedJobs: 1, unchangedJobs: 3 });
  expect(codesOf(run)).toEqual(['volatile-fields']);
  expect((await sourceOf('build-dates')).volatileFields).toEqual(['publishedAt']);
  const after = await pipeline.jobsOf('build-dates');
  for (const job of before.filter(({ externalId }) => externalId !== 'ref-1'))
    expect(after).toContainEqual(expect.objectContaining({ title: job.title, publishedAt: job.publishedAt }));
});

test('a field is left out also if the change of its jobs was interrupted', async () => {
  const build = (date: string) => jobsNamed(4, () => ({ date }));
  await importItems('half-left-out', build('Sat, 21 Mar 2026 05:18:51 +0000'));
  const { database } = pipeline.deps;
  const { sources } = database;
  let interrupted = false;
  const recordRules: typeof sources.recordRules = async (source, state) => {
    if (state.rulesChange === null && !interrupted) {
      interrupted = true;
      throw new Error('interrupted');
    }
    return sources.recordRules(source, state);
  };
  Object.assign(database, { sources: { ...sources, recordRules } });
  const run = await importItems('half-left-out', build('Sun, 22 Mar 2026 05:56:27 +0000'));
  Object.assign(database, { sources });
  expect(run).toMatchObject({ unchangedJobs: 4, fetch: { fetchAttempt: 2 } });
  expect(await sourceOf('half-left-out')).toMatchObject({
    volatileFields: ['publishedAt'],
    observations: { volatileFields: ['publishedAt'] },
  });
});

test('a field that differs everywhere is left out after two imports in a row, and counts again once it stays', async () => {
  const build = (stamp: string, extra: number) =>
    jobsNamed(10 + extra, (n) => ({ text: `Job ${n}. Seen by ${stamp}${n} people.` }));
  await importItems('streak', build('1', 0));
  const once = await importItems('streak', build('2', 0));
  expect(outcome(once)).toEqual({ ...nothing, updatedJobs: 10 });
  expect(once.warnings).toMatchObject([
    { code: 'all-updated', message: expect.stringContaining('description (10)') },
  ]);
  const twice = await importItems('streak', build('3', 0));
  expect(outcome(twice)).toEqual({ ...nothing, unchangedJobs: 10 });
  expect((await sourceOf('streak')).volatileFields).toEqual(['description']);
  for (const extra of [1, 2, 3]) await importItems('streak', build('3', extra));
  expect((await sourceOf('streak')).volatileFields).toEqual([]);
  const edited = build('3', 3).map((item, n) => (n === 4 ? { ...item, text: 'Edited.' } : item));
  expect(await importItems('streak', edited)).toMatchObject({ updatedJobs: 1 });
});

test('jobs that were all updated once are updated jobs', async () => {
  const build = (footer: string) => jobsNamed(12, (n) => ({ text: `Job ${n}. ${footer}` }));
  await importItems('updated', build('Old'));
  const run = await importItems('updated', build('New'));
  expect(outcome(run)).toEqual({ ...nothing, updatedJobs: 12 });
  expect(codesOf(run)).toEqual(['all-updated']);
  expect(outcome(await importItems('updated', build('New')))).toEqual({ ...nothing, unchangedJobs: 12 });
  expect(await sourceOf('updated')).toMatchObject({ volatileFields: [], observations: { streaks: {} } });
});

test('an expiry date that all jobs share is compared, and extended with it', async () => {
  const build = (expires: string) => jobsNamed(4, () => ({ expires }));
  const expiryOf = async () =>
    (await pipeline.jobsOf('shared-expiry')).map(({ expiresAt }) => expiresAt?.toISOString().slice(0, 10));
  await importItems('shared-expiry', build('2090-03-01'));
  const run = await importItems('shared-expiry', build('2090-04-01'));
  expect(outcome(run)).toEqual({ ...nothing, updatedJobs: 4 });
  expect(await expiryOf()).toEqual(Array.from({ length: 4 }, () => '2090-04-01'));
  expect((await sourceOf('shared-expiry')).volatileFields).toEqual([]);
});

const daysAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

test('an expiry date that is extended at every fetch is no change, and is stored before the stored one passes', async () => {
  const build = (days: number) => jobsNamed(4, () => ({ expires: daysAhead(days) }));
  await importItems('rolling-expiry', build(10));
  expect(outcome(await importItems('rolling-expiry', build(11)))).toEqual({ ...nothing, updatedJobs: 4 });
  expect(outcome(await importItems('rolling-expiry', build(12)))).toEqual({ ...nothing, unchangedJobs: 4 });
  expect((await sourceOf('rolling-expiry')).volatileFields).toEqual(['expiresAt']);
  const importWhole = async (days: number) => {
    feed.set('/rolling-expiry', render(build(days)));
    const { runId } = await pipeline.startImport(await sourceOf('rolling-expiry'), { full: true });
    return outcome(await pipeline.waitForEnd(runId));
  };
  expect(await importWhole(21)).toEqual({ ...nothing, unchangedJobs: 4 });
  expect(await importWhole(23)).toEqual({ ...nothing, updatedJobs: 4 });
  for (const { status, expiresAt } of await pipeline.jobsOf('rolling-expiry'))
    expect({ status, days: Math.round(((expiresAt?.getTime() ?? 0) - Date.now()) / 86_400_000) }).toEqual({
      status: 'open',
      days: 23,
    });
});

test('an import that finds such an expiry date is one that the next can be compared with', async () => {
  const closing = { missing: true, expired: true, afterDays: null };
  const extended = (days: number) =>
    importItems(
      'rolling-closing',
      jobsNamed(4, () => ({ expires: daysAhead(days) })),
      { closing },
    );
  for (const days of [10, 11, 12]) await extended(days);
  expect((await sourceOf('rolling-closing')).volatileFields).toEqual(['expiresAt']);
  expect((await extended(13)).fetch.comparison?.fullReadReason).toBe(null);
});

test('links that differ in parameters are no change of jobs with ids', async () => {
  const build = (token: number) => jobsNamed(5, (n) => ({ link: `https://board.test/j/${n}?t=${token}` }));
  await importItems('link-token', build(1));
  expect(outcome(await importItems('link-token', build(2)))).toEqual({ ...nothing, unchangedJobs: 5 });
  expect((await sourceOf('link-token')).volatileFields).toEqual(['jobUrl']);
});

test('a mapping names fields to ignore, and gives them back', async () => {
  const build = (place: string) => jobsNamed(2, () => ({ place }));
  const config = { mapping: { ignoreChanges: ['location'] } };
  await importItems('ignored', build('Rome'));
  expect(outcome(await importItems('ignored', build('Oslo'), config))).toEqual({
    ...nothing,
    unchangedJobs: 2,
  });
  expect(outcome(await importItems('ignored', build('Oslo')))).toEqual({ ...nothing, updatedJobs: 2 });
  expect((await sourceOf('ignored')).volatileFields).toEqual([]);
});

test('dates that are relative to the day are no change', async () => {
  const build = (posted: string) => jobsNamed(3, () => ({ date: posted }));
  await importItems('relative', build('Posted Today'));
  expect(outcome(await importItems('relative', build('Posted 30+ Days Ago')))).toEqual({
    ...nothing,
    unchangedJobs: 3,
  });
  expect((await pipeline.jobsOf('relative')).map(({ publishedAt }) => publishedAt)).toEqual([
    null,
    null,
    null,
  ]);
});

test('a job that had no id is the same job once it has one, also if it was closed and has another title', async () => {
  const withoutIds = jobsNamed(4, () => ({ id: undefined }));
  await importItems('gets-id', withoutIds);
  expect(await importItems('gets-id', withoutIds.slice(1))).toMatchObject({ removedJobs: 1 });
  const run = await importItems(
    'gets-id',
    jobsNamed(6, (n) => (n < 2 ? { title: `New title ${n}` } : {})),
  );
  expect(run).toMatchObject({
    newJobs: 2,
    removedJobs: 0,
    warnings: [{ code: 'identity-changed', count: 4 }],
  });
  const jobs = await pipeline.jobsOf('gets-id');
  expect(jobs.map(({ externalId, status }) => `${externalId} ${status}`).sort()).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => `ref-${n} open`),
  );
});

test('a field that the publisher emptied is empty', async () => {
  await importItems('cleared', jobsNamed(1));
  const run = await importItems(
    'cleared',
    jobsNamed(1, () => ({ place: '' })),
  );
  expect(outcome(run)).toEqual({ ...nothing, updatedJobs: 1 });
  expect(await pipeline.jobsOf('cleared')).toMatchObject([{ location: null }]);
});

test('a rule of the mapping and its removal move the keys there and back, and close nothing', async () => {
  const items = jobsNamed(60);
  await importItems('override', items);
  const before = await births('override');
  const keysBefore = (await pipeline.jobsOf('override')).map(({ dedupeKey }) => dedupeKey).sort();
  for (const identity of ['link', 'both', 'content', 'id'] as const) {
    const run = await importItems('override', items, { mapping: { identity } });
    expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 60 });
    expect(codesOf(run)).toEqual(['identity-changed']);
    expect(run.fetch.identity).toMatchObject({ rule: identity, reason: { code: 'mapping' } });
  }
  await importItems('override', items, { mapping: { identity: 'link' } });
  const back = await importItems('override', items);
  expect(outcome(back)).toEqual({ ...nothing, unchangedJobs: 60 });
  expect(back.fetch.identity).toMatchObject({ rule: 'id', reason: { code: 'sound' } });
  expect(await births('override')).toEqual(before);
  expect((await pipeline.jobsOf('override')).map(({ dedupeKey }) => dedupeKey).sort()).toEqual(keysBefore);
});

test('without its mapping, a feed with drawn ids stays identified by link', async () => {
  const build = (seed: number) => jobsNamed(5, (n) => ({ id: drawn(seed, n) }));
  await importItems('released', build(1), { mapping: { identity: 'link' } });
  const run = await importItems('released', build(2));
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 5 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link', reason: { code: 'ids-change' } });
});

test('a source that is added again finds the keys that its jobs have', async () => {
  const build = (seed: number) => jobsNamed(6, (n) => ({ id: drawn(seed, n) }));
  await importItems('again', build(1));
  await importItems('again', build(2));
  await pipeline.database.sources.remove('again');
  const run = await importItems('again', build(3));
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 6 });
  expect(run.fetch.identity).toMatchObject({ rule: 'link' });
});

test('a change of keys that was interrupted is finished by the next import', async () => {
  const build = (seed: number) => jobsNamed(300, (n) => ({ id: drawn(seed, n) }));
  await importItems('crash', build(1));
  const before = await births('crash');
  await importItems('crash', build(2));
  const changed = await sourceOf('crash');
  // As if the worker had been lost half-way: some jobs have their new keys, and the source says what was to be done.
  const jobs = pipeline.db.collection<StoredJob>('jobs');
  for (const job of (await pipeline.jobsOf('crash')).slice(0, 150)) {
    const dedupeKey = sha1(`${base}/crash|${job.externalId}`);
    await jobs.updateOne({ dedupeKey: job.dedupeKey }, { $set: { dedupeKey } });
  }
  const { identity, volatileFields = [] } = changed;
  if (!identity) throw new Error('no identity');
  const from = { rule: 'id' as const, ignoredLinkParts: [], sharedKeys: [], volatileFields: [] };
  await pipeline.database.sources.recordRules(changed, {
    identity: { ...identity, rule: 'id' },
    volatileFields: [],
    rulesChange: { from, identity, volatileFields },
  });
  const run = await importItems('crash', build(3));
  expect(run).toMatchObject({ newJobs: 0, removedJobs: 0 });
  expect(await births('crash')).toEqual(before);
  expect(await sourceOf('crash')).toMatchObject({ identity: { rule: 'link' }, rulesChange: null });
});

test('failed batches of a run from before a change of keys do not run again', async () => {
  const build = (seed: number) => jobsNamed(50, (n) => ({ id: drawn(seed, n) }));
  const failing = sha1(`${base}/outdated|${drawn(1, 30)}`);
  pipeline.failingKeys.add(failing);
  const { runId } = await importRaw('outdated', render(build(1)));
  pipeline.failingKeys.delete(failing);
  const second = await importItems('outdated', build(2));
  // The run that changed the keys has the new ones.
  expect(await sourceOf('outdated')).toMatchObject({ identity: { rekeyedBy: second.runId } });
  await assertKeysHold(pipeline.database, second);
  const rerun = rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null);
  await expect(rerun).rejects.toMatchObject({ code: 'run-outdated' });
  expect(await pipeline.jobsOf('outdated')).toHaveLength(50);
});

test('the order of a feed changes nothing', async () => {
  const items = jobsNamed(300, (n) => ({ company: `Company ${n % 4}` }));
  await importItems('shuffled', items);
  const shuffled = items.toSorted((a, b) => sha1(a.title).localeCompare(sha1(b.title)));
  const run = await importItems('shuffled', shuffled);
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 300 });
  expect(run.warnings).toEqual([]);
});

test('whatever a feed with stable ids does, its jobs have the plain keys', async () => {
  let scenario = 0;
  const job = fc.record({
    title: fc.integer({ min: 0, max: 40 }),
    place: fc.integer({ min: 0, max: 3 }),
    link: fc.integer({ min: 0, max: 500 }),
  });
  const version = (minLength: number) =>
    fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 60 }), job), {
      minLength,
      maxLength: minLength + 4,
      selector: ([id]) => id,
    });
  // Each has another number of jobs than the one before: else it could be a list of the newest jobs.
  const history = fc.tuple(version(30), version(6), version(1), version(20));
  await fc.assert(
    fc.asyncProperty(history, async (versions) => {
      const name = `stable-${scenario++}`;
      let open = new Set<string>();
      for (const jobs of versions) {
        const items = jobs.map(([id, { title, place, link }]): Item => {
          return {
            id: `id-${id}`,
            link: `https://board.test/${id}/${link}`,
            title: `Job ${title}`,
            place: `Town ${place}`,
          };
        });
        const run = await importItems(name, items);
        const ids = new Set(items.map((item) => String(item.id)));
        expect(run.fetch.identity?.rule).toBe('id');
        expect(run.removedJobs).toBe([...open].filter((id) => !ids.has(id)).length);
        expect(run.duplicateJobs).toBe(0);
        const stored = (await pipeline.jobsOf(name)).filter(({ status }) => status === 'open');
        expect(stored.map(({ dedupeKey }) => dedupeKey).sort()).toEqual(
          [...ids].map((id) => sha1(`${base}/${name}|${id}`)).sort(),
        );
        open = ids;
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );
});

test('of two jobs that would have one key, the open one gets it and the other keeps its own', async () => {
  const twice = jobsNamed(3).map((item, n) => ({
    ...item,
    link: `https://board.test/${'aab'[n]}`,
    title: 'Nurse',
    place: 'Ulm',
  }));
  await importItems('merged', twice);
  await importItems('merged', twice.slice(1));
  const run = await importItems('merged', twice.slice(1), { mapping: { identity: 'link' } });
  expect(outcome(run)).toEqual({ ...nothing, unchangedJobs: 2 });
  const stored = await pipeline.jobsOf('merged');
  expect(stored.find(({ externalId }) => externalId === 'ref-0')).toMatchObject({
    status: 'closed',
    dedupeKey: sha1(`${base}/merged|ref-0`),
  });
  expect(stored.find(({ externalId }) => externalId === 'ref-1')).toMatchObject({
    status: 'open',
    dedupeKey: sha1(`${base}/merged|https://board.test/a`),
  });
});

test('ids that all belong to new jobs are reported, and change no rule', async () => {
  await importItems('reused', jobsNamed(20));
  const others = jobsNamed(20, (n) => ({ title: `Other ${n}`, link: `https://board.test/other/${n}` }));
  const run = await importItems('reused', others);
  expect(run.fetch.identity?.rule).toBe('id');
  expect(run.warnings.find(({ code }) => code === 'ids-reused')).toMatchObject({ count: 20 });
});

test('what is known of a feed does not hold for another address', async () => {
  await importItems(
    'moved',
    jobsNamed(4, (n) => ({ id: drawn(1, n) })),
  );
  await importItems(
    'moved',
    jobsNamed(4, (n) => ({ id: drawn(2, n) })),
  );
  const source = await sourceOf('moved');
  const { name, timezone, enabled } = source;
  await pipeline.database.sources.replaceConfig(
    source,
    { name, timezone, enabled, url: `${base}/elsewhere` },
    new Date(),
  );
  expect(await sourceOf('moved')).toMatchObject({ identity: null, volatileFields: [], observations: null });
});

test('ids stay those of the element that they were read from, as long as most records have it', async () => {
  const listed = (guidOf: (n: number) => string) =>
    `<board>${[1, 2, 3, 4].map((n) => `<job><guid>${guidOf(n)}</guid><id>30${n}</id><title>Cook ${n}</title></job>`).join('')}</board>`;
  expect(
    await importRaw(
      'kept-ids',
      listed((n) => `30${n}-cook-${n}`),
    ),
  ).toMatchObject({ newJobs: 4 });
  // Read alone, this version would have the guids as ids.
  const run = await importRaw(
    'kept-ids',
    listed((n) => `guid-${n}`),
  );
  expect(run).toMatchObject({ newJobs: 0, updatedJobs: 0, removedJobs: 0 });
  expect((await sourceOf('kept-ids')).identity).toMatchObject({ rule: 'id' });
});
