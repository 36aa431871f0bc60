import { type Run, runCounters } from '@feedflow/shared/model/run';
import { confirmRemoval } from '@feedflow/shared/run/confirm-removal';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, startChangingFeed } from '../support/changing-feed.ts';
import { serve } from '../support/feed-server.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

interface Item {
  id: number | null;
  link: number | null;
  title: number;
  date: string;
  salary: string;
  text: string;
  broken: boolean;
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

/** Long enough to differ in length too: the borders of segments depend on all of a record. */
function render(items: Item[], title = 'Board'): string {
  const texts = items.map(({ id, link, title: number, date, salary, text, broken }) => {
    const fields = [
      id === null ? '' : `<guid>${id}</guid>`,
      link === null ? '' : `<link>https://board.test/${link}</link>`,
      broken ? '<author>nobody</author>' : `<title>Job ${number} ${'x'.repeat(number % 37)}</title>`,
      `<pubDate>${date}</pubDate><salary>${salary}</salary>`,
      `<description>${`Work no. ${number}. `.repeat(3)}${text}</description>`,
    ];
    return `<item>${fields.join('')}</item>`;
  });
  return `<rss version="2.0"><channel><title>${title}</title>${texts.join('\n')}</channel></rss>`;
}

/** @param breaks whether the connection is lost near the end of the body, the first time */
async function importBody(
  name: string,
  body: string,
  { full = false, breaks = false }: { full?: boolean; breaks?: boolean } = {},
): Promise<Run> {
  let requests = 0;
  feed.pages.set(`/${name}`, () => {
    requests += 1;
    return breaks && requests === 1 ? { body: body.slice(0, -20), breaks } : { body };
  });
  const source = await pipeline.addSource({ name, url: `${base}/${name}`, removeVanished: true });
  const { runId } = await pipeline.startImport(source, { full });
  const run = await pipeline.waitForEnd(runId);
  return run;
}

/** What a run says of itself, but for times and names. */
function facts(run: Run) {
  const failures = run.failures.map(({ position, reasonCode, message }) => ({
    position,
    reasonCode,
    message,
  }));
  const warnings = run.warnings.map(({ code, count }) => `${code} ${count}`).sort();
  const { status, failureTotals, removal, error } = run;
  const { fill, openBefore } = run.fetch;
  return {
    status,
    fill,
    openBefore,
    ...runCounters.parse(run),
    failureTotals,
    failures,
    warnings,
    removal,
    error,
  };
}

async function storedJobs(name: string) {
  const jobs = await pipeline.jobsOf(name);
  return jobs
    .map(({ externalId, jobUrl, title, description, status, closedAt }) =>
      JSON.stringify([externalId, jobUrl, title, description, status, closedAt !== null]),
    )
    .sort();
}

const few = fc.integer({ min: 0, max: 60 });
const item = fc.record({
  id: fc.option(fc.oneof(few, fc.integer({ min: 100, max: 900 })), { nil: null, freq: 8 }),
  link: fc.option(few, { nil: null, freq: 5 }),
  title: few,
  date: fc.constantFrom('2026-10-01', '2026-10-02', '', 'Posted 3 days ago', 'soon'),
  salary: fc.constantFrom('', '20 EUR', 'competitive', 'grade 7'),
  text: fc.constantFrom('', 'By night.'),
  broken: fc.integer({ min: 0, max: 150 }).map((n) => n === 0),
});
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    place,
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), place, length: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    kind: fc.constant('move' as const),
    place,
    to: place,
    length: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({
    kind: fc.constant('repeat' as const),
    place,
    to: place,
    length: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({ kind: fc.constant('change' as const), place, title: few }),
);
const round = fc.record({
  edits: fc.array(edit, { maxLength: 5 }),
  // A few only: an import that is repeated takes a second longer.
  breaks: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(items: Item[], change: Edit): Item[] {
  const at = Math.floor(change.place * items.length);
  if (change.kind === 'insert') return [...items.slice(0, at), ...change.items, ...items.slice(at)];
  if (change.kind === 'change')
    return items.map((one, i) => (i === at ? { ...one, title: change.title } : one));
  const cut = items.slice(at, at + change.length);
  const rest = change.kind === 'repeat' ? items : [...items.slice(0, at), ...items.slice(at + change.length)];
  if (change.kind === 'remove') return rest;
  const to = Math.floor(change.to * rest.length);
  return [...rest.slice(0, to), ...cut, ...rest.slice(to)];
}

test('an incremental import counts and writes exactly what a full import does', async () => {
  let scenario = 0;
  let known = 0;
  const warned = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 500, maxLength: 900 }),
      fc.array(round, { minLength: 4, maxLength: 6 }),
      async (start, rounds) => {
        scenario += 1;
        const [delta, full] = [`delta-${scenario}`, `full-${scenario}`];
        let items: Item[] = start;
        for (const { edits, breaks } of [{ edits: [], breaks: false }, ...rounds]) {
          items = edits.reduce(apply, items);
          const body = render(items);
          const run = await importBody(delta, body, { breaks });
          const reference = await importBody(full, body, { full: true, breaks });
          expect(facts(run)).toEqual(facts(reference));
          expect(await storedJobs(delta)).toEqual(await storedJobs(full));
          expect(reference.fetch.comparison).toEqual({ fullReadReason: 'requested', knownRecords: 0 });
          if (run.fetch.comparison?.fullReadReason === null)
            for (const { code } of run.warnings) warned.add(code);
          known += run.fetch.comparison?.knownRecords ?? 0;
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
  // Or else nothing was compared.
  expect(known).toBeGreaterThan(500);
  expect([...warned]).toEqual(
    expect.arrayContaining(['dates-unreadable', 'salaries-unreadable', 'links-missing', 'links-shared']),
  );
}, 180_000);

const job = (id: number, title = id): Item => ({
  id,
  link: null,
  title,
  date: '',
  salary: '',
  text: '',
  broken: false,
});
const jobs = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => job(from + i));

test('a run has the reason for a full read, or the number of known records', async () => {
  const reason = (run: Run) => run.fetch.comparison?.fullReadReason;
  const items = jobs(0, 600);
  expect(reason(await importBody('reasons', render(items)))).toBe('nothing-to-compare');
  const again = await importBody('reasons', render(items));
  expect(again).toMatchObject({ unchangedJobs: 600, meta: { totalBatches: 0 } });
  expect(again.fetch.comparison).toEqual({ fullReadReason: null, knownRecords: 600 });

  const changed = items.map((one) => (one.id === 300 ? job(300, 1) : one));
  const delta = await importBody('reasons', render(changed));
  expect(delta).toMatchObject({ updatedJobs: 1, unchangedJobs: 599, meta: { totalBatches: 1 } });
  expect(delta.fetch.comparison?.knownRecords).toBe(599);

  expect(reason(await importBody('reasons', render(changed, 'Another name')))).toBe('read-differently');
  expect(reason(await importBody('reasons', render(changed, 'Another name'), { full: true }))).toBe(
    'requested',
  );
  await pipeline.db.collection('jobs').deleteOne({ sourceName: 'reasons', externalId: '17' });
  const mended = await importBody('reasons', render(changed, 'Another name'));
  expect(reason(mended)).toBe('jobs-disagree');
  expect(mended).toMatchObject({ newJobs: 1, unchangedJobs: 599 });
  const readFully = (at: Date) =>
    pipeline.db
      .collection('import_manifests')
      .updateOne({ sourceUrl: `${base}/reasons` }, { $set: { fullReadAt: at } });
  // Incremental imports do not put the next full one off.
  const fullReadAt = new Date(Date.now() - 3_000_000);
  await readFully(fullReadAt);
  expect(reason(await importBody('reasons', render(items, 'Another name')))).toBeNull();
  const { importManifests } = pipeline.database;
  expect(await importManifests.findLast(`${base}/reasons`)).toMatchObject({ trusted: true, fullReadAt });
  await readFully(new Date(Date.now() - 3_700_000));
  expect(reason(await importBody('reasons', render(changed, 'Another name')))).toBe('due');
  await pipeline.db.collection('import_manifest_parts').deleteMany({ sourceUrl: `${base}/reasons` });
  expect(reason(await importBody('reasons', render(changed, 'Another name')))).toBe('nothing-to-compare');
});

test('a feed that was not modified is read where a full import is due, and where MongoDB has other jobs', async () => {
  const name = 'unmodified';
  const url = pipeline.feedsUrl + pipeline.feeds.publish(name, { records: 30, etag: 1 });
  const source = await pipeline.addSource({ name, url });
  const imported = async () => {
    const { http, fetch } = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
    return http?.notModified ? 'not-modified' : fetch.comparison?.fullReadReason;
  };
  expect(await imported()).toBe('nothing-to-compare');
  expect(await imported()).toBe('not-modified');
  await pipeline.db.collection('jobs').deleteOne({ sourceName: name });
  expect(await imported()).toBe('jobs-disagree');
  expect(await imported()).toBe('not-modified');
  const fullReadAt = new Date(Date.now() - 3_700_000);
  await pipeline.db.collection('import_manifests').updateOne({ sourceUrl: url }, { $set: { fullReadAt } });
  expect(await imported()).toBe('due');
  expect(await imported()).toBe('not-modified');
});

test('a feed that lists all of its jobs twice counts the same each time', async () => {
  const body = render([...jobs(0, 600), ...jobs(0, 600)]);
  const counts = { totalFetched: 1_200, duplicateJobs: 600, removedJobs: 0, failedJobs: 0 };
  expect(await importBody('twice', body)).toMatchObject({ ...counts, newJobs: 600 });
  for (const _ of [1, 2])
    expect(await importBody('twice', body)).toMatchObject({
      ...counts,
      unchangedJobs: 600,
      fetch: { comparison: { fullReadReason: null, knownRecords: 1_200 }, fill: { jobs: 600 } },
      meta: { totalBatches: 0 },
    });
});

test('jobs that are no longer in the feed are closed, and reopened when they return', async () => {
  await importBody('vanish', render(jobs(0, 200)));
  expect(await importBody('vanish', render(jobs(20, 200)))).toMatchObject({
    status: 'completed',
    totalFetched: 180,
    unchangedJobs: 180,
    removedJobs: 20,
    removal: { state: 'closed', vanishedJobs: 20, openBefore: 200 },
  });
  const closed = (await pipeline.jobsOf('vanish')).filter(({ status }) => status === 'closed');
  expect(closed.map(({ externalId }) => Number(externalId)).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, i) => i),
  );
  const back = await importBody('vanish', render(jobs(10, 200)));
  expect(back).toMatchObject({ updatedJobs: 10, unchangedJobs: 180, removedJobs: 0, removal: null });
  expect(await pipeline.database.jobs.countOpen(`${base}/vanish`)).toBe(190);
  const [first] = closed;
  const reopened = (await pipeline.jobsOf('vanish')).filter(({ reopenedAt }) => reopenedAt);
  expect(reopened).toHaveLength(10);
  for (const { updatedAt, reopenedAt, ...rest } of reopened) {
    expect(updatedAt).toEqual(reopenedAt);
    expect(rest).toMatchObject({
      status: 'open',
      closedAt: null,
      closeReason: null,
      reopenedRunId: back.runId,
      updatedRunId: back.runId,
      closedBefore: { at: first?.closedAt, runId: first?.closedRunId, reason: 'not-in-feed' },
    });
  }
  // Neither closing nor reopening makes a job look changed to the next import.
  expect(await importBody('vanish', render(jobs(10, 200)), { full: true })).toMatchObject({
    updatedJobs: 0,
    unchangedJobs: 190,
  });
});

