import type { RecordFilter } from '@feedflow/shared/model/record-filter';
import { type Run, runCounters } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { renameSource } from '@feedflow/shared/run/rename-source';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeMissingJobs } from '../../src/finalize/close-missing-jobs.ts';
import { type ChangingFeed, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('filter', { shrinkLimitPercent: 100, batchSize: 25 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

const job = (id: string, company = 'Acme', more = '') =>
  `<job><id>${id}</id><title>Job ${id}</title><company>${company}</company>${more}</job>`;
const jobs = (...records: string[]) => `<jobs>${records.join('')}</jobs>`;
const without = (...names: string[]): RecordFilter => ({
  include: [],
  exclude: names.map((company) => ({ field: 'company', is: [company] })),
});
type Choice = { full?: boolean; on?: RunningPipeline; named?: string } & Partial<SourceConfig>;
async function run(
  body: string,
  filter: RecordFilter | undefined,
  { full = false, on = pipeline, named = name, ...config }: Choice = {},
): Promise<Run> {
  feed.set(`/${named}`, body);
  const url = `${feed.base}/${named}`;
  const source = await on.addSource({ name: named, url, removeVanished: false, ...config, filter });
  const { runId } = await on.startImport(source, { full });
  return on.waitForEnd(runId);
}
const open = () => openIds(pipeline, name);
async function reasons(named = name) {
  const stored = await pipeline.jobsOf(named);
  return stored
    .filter(({ status }) => status === 'closed')
    .map(({ externalId, closeReason }) => `${externalId} ${closeReason}`)
    .sort();
}

describe('what a filter leaves out', () => {
  const body = jobs(job('a'), job('b', 'Beta'), job('c', 'Gamma'), job('d'), '<job><id>e</id></job>');

  test('is skipped with a count per condition, stored nowhere, and the rest is imported', async () => {
    const filter = without('acme', 'GAMMA', 'nobody');
    const first = await run(body, filter);
    const skipped = { skippedJobs: 3, totalFetched: 5, failedJobs: 1, removedJobs: 0 };
    expect(first).toMatchObject({ status: 'completed', newJobs: 1, ...skipped });
    const skippedBy = [
      { condition: 'exclude company is "acme"', count: 2 },
      { condition: 'exclude company is "GAMMA"', count: 1 },
    ];
    expect(first.fetch).toMatchObject({ skippedJobs: 3, skippedBy });
    expect(await pipeline.jobsOf(name)).toHaveLength(1);
    const again = await run(body, filter);
    expect(again).toMatchObject({ unchangedJobs: 1, ...skipped, fetch: { skippedBy } });
  });

  test('is known without being read again, and counted as if it was', async () => {
    const many = jobs(...Array.from({ length: 600 }, (_, i) => job(`${i}`, i % 3 === 0 ? 'Acme' : 'Beta')));
    await run(many, without('Acme'));
    const again = await run(many, without('Acme'));
    expect(again).toMatchObject({ totalFetched: 600, unchangedJobs: 400, skippedJobs: 200 });
    expect(again.fetch.comparison).toEqual({ fullReadReason: null, knownRecords: 600 });
    expect(again.fetch.skippedBy).toEqual([{ condition: 'exclude company is "Acme"', count: 200 }]);
    const full = await run(many, without('Acme'), { full: true });
    expect(runCounters.parse(again)).toEqual(runCounters.parse(full));
  });

  test('can be all of the feed: the run is completed', async () => {
    const all = jobs(job('a'), job('b'));
    expect(await run(all, without('Acme'))).toMatchObject({
      status: 'completed',
      totalFetched: 2,
      totalImported: 0,
      skippedJobs: 2,
      meta: { totalBatches: 0 },
    });
    const broken = jobs(job('a'), job('b'), '<job><id>c</id></job>');
    expect(await run(broken, without('Acme'))).toMatchObject({ status: 'completed', failedJobs: 1 });
  });

  test('is what meets no include condition', async () => {
    const filter: RecordFilter = {
      include: [
        { field: 'company', is: ['Beta'] },
        { field: 'title', contains: ['job d'] },
      ],
      exclude: [],
    };
    const ended = await run(body, filter);
    expect(ended).toMatchObject({ newJobs: 2, skippedJobs: 2 });
    expect(ended.fetch.skippedBy).toEqual([{ condition: 'include: none of 2 conditions is met', count: 2 }]);
    expect(await open()).toEqual(['b', 'd']);
  });
});

test('a record of a job that is skipped leaves the job to another record, whichever comes first', async () => {
  const mapping = { identity: 'id' };
  const twice = [job('a', 'Acme'), job('a', 'Beta'), job('b', 'Acme'), job('b', 'Acme')];
  for (const body of [jobs(...twice), jobs(...twice.toReversed())]) {
    const ended = await run(body, without('Acme'), { mapping });
    expect(ended).toMatchObject({ totalFetched: 4, totalImported: 1, skippedJobs: 3, duplicateJobs: 0 });
    expect(await open()).toEqual(['a']);
  }
});

test('an open job that is skipped is closed as excluded, and reopened when the condition is gone', async () => {
  const body = jobs(job('a'), job('b', 'Beta'), job('c'));
  await run(body, undefined);
  const closing = await run(body, without('Acme'));
  expect(closing).toMatchObject({
    status: 'completed',
    unchangedJobs: 1,
    skippedJobs: 2,
    removedJobs: 2,
    removal: { state: 'closed', vanishedJobs: 2, deletedJobs: 0, excludedJobs: 2, openBefore: 3 },
    fetch: { comparison: { fullReadReason: 'read-differently' } },
  });
  expect(await reasons()).toEqual(['a excluded', 'c excluded']);
  expect(await run(body, without('Acme'))).toMatchObject({ removedJobs: 0, removal: null, skippedJobs: 2 });
  const back = await run(body, without('Gamma'));
  expect(back).toMatchObject({ updatedJobs: 2, unchangedJobs: 1, skippedJobs: 0 });
  expect(await open()).toEqual(['a', 'b', 'c']);
  const stored = await pipeline.jobsOf(name);
  const a = stored.find(({ externalId }) => externalId === 'a');
  expect(a).toMatchObject({ closeReason: null, reopenedRunId: back.runId });
  expect(a?.closedBefore).toMatchObject({ reason: 'excluded', runId: closing.runId });
});

test('a job whose record changes is excluded, and reopened when it changes back', async () => {
  const before = jobs(job('a'), job('b'));
  await run(before, without('Beta'));
  expect(await run(jobs(job('a', 'Beta'), job('b')), without('Beta'))).toMatchObject({ removedJobs: 1 });
  expect(await reasons()).toEqual(['a excluded']);
  expect(await run(before, without('Beta'))).toMatchObject({ updatedJobs: 1, unchangedJobs: 1 });
  expect(await open()).toEqual(['a', 'b']);
});

test('missing, deleted and excluded jobs each have their own reason', async () => {
  const all = ['a', 'b', 'c', 'd'].map((id) => job(id, id === 'c' ? 'Beta' : 'Acme'));
  await run(jobs(...all), undefined);
  const left = jobs(job('a'), job('c', 'Beta'), job('d', 'Acme', '<status>closed</status>'));
  expect(await run(left, without('Beta'), { removeVanished: true })).toMatchObject({
    removedJobs: 3,
    removal: { vanishedJobs: 3, deletedJobs: 1, excludedJobs: 1 },
  });
  expect(await reasons()).toEqual(['b not-in-feed', 'c excluded', 'd deleted-by-feed']);
});

test('records of a delta are skipped, and their jobs are closed', async () => {
  const delta = (...records: string[]) => `<jobs type="incremental">${records.join('')}</jobs>`;
  await run(jobs(job('a'), job('b'), job('c')), without('Beta'));
  const ended = await run(delta(job('b', 'Beta'), job('n'), job('o', 'Beta')), without('Beta'));
  expect(ended).toMatchObject({ totalFetched: 3, newJobs: 1, skippedJobs: 2, removedJobs: 1 });
  expect(await open()).toEqual(['a', 'c', 'n']);
  expect(await reasons()).toEqual(['b excluded']);
});

test('a job that shared its id with another one is closed by the key that it has', async () => {
  const linked = (link: string, company: string) =>
    `<job><id>1</id><title>Job ${link}</title><url>https://b.example/${link}</url><company>${company}</company></job>`;
  const body = jobs(linked('x', 'Acme'), linked('y', 'Beta'), job('2', 'Acme'));
  expect(await run(body, undefined)).toMatchObject({ newJobs: 3 });
  expect(await run(body, without('Beta'))).toMatchObject({
    skippedJobs: 1,
    removedJobs: 1,
    unchangedJobs: 2,
  });
  const stored = await pipeline.jobsOf(name);
  expect(stored.map(({ jobUrl, status }) => `${jobUrl} ${status}`).sort()).toEqual([
    'https://b.example/x open',
    'https://b.example/y closed',
    'null open',
  ]);
});

describe('the shrink guard', () => {
  let guarded: RunningPipeline;
  beforeAll(async () => {
    guarded = await startPipeline({ shrinkLimitPercent: 20, batchSize: 3 });
    guarded.startWorker();
  });
  afterAll(() => guarded.close());
  const ids = [...'abcdefghij'];
  const body = jobs(...ids.map((id) => job(id, 'abc'.includes(id) ? 'Acme' : 'Beta')));

  test('holds excluded jobs back until that is confirmed, exact when the closing is repeated', async () => {
    const on = guarded;
    await run(body, undefined, { on });
    const held = {
      removedJobs: 0,
      removal: { state: 'held', vanishedJobs: 3, excludedJobs: 3, openBefore: 10 },
    };
    expect(await run(body, without('Acme'), { on })).toMatchObject({ status: 'completed', ...held });
    expect(await openIds(on, name)).toEqual(ids);
    // Compared with the last import, and in full.
    expect(await run(body, without('Acme'), { on, full: true })).toMatchObject(held);
    const last = await run(body, without('Acme'), { on });
    expect(last).toMatchObject({ ...held, fetch: { comparison: { fullReadReason: null } } });
    expect(await confirmRemoval(on.deps, last.runId)).toMatchObject({ removedJobs: 3 });
    const within = { limitPercent: 30, at: new Date(), before: async () => undefined };
    for (let time = 0; time < 2; time += 1) {
      const removal = await closeMissingJobs(on.database, last, within);
      expect(removal).toMatchObject({ state: 'closed', vanishedJobs: 3, excludedJobs: 3 });
      expect(await on.database.jobs.countClosedBy(last)).toBe(3);
    }
    expect(await openIds(on, name)).toEqual(ids.slice(3));
    expect(await run(body, without('Acme'), { on })).toMatchObject({ removedJobs: 0, removal: null });
  });

  test('forgets them when the filter changes, and keeps them while deltas do not list them', async () => {
    const on = guarded;
    await run(body, undefined, { on });
    const held = { removal: { state: 'held', excludedJobs: 3 } };
    expect(await run(body, without('Acme'), { on })).toMatchObject(held);
    const delta = `<jobs type="incremental">${job('k', 'Beta')}</jobs>`;
    expect(await run(delta, without('Acme'), { on })).toMatchObject(held);
    expect(await run(delta, without('Gamma'), { on })).toMatchObject({ removal: null });
    expect(await run(body, undefined, { on })).toMatchObject({ removal: null, unchangedJobs: 10 });
    expect(await openIds(on, name)).toEqual([...ids, 'k']);
  });
});

test('a source that is renamed keeps its filter and what it skipped', async () => {
  const body = jobs(job('a'), job('b', 'Beta'));
  const { runId } = await run(body, without('Beta'));
  const { database, deps } = pipeline;
  // The end of the run is known to its source.
  await expect.poll(() => database.importLogs.findEnding(`${feed.base}/${name}`, new Date(0))).toBeNull();
  await renameSource(database, { name, to: `${name} new`, now: deps.clock, timeoutMs: 10_000 });
  const source = await database.sources.findByName(`${name} new`);
  if (!source) throw new Error('the source has gone');
  expect(source.filter).toEqual(without('Beta'));
  expect(await database.importLogs.find(runId)).toMatchObject({ sourceName: source.name, skippedJobs: 1 });
  const again = await pipeline.startImport(source);
  expect(await pipeline.waitForEnd(again.runId)).toMatchObject({ skippedJobs: 1, unchangedJobs: 1 });
});

test('a feed that is read again after a failure counts what the last reading skipped', async () => {
  const body = jobs(...Array.from({ length: 90 }, (_, i) => job(`${i}`, i % 2 === 0 ? 'Acme' : 'Beta')));
  const retried = await startPipeline({ batchSize: 10 });
  retried.startWorker();
  let requests = 0;
  feed.pages.set(`/${name}`, () => {
    requests += 1;
    return requests === 1 ? { status: 503 } : { body };
  });
  const source = await retried.addSource({ name, url: `${feed.base}/${name}`, filter: without('Acme') });
  const { runId } = await retried.startImport(source);
  const ended = await retried.waitForEnd(runId);
  expect(ended).toMatchObject({ totalFetched: 90, newJobs: 45, skippedJobs: 45, error: null });
  expect(ended.fetch).toMatchObject({ fetchAttempt: 2, skippedBy: [{ count: 45 }] });
  await retried.close();
});

interface Item {
  id: number;
  company: string;
  title: number;
  broken: boolean;
}

const companies = ['Acme', 'Beta', 'Gamma', 'Delta'];
const item = fc.record({
  id: fc.integer({ min: 0, max: 900 }),
  company: fc.constantFrom(...companies),
  title: fc.integer({ min: 0, max: 60 }),
  broken: fc.integer({ min: 0, max: 120 }).map((n) => n === 0),
});
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.record({
  place,
  removed: fc.integer({ min: 0, max: 20 }),
  added: fc.array(item, { maxLength: 5 }),
});
const filters: (RecordFilter | undefined)[] = [
  undefined,
  without('Acme'),
  without('Acme', 'Beta'),
  {
    include: [{ field: 'company', startsWith: ['a', 'b', 'g'] }],
    exclude: [{ field: 'title', contains: ['job 7'] }],
  },
  { include: [{ field: 'company', is: ['delta'] }], exclude: [] },
];
const round = fc.record({
  edits: fc.array(edit, { maxLength: 4 }),
  filter: fc.constantFrom(...filters, null),
});

const titleOf = ({ title }: Item) => `Job ${title} ${'x'.repeat(title % 37)}`;
const render = (items: Item[]) =>
  jobs(
    ...items.map(({ id, company, broken, ...rest }) => {
      const text = `<description>${'Work. '.repeat(rest.title % 11)}</description>`;
      const title = broken ? '' : `<title>${titleOf({ id, company, broken, ...rest })}</title>`;
      return `<job><id>${id}</id>${title}<company>${company}</company>${text}</job>`;
    }),
  );

/** What an import does, by a model of it: a map of jobs. */
class Model {
  readonly jobs = new Map<number, { text: string; reason: string | null }>();
  readonly #closesMissing: boolean;

  constructor(closesMissing: boolean) {
    this.#closesMissing = closesMissing;
  }

  import(items: Item[], isSkipped: (item: Item) => boolean) {
    const counts = { new: 0, updated: 0, unchanged: 0, duplicate: 0, failed: 0, skipped: 0, closed: 0 };
    const [seen, failed, skipped] = [new Set<number>(), new Set<number>(), new Set<number>()];
    for (const one of items) {
      const text = JSON.stringify(one);
      if (one.broken) {
        counts.failed += 1;
        failed.add(one.id);
      } else if (isSkipped(one)) {
        counts.skipped += 1;
        skipped.add(one.id);
      } else if (seen.has(one.id)) counts.duplicate += 1;
      else {
        seen.add(one.id);
        const known = this.jobs.get(one.id);
        if (!known) counts.new += 1;
        else if (known.text !== text || known.reason !== null) counts.updated += 1;
        else counts.unchanged += 1;
        this.jobs.set(one.id, { text, reason: null });
      }
    }
    for (const [id, stored] of this.jobs) {
      if (stored.reason !== null || seen.has(id) || failed.has(id)) continue;
      if (skipped.has(id)) stored.reason = 'excluded';
      else if (this.#closesMissing) stored.reason = 'not-in-feed';
      if (stored.reason !== null) counts.closed += 1;
    }
    return counts;
  }
}

function isLeftOut(filter: RecordFilter | undefined, one: Item): boolean {
  if (filter === filters[3]) return one.company === 'Delta' || titleOf(one).startsWith('Job 7');
  if (filter === filters[4]) return one.company !== 'Delta';
  return filter?.exclude.some(({ is }) => is?.includes(one.company)) ?? false;
}

test('filters that change between imports skip, close and reopen exactly what a model of them says', async () => {
  let scenario = 0;
  let known = 0;
  const seen = { skipped: 0, excluded: 0, updated: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 400, maxLength: 700 }),
      fc.array(round, { minLength: 5, maxLength: 6 }),
      fc.boolean(),
      async (start, rounds, removeVanished) => {
        scenario += 1;
        const model = new Model(removeVanished);
        let items: Item[] = start;
        let filter: RecordFilter | undefined;
        for (const { edits, filter: next } of rounds) {
          filter = next === null ? filter : next;
          for (const { place: at, removed, added } of edits) {
            const index = Math.floor(at * items.length);
            items = [...items.slice(0, index), ...added, ...items.slice(index + removed)];
          }
          const config = {
            removeVanished,
            mapping: { identity: 'id' },
            failureThreshold: { percent: 50, records: 5 },
          };
          const expected = model.import(items, (one) => isLeftOut(filter, one));
          for (const full of [false, true]) {
            const named = `${full ? 'full' : 'compared'}-${scenario}`;
            const ended = await run(render(items), filter, { ...config, full, named });
            const { newJobs, updatedJobs, unchangedJobs, duplicateJobs } = ended;
            expect(ended).toMatchObject({ status: 'completed', error: null, totalFetched: items.length });
            expect({
              new: newJobs,
              updated: updatedJobs,
              unchanged: unchangedJobs,
              duplicate: duplicateJobs,
              failed: ended.failedJobs,
              skipped: ended.skippedJobs,
              closed: ended.removedJobs,
            }).toEqual(expected);
            const bySum = ended.fetch.skippedBy.reduce((sum, { count }) => sum + count, 0);
            expect(bySum).toBe(expected.skipped);
            const stored = await pipeline.jobsOf(named);
            expect(stored.map((one) => `${one.externalId} ${one.closeReason ?? 'open'}`).sort()).toEqual(
              [...model.jobs].map(([id, { reason }]) => `${id} ${reason ?? 'open'}`).sort(),
            );
            if (!full) known += ended.fetch.comparison?.knownRecords ?? 0;
          }
          seen.skipped += expected.skipped;
          seen.updated += expected.updated;
          seen.excluded += [...model.jobs.values()].filter(({ reason }) => reason === 'excluded').length;
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
  // Or else nothing was compared, skipped, closed or reopened.
  for (const count of [known, seen.skipped, seen.excluded, seen.updated]) expect(count).toBeGreaterThan(20);
}, 240_000);
