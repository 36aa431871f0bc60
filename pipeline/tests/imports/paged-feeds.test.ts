import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importOnce, openIds, startChangingFeed } from '../support/changing-feed.ts';
import { failureOf, readAll, testFetcher } from '../support/feed-server.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const MAX_PAGES = 12;
let pipeline: RunningPipeline;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;
let other: Awaited<ReturnType<typeof startChangingFeed>>;
/** The name of the source of a test, and its path. */
let name = '';
let tests = 0;

beforeAll(async () => {
  [feed, other] = await Promise.all([startChangingFeed(), startChangingFeed()]);
  pipeline = await startPipeline({ shrinkLimitPercent: 100, maxPages: MAX_PAGES });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await Promise.all([feed.close(), other.close()]);
});
beforeEach(() => {
  tests += 1;
  name = `paged${tests}`;
  feed.requests.length = 0;
});

const entry = (id: string, title = `Job ${id}`) =>
  `<entry><id>${id}</id><title>${title}</title><link href="https://b.example/${id}"/></entry>`;
const atom = (ids: string[], next: string | null = null, behind = false) => {
  const link = next === null ? '' : `<link rel="next" href="${next}"/>`;
  const entries = ids.map((id) => entry(id)).join('');
  const content = behind ? entries + link : link + entries;
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title>${content}</feed>`;
};
const vacancy = (id: string) =>
  `<vacancy><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url></vacancy>`;
const search = (ids: string[], facts: string, before = false) =>
  `<search>${before ? facts : ''}${ids.map(vacancy).join('')}${before ? '' : facts}</search>`;
const run = (url = `/${name}`, choice = {}) => importOnce(pipeline, { name, url: feed.base + url }, choice);
const all = ['a', 'b', 'c', 'd', 'e'];

describe('pages are followed as one feed', () => {
  test.each<[string, () => void]>([
    ['by links before the records', () => atomPages(false)],
    ['by links behind the records', () => atomPages(true)],
    [
      'by Link headers',
      () => {
        feed.set(`/${name}`, atom(['a', 'b']), {
          link: `</x>; rel=prev, </${name}?page=2>; rel="next last"`,
        });
        feed.set(`/${name}?page=2`, atom(['c', 'd']), { link: `<?page=3>; rel=next` });
        feed.set(`/${name}?page=3`, atom(['e']));
      },
    ],
    [
      'by links of a channel',
      () => {
        const page = (ids: string[], link: string) =>
          `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>B</title>${link}${ids
            .map(
              (id) =>
                `<item><guid>${id}</guid><title>Job ${id}</title><link>https://b.example/${id}</link></item>`,
            )
            .join('')}</channel></rss>`;
        feed.set(
          `/${name}`,
          page(['a', 'b', 'c'], `<atom:link rel="next" href="/${name}?after=c&amp;n=3"/>`),
        );
        feed.set(`/${name}?after=c&n=3`, page(['d', 'e'], '<atom:link rel="self" href="/x"/>'));
      },
    ],
    [
      'by the number of pages behind the records',
      () => {
        feed.set(`/${name}`, search(['a', 'b'], '<totalPages>3</totalPages><totalResults>5</totalResults>'));
        feed.set(
          `/${name}?page=2`,
          search(['c', 'd'], '<totalPages>3</totalPages><totalResults>5</totalResults>'),
        );
        feed.set(
          `/${name}?page=3`,
          search(['e'], '<totalPages>3</totalPages><totalResults>5</totalResults>'),
        );
      },
    ],
    [
      'by the number of pages in a header',
      () => {
        const header = (page: number) =>
          `<header><paging><page-number>${page}</page-number><total-pages>2</total-pages></paging></header>`;
        feed.set(`/${name}`, search(['a', 'b', 'c'], header(1), true));
        feed.set(`/${name}?page=2`, search(['d', 'e'], header(2), true));
      },
    ],
  ])('%s', async (_title, publish) => {
    publish();
    const first = await run();
    expect(first).toMatchObject({ status: 'completed', totalFetched: 5, newJobs: 5, warnings: [] });
    expect(first.http?.bytes).toBeGreaterThan(5 * 50);
    expect(await openIds(pipeline, name)).toEqual(all);
    expect(await run()).toMatchObject({
      status: 'completed',
      unchangedJobs: 5,
      removedJobs: 0,
      fetch: { comparison: { fullReadReason: null, knownRecords: 5 } },
    });
  });

  function atomPages(behind: boolean): void {
    feed.set(`/${name}`, atom(['a', 'b'], `/${name}?page=2`, behind));
    feed.set(`/${name}?page=2`, atom(['c', 'd'], `${feed.base}/${name}?page=3#top`, behind));
    feed.set(`/${name}?page=3`, atom(['e'], null, behind));
  }

  test('by the parameter of the address, from the number in it', async () => {
    feed.set(`/${name}?q=x&p=0`, search(['a', 'b'], '<totalPages>2</totalPages>'));
    feed.set(`/${name}?q=x&p=1`, search(['c'], '<totalPages>2</totalPages>'));
    expect(await run(`/${name}?q=x&p=0`)).toMatchObject({ status: 'completed', newJobs: 3 });
    expect(feed.requests).toEqual([`/${name}?q=x&p=0`, `/${name}?q=x&p=1`]);
  });

  test('by the number of the first record', async () => {
    const facts = (start: number) =>
      `<opensearch:totalResults>5</opensearch:totalResults><opensearch:startIndex>${start}</opensearch:startIndex>`;
    feed.set(`/${name}?start=1`, search(['a', 'b'], facts(1), true));
    feed.set(`/${name}?start=3`, search(['c', 'd'], facts(3), true));
    feed.set(`/${name}?start=5`, search(['e'], facts(5), true));
    expect(await run(`/${name}?start=1`)).toMatchObject({ status: 'completed', newJobs: 5, warnings: [] });
  });

  test('from one page to several, with duplicates, and closing what is gone from two imports', async () => {
    feed.set(`/${name}`, atom(all));
    expect(await run()).toMatchObject({ newJobs: 5, fetch: { pages: 1 } });
    feed.set(`/${name}`, atom(['n', 'a', 'b'], '?page=2'));
    feed.set(`/${name}?page=2`, atom(['b', 'c', 'e']));
    expect(await run()).toMatchObject({
      status: 'completed',
      totalFetched: 6,
      newJobs: 1,
      unchangedJobs: 4,
      duplicateJobs: 1,
      removedJobs: 0,
      fetch: { pages: 2, missingOnce: 1 },
    });
    expect(await openIds(pipeline, name)).toEqual(['a', 'b', 'c', 'd', 'e', 'n']);
    expect(await run()).toMatchObject({
      status: 'completed',
      unchangedJobs: 5,
      removedJobs: 1,
      fetch: { missingOnce: 0, comparison: { fullReadReason: null } },
    });
    expect(await openIds(pipeline, name)).toEqual(['a', 'b', 'c', 'e', 'n']);
  });

  test('back to one page, which closes what is gone at once', async () => {
    atomPages(false);
    await run();
    feed.set(`/${name}`, atom(['a', 'c']));
    expect(await run()).toMatchObject({ removedJobs: 3, fetch: { pages: 1, missingOnce: null } });
    expect(await openIds(pipeline, name)).toEqual(['a', 'c']);
  });

  test('with the headers of the source, and without validators', async () => {
    const seen: unknown[] = [];
    const answer = (body: string) => (request: IncomingMessage) => {
      seen.push([request.headers['x-key'], request.headers['if-none-match']]);
      return { body, headers: { etag: '"same"' } };
    };
    feed.pages.set(`/${name}`, answer(atom(['a'], '?page=2')));
    feed.pages.set(`/${name}?page=2`, answer(atom(['b'])));
    const source = { name, url: `${feed.base}/${name}`, headers: { 'x-key': 'secret' } };
    await importOnce(pipeline, source);
    feed.pages.set(`/${name}?page=2`, answer(atom(['b', 'c'])));
    // The first page is the same: its validators must not hide the change of the second.
    expect(await importOnce(pipeline, source)).toMatchObject({ newJobs: 1, http: { notModified: false } });
    expect(seen).toEqual(Array.from({ length: 4 }, () => ['secret', undefined]));
  });
});