test('closes nothing for a feed that was cut off, or without removeVanished', async () => {
  const whole = render(jobs(0, 100));
  await importBody('cut', whole);
  expect(await importBody('cut', whole.slice(0, whole.length / 2))).toMatchObject({
    status: 'partial',
    removedJobs: 0,
    removal: null,
    fetch: { complete: false, manifestId: null },
  });
  expect(await pipeline.database.jobs.countOpen(`${base}/cut`)).toBe(100);
  // What was written of it is no longer what the manifest says, had anything changed.
  expect(await importBody('cut', whole)).toMatchObject({ unchangedJobs: 100 });
});

test('a failed batch leaves no trusted manifest; its re-run does', async () => {
  const items = jobs(0, 100);
  feed.set('/rerun', render(items));
  const source = await pipeline.addSource({ name: 'rerun', url: `${base}/rerun` });
  const key = sha1(`${base}/rerun|30`);
  pipeline.failingKeys.add(key);
  const { runId } = await pipeline.startImport(source);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', failedJobs: 25 });
  pipeline.failingKeys.delete(key);
  expect(await pipeline.database.importManifests.findLast(`${base}/rerun`)).toBe(null);
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 100, attempt: 2 });
  expect(await pipeline.database.importManifests.findLast(`${base}/rerun`)).toMatchObject({ trusted: true });
  expect(await importBody('rerun', render(items))).toMatchObject({
    unchangedJobs: 100,
    fetch: { comparison: { knownRecords: 100 } },
  });
});

