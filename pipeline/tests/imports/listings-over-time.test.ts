import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { describe, expect, onTestFinished, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

/* What several imports of one feed do: which jobs are new, closed or kept. */

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('listing', { shrinkLimitPercent: 100, batchSize: 2 }, (suite) => {
  ({ pipeline, feed, name } = suite);
  feed.requests.length = 0;
});

const job = (id: string, more = '', attributes = '') =>
  `<job${attributes}><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url>${more}</job>`;
const list = (ids: string[], more = '', attributes = '') =>
  `<jobs${attributes}>${ids.map((id) => job(id)).join('')}${more}</jobs>`;
const link = (href: string) => `<link rel="next" href="${href}"/>`;
const page = (ids: string[], next?: string) => list(ids, next === undefined ? '' : link(next));
const import_ = (choice: { full?: boolean } = {}) =>
  importOnce(pipeline, { name, url: `${feed.base}/${name}` }, choice);
const set = (body: string, query = '', headers = {}) => feed.set(`/${name}${query}`, body, headers);
async function run(body: string, choice: { full?: boolean } = {}) {
  set(body);
  const ended = await import_(choice);
  return { ...ended, codes: ended.warnings.flatMap(({ code }) => (code === 'links-missing' ? [] : [code])) };
}
const open = () => openIds(pipeline, name);
const all = ['a', 'b', 'c', 'd', 'e'];

describe('pages', () => {
  test('a job that moves to the next page while the feed is read is one job', async () => {
    set(page(['a', 'b', 'c'], '?page=2'));
    set(page(['d', 'e']), '?page=2');
    expect(await import_()).toMatchObject({ status: 'completed', newJobs: 5, duplicateJobs: 0 });
    set(`<jobs>${job('n')}${job('a')}${job('b')}${job('c', '<row>4</row>')}${link('?page=2')}</jobs>`);
    set(`<jobs>${job('c', '<row>5</row>')}${job('e')}</jobs>`, '?page=2');
    const counters = { status: 'completed', totalFetched: 6, duplicateJobs: 1, failedJobs: 0 };
    expect(await import_()).toMatchObject({ ...counters, newJobs: 1, removedJobs: 0 });
    // The same again, compared and in full.
    for (const [full, removedJobs] of [
      [false, 1],
      [true, 0],
    ] as const)
      expect(await import_({ full })).toMatchObject({ ...counters, unchangedJobs: 5, removedJobs });
    expect(await open()).toEqual(['a', 'b', 'c', 'e', 'n']);
  });

  test('a feed that becomes one page is requested with its validators again', async () => {
    set(page(['a', 'b'], '?page=2'), '', { etag: '"1"' });
    set(page(['c']), '?page=2');
    expect(await import_()).toMatchObject({ newJobs: 3, fetch: { pages: 2 } });
    set(list(['a', 'c']), '', { etag: '"2"' });
    expect(await import_()).toMatchObject({ removedJobs: 1, fetch: { pages: 1 } });
    feed.pages.set(`/${name}`, ({ headers }) =>
      headers['if-none-match'] === '"2"' ? { status: 304 } : { status: 500 },
    );
    expect(await import_()).toMatchObject({
      status: 'completed',
      removedJobs: 0,
      http: { notModified: true },
    });
    expect(await open()).toEqual(['a', 'c']);
  });

  test('a next page on another server, import after import, then the whole feed', async () => {
    await run(list(all));
    const elsewhere = page(['a', 'n'], 'https://elsewhere.example/2');
    for (const [newJobs, full] of [
      [1, false],
      [0, false],
      [0, true],
    ] as const) {
      expect(await run(elsewhere, { full })).toMatchObject({
        status: 'completed',
        error: null,
        newJobs,
        removedJobs: 0,
        codes: ['pages-unread'],
      });
    }
    expect(await open()).toEqual([...all, 'n']);
    expect(await run(list(['a', 'b', 'n']))).toMatchObject({
      status: 'completed',
      removedJobs: 3,
      codes: [],
    });
    expect(await open()).toEqual(['a', 'b', 'n']);
  });

  test('an attempt that fails on the second page begins with the first one again', async () => {
    await run(list(['x', 'a', 'b']));
    set(page(['n', 'a', 'b'], '?page=2'));
    let attempts = 0;
    feed.pages.set(`/${name}?page=2`, () => {
      attempts += 1;
      if (attempts > 1) return { body: list(['c']) };
      // Before the second attempt reads it, the board has withdrawn a new job.
      set(page(['a', 'm'], '?page=2'));
      return { status: 503 };
    });
    const ended = await import_();
    expect(ended).toMatchObject({ status: 'completed', totalFetched: 3, unchangedJobs: 1 });
    expect(ended.fetch).toMatchObject({ fetchAttempt: 2, pages: 2 });
    // Whatever the first attempt had written: only what the second one read is open, once it is missing twice.
    expect(await open()).toEqual(expect.arrayContaining(['a', 'c', 'm']));
    expect(await import_()).toMatchObject({ unchangedJobs: 3 });
    expect(await open()).toEqual(['a', 'c', 'm']);
    expect(await import_()).toMatchObject({ unchangedJobs: 3, removedJobs: 0 });
  });

  test('a worker that stops between two pages is replaced from the first page on', async () => {
    const other = await startPipeline({ shrinkLimitPercent: 100, batchSize: 2 });
    onTestFinished(async () => void (await other.close()));
    const source = { name, url: `${feed.base}/${name}` };
    const worker = other.startWorker('first');
    set(list(['a', 'b']));
    await importOnce(other, source);
    set(page(['n', 'a', 'o', 'p'], '?page=2'));
    const requested = new Promise<void>((resolve) => {
      feed.pages.set(`/${name}?page=2`, () => {
        resolve();
        return { hangs: true };
      });
    });
    const { runId } = await other.startImport(source);
    await requested;
    set(page(['a', 'p'], '?page=2'));
    set(list(['q']), '?page=2');
    await worker.close();
    other.startWorker('second');
    const ended = await other.waitForEnd(runId);
    expect(ended).toMatchObject({ status: 'completed', totalFetched: 3, fetch: { fetchAttempt: 2 } });
    expect(await openIds(other, name)).toEqual(expect.arrayContaining(['a', 'p', 'q']));
    await importOnce(other, source);
    expect(await openIds(other, name)).toEqual(['a', 'p', 'q']);
  });
});

describe('counts', () => {
  test.each<[string, string]>([
    ['a count of something else, which is lower', ' companies="2" count="2"'],
    ['a date', ' total="20260131"'.replace('total', 'generated')],
  ])('%s does not keep jobs open', async (_what, attributes) => {
    await run(list(all, '', attributes));
    expect(await run(list(['a', 'b', 'c'], '', attributes))).toMatchObject({ removedJobs: 2 });
  });
});

describe('lists of the newest jobs', () => {
  const item = (n: number, day: number) =>
    `<item><title>Job ${n}</title><guid>j${String(n).padStart(2, '0')}</guid><pubDate>${String(day).padStart(2, '0')} Mar 2026 09:00:00 GMT</pubDate></item>`;
  /** Two jobs are posted a day. */
  const board = (numbers: number[], title = 'Jobs') =>
    `<rss version="2.0"><channel><title>${title}</title>${numbers.map((n) => item(n, Math.ceil(n / 2))).join('')}</channel></rss>`;
  const down = (from: number, to: number, ...without: number[]) =>
    Array.from({ length: from - to + 1 }, (_, i) => from - i).filter((n) => !without.includes(n));
  const ids = (...numbers: number[]) => numbers.map((n) => `j${String(n).padStart(2, '0')}`).sort();

  test('ten jobs, two a day, and one that is closed in the middle', async () => {
    await run(board(down(10, 1)));
    expect(await run(board(down(12, 3)))).toMatchObject({
      newJobs: 2,
      removedJobs: 0,
      codes: ['newest-window'],
    });
    // 7 is gone although older jobs are listed: it cannot have slid out. 3 has.
    expect(await run(board(down(14, 4, 7)))).toMatchObject({
      newJobs: 2,
      removedJobs: 1,
      codes: ['newest-window'],
    });
    expect(await run(board(down(16, 6, 7)))).toMatchObject({ newJobs: 2, removedJobs: 0 });
    expect(await open()).toEqual(ids(...down(16, 1, 7)));
  });

  test.each(['Top 4 jobs', 'The 4 newest jobs', 'Les 4 dernières offres', 'Laatste 4 vacatures'])(
    'the title %s says that there are more',
    async (title) => {
      await run(board([4, 3, 2, 1], title));
      expect(await run(board([8, 7, 6, 5], title))).toMatchObject({
        removedJobs: 0,
        codes: ['newest-window'],
      });
      // As soon as there are fewer, it has all.
      expect(await run(board([8, 7, 6], title))).toMatchObject({ removedJobs: 5, codes: [] });
    },
  );

  test('a board of twelve whose oldest job is filled when one is posted, twice, then in other numbers', async () => {
    await run(board(down(12, 1)));
    // For as long as the number stays the same, it looks like a list of the newest twelve.
    for (const newest of [13, 14])
      expect(await run(board(down(newest, newest - 11)))).toMatchObject({ newJobs: 1, removedJobs: 0 });
    expect(await run(board(down(15, 5)))).toMatchObject({ newJobs: 1, removedJobs: 4, codes: [] });
    expect(await open()).toEqual(ids(...down(15, 5)));
    expect(await run(board(down(17, 6)))).toMatchObject({ newJobs: 2, removedJobs: 1, codes: [] });
    expect(await open()).toEqual(ids(...down(17, 6)));
  });
});

describe('deltas', () => {
  test('an empty delta, then one that names an unknown job, then a full load', async () => {
    await run(list(all, '', ' type="full"'));
    expect(await run('<jobs type="delta"></jobs>')).toMatchObject({
      status: 'completed',
      removedJobs: 0,
      totalFetched: 0,
    });
    expect(await run('<jobs type="delta"><job action="DELETE"><id>zzz</id></job></jobs>')).toMatchObject({
      status: 'completed',
      totalFetched: 0,
      failedJobs: 0,
      removedJobs: 0,
    });
    expect(await open()).toEqual(all);
    expect(await run('<jobs type="delta"><job action="DELETE"><id>b</id></job></jobs>')).toMatchObject({
      removedJobs: 1,
    });
    expect(await run(list(['a', 'c', 'd', 'n'], '', ' type="full"'))).toMatchObject({
      newJobs: 1,
      unchangedJobs: 3,
      removedJobs: 1,
    });
    expect(await open()).toEqual(['a', 'c', 'd', 'n']);
  });

  test('tombstones beside the entries of a channel', async () => {
    const entry = (id: string) => `<entry><id>urn:job:${id}</id><title>Job ${id}</title></entry>`;
    const atom = (content: string) =>
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0"><title>J</title>${content}</feed>`;
    const tombstone = (id: string) =>
      `<at:deleted-entry ref="urn:job:${id}" when="2026-03-01T00:00:00Z"><at:comment>Filled</at:comment></at:deleted-entry>`;
    await run(atom(all.map(entry).join('')));
    // Each in its place, a job that was listed again among them.
    const body = atom(tombstone('b') + entry('a') + tombstone('a') + entry('n') + tombstone('zzz'));
    expect(await run(body)).toMatchObject({
      status: 'completed',
      totalFetched: 2,
      newJobs: 1,
      removedJobs: 1,
    });
    expect(await open()).toEqual(['urn:job:a', 'urn:job:c', 'urn:job:d', 'urn:job:e', 'urn:job:n']);
  });

  test.each<[string, (id: string) => string]>([
    ['an attribute', (id) => job(id, '', ' status="inactive"')],
    ['an element', (id) => job(id, '<status>Closed</status>')],
    ['an expired state', (id) => job(id, '<state>expired</state>')],
    ['a filled job', (id) => job(id, '<jobStatus>Filled</jobStatus>')],
  ])('a job that is listed as no longer open is closed: by %s', async (_by, ended) => {
    await run(list(all));
    const body = `<jobs>${job('a')}${ended('b')}${job('c')}${ended('n')}${job('e')}</jobs>`;
    const expected = { status: 'completed', totalFetched: 3, newJobs: 0, failedJobs: 0 };
    // `d` is no longer in the feed.
    expect(await run(body)).toMatchObject({ ...expected, removedJobs: 2 });
    expect(await run(body)).toMatchObject({ ...expected, unchangedJobs: 3, removedJobs: 0 });
    expect(await open()).toEqual(['a', 'c', 'e']);
    expect(await run(list(['a', 'b', 'c']))).toMatchObject({ removedJobs: 1 });
    expect(await open()).toEqual(['a', 'b', 'c']);
  });

  test('a status that says something else is none of that', async () => {
    const body = `<jobs>${['Open', 'Active', 'Full-time', 'TX', 'Closed to agencies'].map((status, n) => job(String(n), `<status>${status}</status>`)).join('')}</jobs>`;
    expect(await run(body)).toMatchObject({ newJobs: 5 });
  });
});

describe('records that fail', () => {
  test('one whose id cannot be read for three imports, which is then gone', async () => {
    const nameless = '<job><title>Nobody</title></job>';
    await run(list(all));
    for (const full of [false, false, true])
      expect(await run(list(['a', 'b', 'c'], nameless), { full })).toMatchObject({
        status: 'completed',
        failedJobs: 1,
        removedJobs: 0,
        codes: ['records-unreadable', 'records-failed'],
      });
    expect(await open()).toEqual(all);
    expect(await run(list(['a', 'b', 'c']))).toMatchObject({
      status: 'completed',
      removedJobs: 2,
      codes: [],
    });
  });

  test('one whose title is lost for three imports, which is then gone', async () => {
    await run(list(all));
    const blank = job('b').replace(/<title>.*<\/title>/, '<title/>');
    for (let n = 0; n < 3; n += 1)
      expect(await run(list(['a', 'c', 'd', 'e'], blank))).toMatchObject({ failedJobs: 1, removedJobs: 0 });
    expect(await open()).toEqual(all);
    expect(await run(list(['a', 'c', 'd', 'e']))).toMatchObject({ failedJobs: 0, removedJobs: 1 });
  });

  test('a batch that is rejected closes nothing until it is written', async () => {
    await run(list(all));
    const key = sha1(`${feed.base}/${name}|n`);
    pipeline.failingKeys.add(key);
    const failed = await run(list(['a', 'n', 'c']));
    expect(failed).toMatchObject({ status: 'partial', removedJobs: 0 });
    expect(await open()).toEqual(all);
    pipeline.failingKeys.delete(key);
    await rerunBatches(pipeline.deps, { batchAttempts: 1 }, failed.runId, null);
    expect(await pipeline.waitForEnd(failed.runId)).toMatchObject({ status: 'completed', removedJobs: 3 });
    expect(await open()).toEqual(['a', 'c', 'n']);
  });
});