describe('a feed that changes between two pages', () => {
  const PAGE_SIZE = 5;
  /** What the server lists now; a reader gets the part from an offset on. */
  let listed: string[] = [];
  /** Called with what each page has, behind it. */
  let change: (page: string[]) => void = () => undefined;

  function publish(): void {
    const answer = (request: IncomingMessage) => {
      const from = Number(new URL(request.url ?? '', feed.base).searchParams.get('from'));
      const to = from + PAGE_SIZE;
      if (to < listed.length) feed.pages.set(`/${name}?from=${to}`, answer);
      const page = listed.slice(from, to);
      const body = atom(page, to < listed.length ? `?from=${to}` : null);
      change(page);
      return { body };
    };
    feed.pages.set(`/${name}`, answer);
  }
  const ids = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, n) => `j${String(from + n).padStart(3, '0')}`);

  test('closes no job that it has, and closes those that are gone', async () => {
    listed = ids(1, 17);
    change = () => undefined;
    publish();
    expect(await run()).toMatchObject({ newJobs: 17, removedJobs: 0 });
    // The 6th job moves from the second page to the first one, which is read already.
    change = () => {
      listed = listed.filter((id) => id !== 'j001');
    };
    expect(await run()).toMatchObject({ totalFetched: 16, removedJobs: 0, fetch: { missingOnce: 1 } });
    expect(await openIds(pipeline, name)).toEqual(ids(1, 17));
    expect(await run()).toMatchObject({ totalFetched: 16, removedJobs: 0, fetch: { missingOnce: 1 } });
    expect(await run()).toMatchObject({ totalFetched: 16, removedJobs: 1, fetch: { missingOnce: 0 } });
    expect(await openIds(pipeline, name)).toEqual(ids(2, 17));
  });

  test('leaves a job open for one more import that an import added which broke off', async () => {
    const pages = (first: string[], second: string) => {
      feed.set(`/${name}`, atom(first, '?page=2'));
      feed.set(`/${name}?page=2`, second);
    };
    pages(['a', 'b'], atom(['c', 'd']));
    expect(await run()).toMatchObject({ newJobs: 4 });
    pages(['a', 'n', 'b'], atom(['c', 'd']).slice(0, -20));
    expect(await run()).toMatchObject({ status: 'partial', newJobs: 1 });
    pages(['a', 'b'], atom(['c', 'd']));
    expect(await run()).toMatchObject({ removedJobs: 0, fetch: { missingOnce: 1 } });
    expect(await run()).toMatchObject({ removedJobs: 1, fetch: { missingOnce: 0 } });
  });

  test('leaves the jobs open that it had in this import or the one before', async () => {
    const edit = fc.record({ at: fc.nat(), adds: fc.boolean() });
    const reading = fc.record({
      edits: fc.array(fc.array(edit, { maxLength: 2 }), { maxLength: 5 }),
      full: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(reading, { minLength: 3, maxLength: 6 }), async (readings) => {
        tests += 1;
        name = `paged${tests}`;
        listed = ids(1, 22);
        let added = 100;
        let before: string[] = [];
        for (const { edits, full } of readings) {
          const served: string[] = [];
          const pending = edits.values();
          change = (page) => {
            served.push(...page);
            for (const { at, adds } of pending.next().value ?? []) {
              // Not at the ends: a list to which jobs come first and which they leave last is one of the newest jobs.
              const place = 1 + (at % (listed.length - 2));
              added += 1;
              listed = listed.toSpliced(place, adds ? 0 : 1, ...(adds ? ids(added, added) : []));
            }
          };
          publish();
          expect(await run(`/${name}`, { full })).toMatchObject({ status: 'completed' });
          expect(await openIds(pipeline, name)).toEqual([...new Set([...before, ...served])].sort());
          before = served;
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe('pages that cannot be read close nothing', () => {
  const unread = { status: 'partial', removedJobs: 0, error: { code: 'feed-incomplete' } };
  /** Nothing has failed: the feed is so. */
  const skipped = { status: 'completed', removedJobs: 0, error: null };
  const warned = (sample: string) => [
    expect.objectContaining({ code: 'pages-unread', samples: [expect.stringContaining(sample)] }),
  ];

  async function importAll(): Promise<void> {
    feed.set(`/${name}`, atom(all));
    expect(await run()).toMatchObject({ status: 'completed', newJobs: 5 });
  }

  test('on another server', async () => {
    await importAll();
    other.set(`/${name}`, atom(['c', 'd', 'e']));
    feed.set(`/${name}`, atom(['a', 'b'], `${other.base}/${name}`));
    const ended = await run();
    expect(ended).toMatchObject({ ...skipped, unchangedJobs: 2 });
    expect(ended.warnings).toMatchObject([{ code: 'pages-unread' }]);
    expect(other.requests).toEqual([]);
    expect(await openIds(pipeline, name)).toEqual(all);
  });

  test.each<[string, (ids: string[]) => string]>([
    ['a link', (ids) => atom(ids, '?page=2')],
    ['their number', (ids) => search(ids, '<totalPages>2</totalPages>')],
  ])('redirected to another server, which gets no request: by %s', async (_by, firstPage) => {
    const headers = { 'x-key': 'secret' };
    const basicAuth = { username: 'reader', password: 'secret' };
    const source = { name, url: `${feed.base}/${name}`, headers, basicAuth };
    feed.set(`/${name}`, atom(all));
    expect(await importOnce(pipeline, source)).toMatchObject({ status: 'completed', newJobs: 5 });
    const before = other.requests.length;
    const seen: unknown[] = [];
    other.set(`/${name}`, atom(['c', 'd', 'e']));
    feed.set(`/${name}`, firstPage(['a', 'b']));
    feed.pages.set(`/${name}?page=2`, ({ headers: { 'x-key': key, authorization } }) => {
      seen.push([key, authorization]);
      return { status: 302, headers: { location: `${other.base}/${name}` } };
    });
    const ended = await importOnce(pipeline, source);
    expect(ended).toMatchObject({ ...unread, totalFetched: 2, removal: null });
    expect(ended.error?.message).toContain(`redirects to ${other.base}, which is no server of the feed`);
    expect(ended.warnings).toEqual(warned('?page=2'));
    expect(seen).toEqual([['secret', expect.stringMatching(/^Basic /)]]);
    expect(other.requests).toHaveLength(before);
    expect(await openIds(pipeline, name)).toEqual(all);
  });

  test('that lead back to one that was read', async () => {
    await importAll();
    feed.set(`/${name}`, atom(['a', 'b'], '?page=2'));
    feed.set(`/${name}?page=2`, atom(['c'], `/${name}`));
    const ended = await run();
    expect(ended).toMatchObject({ ...skipped, totalFetched: 3 });
    expect(ended.warnings).toEqual(warned(`/${name}`));
  });

  test('that are the first one again', async () => {
    await importAll();
    const first = search(['a', 'b'], '<totalPages>3</totalPages>');
    feed.set(`/${name}`, first);
    feed.set(`/${name}?page=2`, first);
    const ended = await run();
    expect(ended).toMatchObject({ ...skipped, totalFetched: 2, duplicateJobs: 0 });
    expect(ended.warnings).toEqual(warned(`/${name}?page=2`));
    expect(feed.requests).toEqual([`/${name}`, `/${name}`, `/${name}?page=2`]);
  });

  test('that do not exist', async () => {
    await importAll();
    feed.set(`/${name}`, atom(['a', 'b'], '?page=2'));
    const ended = await run();
    expect(ended).toMatchObject({ ...unread, unchangedJobs: 2 });
    expect(ended.warnings).toEqual(warned('?page=2'));
    expect(await openIds(pipeline, name)).toEqual(all);
  });

  test('that are no feed, or are cut off', async () => {
    await importAll();
    feed.set(`/${name}`, atom(['a', 'b'], '?page=2'));
    feed.set(`/${name}?page=2`, '<html><title>Log in</title></html>');
    expect(await run()).toMatchObject(unread);
    feed.set(`/${name}?page=2`, atom(['c', 'd']).slice(0, -60));
    expect(await run()).toMatchObject({
      status: 'partial',
      removedJobs: 0,
      error: { code: 'feed-truncated' },
    });
    expect(await openIds(pipeline, name)).toEqual(all);
  });

  test('whose server fails: what was read is imported after the last attempt', async () => {
    await importAll();
    feed.set(`/${name}`, atom(['n', 'b'], '?page=2'));
    feed.pages.set(`/${name}?page=2`, { status: 503 });
    const ended = await run();
    expect(ended).toMatchObject({
      status: 'partial',
      newJobs: 1,
      removedJobs: 0,
      error: { code: 'feed-http-error', message: expect.stringContaining('?page=2') },
    });
    expect(ended.warnings).toEqual(warned('?page=2'));
    expect(feed.requests.filter((path) => path.endsWith('?page=2'))).toHaveLength(3);
    expect(await openIds(pipeline, name)).toEqual([...all, 'n']);
  });

  test('beyond the limit', async () => {
    await importAll();
    for (let page = 2; page <= 40; page += 1)
      feed.set(`/${name}?page=${page}`, atom([`p${page}`], `?page=${page + 1}`));
    feed.set(`/${name}`, atom(['a'], '?page=2'));
    const ended = await run();
    expect(ended).toMatchObject({ ...unread, totalFetched: MAX_PAGES, newJobs: MAX_PAGES - 1 });
    expect(ended.error?.message).toContain('FETCH_MAX_PAGES');
  });
});

describe('a count that does not fit', () => {
  test('closes nothing if it is higher, whatever the pages', async () => {
    feed.set(`/${name}`, search(all, '<numberOfJobs>5</numberOfJobs>', true));
    expect(await run()).toMatchObject({ newJobs: 5, warnings: [] });
    feed.set(`/${name}`, search(['a', 'b'], '<numberOfJobs>5</numberOfJobs>', true));
    expect(await run()).toMatchObject({
      status: 'completed',
      unchangedJobs: 2,
      removedJobs: 0,
      warnings: [{ code: 'count-mismatch', message: 'the feed says that it holds 5 records, and has 2' }],
    });
    feed.set(`/${name}`, search(['a', 'b'], '<numberOfJobs>2</numberOfJobs>', true));
    expect(await run()).toMatchObject({ removedJobs: 3, warnings: [] });
  });

  test('is only reported if it is lower, or not one of the feed', async () => {
    feed.set(`/${name}`, search(all, '<total>9</total>'.replace('9', '3')));
    expect(await run()).toMatchObject({ newJobs: 5, warnings: [{ code: 'count-mismatch' }] });
    feed.set(`/${name}`, search(['a', 'b'], '<facets><facet><count>70</count></facet></facets>', true));
    expect(await run()).toMatchObject({ removedJobs: 3, warnings: [] });
  });
});

test('the limit of bytes holds over all pages', async () => {
  for (let n = 1; n <= 9; n += 1)
    feed.set(`/${name}?page=${n}`, atom([`j${n}`.padEnd(1_000, 'x')], `?page=${n + 1}`));
  const reading = readAll(`${feed.base}/${name}?page=1`, {}, testFetcher({ maxBytes: 10_000 }));
  expect(await failureOf(reading)).toMatchObject({ code: 'feed-too-large', details: { maxBytes: 10_000 } });
  expect(feed.requests.length).toBeLessThan(9);
});

test('the headers of the source are sent to its own server only', async () => {
  const seen: (string | undefined)[] = [];
  const answer = (body: string) => (request: IncomingMessage) => {
    seen.push(request.headers['x-key']?.toString());
    return { body };
  };
  other.pages.set(`/${name}`, answer(atom(['a'], '?page=2')));
  other.pages.set(`/${name}?page=2`, answer(atom(['b'], `${feed.base}/${name}?page=3`)));
  feed.pages.set(`/${name}?page=3`, answer(atom(['c'])));
  feed.pages.set(`/${name}`, { status: 302, headers: { location: `${other.base}/${name}` } });
  const requestHeaders = { 'x-key': 'secret' };
  const { summary } = await readAll(`${feed.base}/${name}`, {}, testFetcher(), { requestHeaders });
  expect(summary).toMatchObject({ records: 3, complete: true });
  expect(seen).toEqual([undefined, undefined, 'secret']);
});

test('a page may redirect to a server that an earlier page came from, without the headers of the source', async () => {
  const seen: (string | undefined)[] = [];
  const answer = (body: string) => (request: IncomingMessage) => {
    seen.push(request.headers['x-key']?.toString());
    return { body };
  };
  feed.pages.set(`/${name}`, { status: 302, headers: { location: `${other.base}/${name}` } });
  other.pages.set(`/${name}`, answer(atom(['a'], `${feed.base}/${name}?page=2`)));
  feed.pages.set(`/${name}?page=2`, { status: 302, headers: { location: `${other.base}/${name}?page=2` } });
  other.pages.set(`/${name}?page=2`, answer(atom(['b'])));
  const requestHeaders = { 'x-key': 'secret' };
  const { summary } = await readAll(`${feed.base}/${name}`, {}, testFetcher(), { requestHeaders });
  expect(summary).toMatchObject({ records: 2, complete: true });
  expect(seen).toEqual([undefined, undefined]);
});

test('a thousand pages of ten records are one feed', async () => {
  const page = (n: number) => Array.from({ length: 10 }, (_, i) => `j${n}-${i}`);
  for (let n = 2; n <= 1_000; n += 1)
    feed.set(`/${name}?page=${n}`, atom(page(n), n === 1_000 ? null : `?page=${n + 1}`));
  feed.set(`/${name}`, atom(page(1), '?page=2'));
  const { outcomes, summary } = await readAll(
    `${feed.base}/${name}`,
    {},
    testFetcher({ totalTimeoutMs: 60_000 }),
  );
  expect(outcomes).toHaveLength(10_000);
  expect(new Set(outcomes.map(({ job }) => job?.externalId)).size).toBe(10_000);
  expect(outcomes.at(-1)?.position).toBe(9_999);
  expect(summary).toMatchObject({ complete: true, pages: 1_000 });
}, 60_000);