test('a re-run of an older run leaves no trusted manifest of newer ones', async () => {
  const older = jobs(0, 100);
  feed.set('/old', render(older));
  const source = await pipeline.addSource({ name: 'old', url: `${base}/old` });
  const key = sha1(`${base}/old|30`);
  pipeline.failingKeys.add(key);
  const { runId } = await pipeline.startImport(source);
  await pipeline.waitForEnd(runId);
  pipeline.failingKeys.delete(key);
  const newer = older.map((one) => job(one.id as number, 7));
  await importBody('old', render(newer));
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null);
  await pipeline.waitForEnd(runId);
  expect(await importBody('old', render(newer))).toMatchObject({
    updatedJobs: 25,
    unchangedJobs: 75,
    fetch: { comparison: { fullReadReason: 'written-since' } },
  });
});

test('an identical body with status 200 is not parsed', async () => {
  let requests = 0;
  const body = render(jobs(0, 50));
  const etagged = await serve((_request, response) => {
    requests += 1;
    response.writeHead(200, { etag: '"same"', 'content-type': 'application/rss+xml' }).end(body);
  });
  const source = await pipeline.addSource({ name: 'same-etag', url: `${etagged}/feed` });
  for (const expected of [{ newJobs: 50 }, { unchangedJobs: 50, meta: { totalBatches: 0 } }]) {
    const { runId } = await pipeline.startImport(source);
    const run = await pipeline.waitForEnd(runId);
    expect(run).toMatchObject({ ...expected, http: { status: 200, etag: '"same"', notModified: false } });
  }
  expect(requests).toBe(2);
});

test('a feed that lost too many jobs at once has none closed until that is confirmed', async () => {
  const guarded = await startPipeline({ batchSize: 25, shrinkLimitPercent: 20 });
  onTestFinished(async () => void (await guarded.close()));
  guarded.startWorker();
  const source = await guarded.addSource({ name: 'shrink', url: `${base}/shrink`, removeVanished: true });
  const run = async (items: Item[]) => {
    feed.set('/shrink', render(items));
    const { runId } = await guarded.startImport(source);
    const ended = await guarded.waitForEnd(runId);
    await expect
      .poll(() => guarded.database.importManifests.findLast(source.url))
      .toMatchObject({
        id: ended.fetch.manifestId,
        trusted: true,
      });
    return ended;
  };
  await run(jobs(0, 100));
  expect(await run(jobs(20, 100))).toMatchObject({ removedJobs: 20, removal: { state: 'closed' } });
  const held = { state: 'held', vanishedJobs: 30, openBefore: 80, limitPercent: 20, confirmedAt: null };
  expect(await run(jobs(50, 100))).toMatchObject({ status: 'completed', removedJobs: 0, removal: held });
  // And the next run says so again, although nothing has changed since.
  const again = await run(jobs(50, 100));
  expect(again).toMatchObject({ removedJobs: 0, removal: held });
  expect(await guarded.database.jobs.countOpen(source.url)).toBe(80);

  expect(await confirmRemoval(guarded.deps, again.runId)).toMatchObject({ removedJobs: 30 });
  expect(await guarded.database.importLogs.find(again.runId)).toMatchObject({
    removedJobs: 30,
    removal: { state: 'closed', confirmedAt: expect.any(Date) },
  });
  expect(await guarded.database.jobs.countOpen(source.url)).toBe(50);
  await expect(confirmRemoval(guarded.deps, again.runId)).rejects.toMatchObject({
    code: 'nothing-to-confirm',
  });
  const after = await run(jobs(50, 100));
  expect(after).toMatchObject({ removal: null, fetch: { comparison: { fullReadReason: null } } });
});
