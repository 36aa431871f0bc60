import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFeed } from '../../src/import/read-feed.ts';
import { type ChangingFeed, startChangingFeed } from '../support/changing-feed.ts';
import { readAll, serve, testFetcher } from '../support/feed-server.ts';
import { modified } from '../support/outcomes.ts';

/* The forms in which feeds say that they have several pages, each read once. */

let feed: ChangingFeed;
beforeAll(async () => {
  feed = await startChangingFeed();
});
afterAll(() => feed.close());
beforeEach(() => {
  feed.pages.clear();
  feed.requests.length = 0;
});

const job = (id: string | number) => `<job><id>${id}</id><title>Job ${id}</title></job>`;
const jobs = (ids: (string | number)[], { head = '', tail = '', attributes = '' } = {}) =>
  `<jobs${attributes}>${head}${ids.map(job).join('')}${tail}</jobs>`;
const entry = (id: string) => `<entry><id>${id}</id><title>Job ${id}</title></entry>`;
const atom = (ids: string[], link = '', attributes = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom"${attributes}><title>Jobs</title>${link}${ids.map(entry).join('')}</feed>`;
const next = (href: string) => `<link rel="next" href="${href}"/>`;

/** Serves the documents by their path and query, and reads the feed at the first one. */
async function read(documents: Record<string, string | Buffer>) {
  for (const [path, body] of Object.entries(documents)) feed.set(path, body);
  const { outcomes, summary, reading } = await readAll(`${feed.base}${Object.keys(documents)[0]}`);
  return {
    ids: outcomes.map((outcome) => outcome.job?.externalId),
    titles: outcomes.map((outcome) => outcome.job?.title),
    complete: summary.complete,
    showsMissing: summary.showsMissing,
    // Most of these jobs have no link.
    warnings: reading.warnings.list().flatMap(({ code }) => (code === 'links-missing' ? [] : [code])),
    requests: [...feed.requests],
  };
}

const whole = { complete: true, showsMissing: true, warnings: [] };
const unread = { complete: true, showsMissing: false, warnings: ['pages-unread'] };

describe('pages are followed', () => {
  test.each<[string, Record<string, string>]>([
    [
      'a link that is relative to xml:base',
      {
        '/f': atom(['1', '2'], next('p2'), ' xml:base="/archive/jobs/"'),
        '/archive/jobs/p2': atom(['3']),
      },
    ],
    [
      'a link that is relative to its own xml:base',
      { '/f': atom(['1', '2'], '<link xml:base="/own/" rel="next" href="p2"/>'), '/own/p2': atom(['3']) },
    ],
    [
      'atom10:link in a channel',
      {
        '/f': `<rss version="2.0" xmlns:atom10="http://www.w3.org/2005/Atom"><channel><title>J</title><atom10:link rel="next" href="/f?p=2"/>${[1, 2].map((n) => `<item><guid>${n}</guid><title>Job ${n}</title></item>`).join('')}</channel></rss>`,
        '/f?p=2':
          '<rss version="2.0"><channel><item><guid>3</guid><title>Job 3</title></item></channel></rss>',
      },
    ],
    [
      'attributes of a pagination element',
      {
        '/f': jobs([1], { head: '<meta><pagination current="1" last="3"/></meta>' }),
        '/f?page=2': jobs([2], { head: '<meta><pagination current="2" last="3"/></meta>' }),
        '/f?page=3': jobs([3], { head: '<meta><pagination current="3" last="3"/></meta>' }),
      },
    ],
    [
      'elements of a pagination element',
      {
        '/f': jobs([1, 2], { tail: '<pagination><current>1</current><last>2</last></pagination>' }),
        '/f?page=2': jobs([3], { tail: '<pagination><current>2</current><last>2</last></pagination>' }),
      },
    ],
    [
      'a page element with its number and theirs',
      {
        '/f?pg=1': jobs([1, 2], { head: '<page number="1" of="2"/>' }),
        '/f?pg=2': jobs([3], { head: '<page number="2" of="2"/>' }),
      },
    ],
    [
      'a number in the address, whose other parts stay as they are',
      {
        '/f?q=M%FCnchen;t=a%20b&all&page[number]=1&x=50%': jobs([1, 2], {
          head: '<totalPages>2</totalPages>',
        }),
        '/f?q=M%FCnchen;t=a%20b&all&page[number]=2&x=50%': jobs([3], { head: '<totalPages>2</totalPages>' }),
      },
    ],
    [
      'a number that the address does not have, whose parts stay as they are',
      {
        '/f?q=M%FCnchen&all': jobs([1, 2], { head: '<totalPages>2</totalPages>' }),
        '/f?q=M%FCnchen&all&page=2': jobs([3], { head: '<totalPages>2</totalPages>' }),
      },
    ],
    [
      'a number whose parameter has no value',
      {
        '/f?page&q=1': jobs([1, 2], { head: '<totalPages>2</totalPages>' }),
        '/f?page=2&q=1': jobs([3], { head: '<totalPages>2</totalPages>' }),
      },
    ],
    [
      'attributes of the root, the count of the page before the total',
      {
        '/f?page=1': jobs([1, 2], { attributes: ' count="2" total="3"' }),
        '/f?page=2': jobs([3], { attributes: ' count="1" total="3"' }),
      },
    ],
    [
      'an offset and a limit in the query, with a total',
      {
        '/f?offset=0&limit=2': jobs([1, 2], { head: '<total>3</total>' }),
        '/f?offset=2&limit=2': jobs([3], { head: '<total>3</total>' }),
      },
    ],
    [
      'a flag that says that there is more, and an offset',
      {
        '/f?offset=0&limit=2': jobs([1, 2], { head: '<hasMore>true</hasMore>' }),
        '/f?offset=2&limit=2': jobs([3], { head: '<hasMore>false</hasMore>' }),
      },
    ],
    [
      'a flag that says that there is more, and the number of a page',
      {
        '/f?page=1': jobs([1, 2], { attributes: ' has-more="1"' }),
        '/f?page=2': jobs([3], { attributes: ' has-more="0"' }),
      },
    ],
    [
      'pages with fewer records than the others',
      {
        '/f': jobs([1], { head: '<totalPages>3</totalPages><pageSize>2</pageSize>' }),
        '/f?page=2': jobs([2], { head: '<totalPages>3</totalPages><pageSize>2</pageSize>' }),
        '/f?page=3': jobs([3], { head: '<totalPages>3</totalPages><pageSize>2</pageSize>' }),
      },
    ],
    [
      'a parameter with brackets',
      {
        '/f?page[number]=1': jobs([1, 2], { head: '<total-pages>2</total-pages>' }),
        '/f?page[number]=2': jobs([3], { head: '<total-pages>2</total-pages>' }),
      },
    ],
    [
      'the total of an element about pages',
      {
        '/f?page=1': jobs([1, 2], { head: '<pages current="1" total="2"/>' }),
        '/f?page=2': jobs([3], { head: '<pages current="2" total="2"/>' }),
      },
    ],
    [
      'a total that is too low for records',
      {
        '/f': jobs([1, 2, 3], { head: '<pagination current="1" total="2"/>' }),
        '/f?page=2': jobs([], { head: '<pagination current="2" total="2"/>' }),
      },
    ],
    [
      'numbers from 0 in the pages, from 1 in their addresses',
      {
        '/f?page=1': jobs([1, 2], { head: '<total>3</total><pageNumber>0</pageNumber>' }),
        '/f?page=2': jobs([3], { head: '<total>3</total><pageNumber>1</pageNumber>' }),
      },
    ],
    ['an empty last page', { '/f': atom(['1', '2', '3'], next('/f?page=2')), '/f?page=2': atom([]) }],
  ])('by %s', async (_form, documents) => {
    const paths = Object.keys(documents).map((path) => new URL(path, feed.base).href.slice(feed.base.length));
    const served = Object.fromEntries(Object.values(documents).map((body, at) => [paths[at] ?? '', body]));
    const found = await read(served);
    expect(found.requests).toEqual(paths);
    expect(found).toMatchObject({ ...whole, ids: ['1', '2', '3'] });
  });

  test('by a Link header of the second page only, and by one of several Link headers', async () => {
    feed.set('/f', atom(['1'], next('?page=2')));
    feed.pages.set('/f?page=2', {
      body: atom(['2']),
      headers: { link: ['</f>; rel="first"', '<?page=3>; rel="next"'] },
    });
    const found = await read({ '/f': atom(['1'], next('?page=2')), '/f?page=3': atom(['3']) });
    expect(found).toMatchObject({ ...whole, ids: ['1', '2', '3'] });
  });

  test('by a Link header in UTF-8', async () => {
    const link = Buffer.from('</größe>; rel=next').toString('latin1');
    feed.pages.set('/f', { body: atom(['1', '2']), headers: { link } });
    feed.set('/gr%C3%B6%C3%9Fe', atom(['3']));
    const { outcomes } = await readAll(`${feed.base}/f`);
    expect(outcomes).toHaveLength(3);
  });

  test('by links that redirect', async () => {
    feed.pages.set('/f?page=2', { status: 302, headers: { location: '/moved/two' } });
    const found = await read({
      '/f': atom(['1'], next('?page=2')),
      '/moved/two': atom(['2'], next('three')),
      '/moved/three': atom(['3']),
    });
    expect(found).toMatchObject({ ...whole, ids: ['1', '2', '3'] });
  });

  test('each in its own charset', async () => {
    const titled = (charset: string, id: string, title: string, link = '') =>
      iconv.encode(
        `<?xml version="1.0" encoding="${charset}"?><jobs>${link}<job><id>${id}</id><title>${title}</title></job></jobs>`,
        charset,
      );
    const found = await read({
      '/f': titled('iso-8859-2', '1', 'Řidič', next('?page=2')),
      '/f?page=2': titled('windows-1251', '2', 'Водитель', next('?page=3')),
      '/f?page=3': titled('utf-16le', '3', 'Οδηγός', next('?page=4')),
      '/f?page=4': titled('iso-8859-2', '4', 'Kuchař'),
    });
    expect(found).toMatchObject({ ...whole, titles: ['Řidič', 'Водитель', 'Οδηγός', 'Kuchař'] });
  });
});

test('a record that leads each page does not look like a repeated page', async () => {
  const found = await read({
    '/f': atom(['top', '1', '2'], next('/f?page=2')),
    '/f?page=2': atom(['top', '3', '4'], next('/f?page=3')),
    '/f?page=3': atom(['top', '5']),
  });
  expect(found).toMatchObject({ ...whole, ids: ['top', '1', '2', 'top', '3', '4', 'top', '5'] });
});

test('deletions are no part of the total, and a page may have nothing else', async () => {
  const total = '<totalCount>2</totalCount>';
  const found = await read({
    '/f': jobs([1], { head: total, tail: `<delete id="8"/>${next('/f?page=2')}` }),
    '/f?page=2': jobs([], { head: total, tail: `<delete id="9"/>${next('/f?page=3')}` }),
    '/f?page=3': jobs([2], { head: total }),
  });
  expect(found).toMatchObject({ ...whole, requests: ['/f', '/f?page=2', '/f?page=3'] });
});

describe('what is no page is not followed', () => {
  test.each<[string, string]>([
    ['the last page', jobs([1, 2], { head: '<page number="2" of="2"/>' })],
    ['a single page', jobs([1, 2], { head: '<meta><pagination current="1" last="1" total="2"/></meta>' })],
    ['no more', jobs([1, 2], { head: '<hasMore>false</hasMore><nextPage/>' })],
    [
      'a first and a last link',
      atom(['1', '2'], '<link rel="first" href="/a"/><link rel="last" href="/b"/>'),
    ],
    [
      'a later archive',
      atom(['1', '2'], '<link rel="next-archive" href="/a"/><link rel="current" href="/f"/>'),
    ],
    [
      'a link of a record',
      `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>J</title>${next('/a')}</entry></feed>`,
    ],
    ['a number of companies', jobs([1], { head: '<company><total>70</total></company>' })],
  ])('%s', async (_what, body) => {
    const found = await read({ '/f': body });
    expect(found).toMatchObject({ ...whole, requests: ['/f'] });
  });
});

describe('pages that are not read for a reason that stays close nothing, and nothing has failed', () => {
  test.each<[string, Record<string, string>, number]>([
    ['a link to another server', { '/f': atom(['1', '2'], next('https://elsewhere.example/f?page=2')) }, 1],
    [
      'a base of another server',
      { '/f': atom(['1'], next('p2'), ' xml:base="https://elsewhere.example/"') },
      1,
    ],
    ['a link to the page itself', { '/f': atom(['1', '2'], next('/f')) }, 1],
    ['a link back', { '/f': atom(['1'], next('/f?page=2')), '/f?page=2': atom(['2'], next('/f')) }, 2],
    [
      'a last page that is repeated',
      {
        '/f': atom(['1'], next('/f?page=2')),
        '/f?page=2': atom(['2'], next('/f?page=3')),
        '/f?page=3': atom(['2'], next('/f?page=4')),
      },
      3,
    ],
    [
      'a server that ignores the number',
      {
        '/f': jobs([1], { head: '<totalPages>2</totalPages>' }),
        '/f?page=2': jobs([1], { head: '<totalPages>2</totalPages>' }),
      },
      2,
    ],
    [
      'an empty page with a further one',
      { '/f': atom(['1'], next('/f?page=2')), '/f?page=2': atom([], next('/f?page=3')) },
      2,
    ],
    ['more, and no way to it', { '/f': jobs([1, 2], { tail: '<hasMore>true</hasMore>' }) }, 1],
    [
      'archives of older records',
      { '/f': atom(['1', '2'], '<link rel="prev-archive" href="/2025"/>'), '/2025': atom(['3']) },
      1,
    ],
    ['a link that is no URL', { '/f': atom(['1', '2'], next('http://[')) }, 1],
  ])('%s', async (_what, documents, requests) => {
    const found = await read(documents);
    expect(found).toMatchObject(unread);
    expect(found.requests).toHaveLength(requests);
  });

  test('a total that is higher, with a count of the page', async () => {
    const found = await read({ '/f': jobs([1, 2], { attributes: ' total="120" count="2"' }) });
    expect(found).toMatchObject({ complete: true, showsMissing: false, warnings: ['count-mismatch'] });
  });
});

describe('pages that fail leave the feed incomplete', () => {
  const partly = { complete: false, showsMissing: false, warnings: ['pages-unread'] };

  test.each<[string, string | null]>([
    ['not found', null],
    ['not XML', '{"jobs": []}'],
    ['empty', ''],
    ['a page of HTML', '<!DOCTYPE html><html><body>Log in</body></html>'],
  ])('%s', async (_what, body) => {
    if (body !== null) feed.set('/f?page=2', body);
    const found = await read({ '/f': atom(['1'], next('?page=2')) });
    expect(found).toMatchObject({ ...partly, ids: ['1'] });
  });

  test('not modified, without a condition', async () => {
    feed.pages.set('/f?page=2', { status: 304 });
    const found = await read({ '/f': atom(['1'], next('?page=2')) }).catch((error: unknown) => error);
    expect(found).toMatchObject({ code: 'feed-http-error' });
  });
});

test('the pause between two reads of a host holds for pages', async () => {
  const startedAt: number[] = [];
  for (const n of [1, 2, 3, 4])
    feed.pages.set(`/f?page=${n}`, () => {
      startedAt.push(performance.now());
      return { body: atom([String(n)], n < 4 ? next(`?page=${n + 1}`) : '') };
    });
  // The pause is no time of waiting for the server.
  const fetcher = testFetcher({ pageDelayMs: 200, totalTimeoutMs: 400 });
  const { summary } = await readAll(`${feed.base}/f?page=1`, {}, fetcher);
  expect(summary).toMatchObject({ complete: true, pages: 4 });
  // Three pauses; on a busy machine the first request may arrive late.
  expect((startedAt.at(-1) ?? 0) - (startedAt[0] ?? 0)).toBeGreaterThan(2 * 200);
});

test('a pause between pages ends with the import', async () => {
  const controller = new AbortController();
  feed.set('/f', atom(['1'], next('?page=2')));
  const fetcher = testFetcher({ pageDelayMs: 600_000 });
  const reading = readAll(`${feed.base}/f`, {}, fetcher, { signal: controller.signal });
  setTimeout(() => controller.abort(new Error('stopped')), 100);
  await expect(reading).rejects.toThrow('stopped');
});

test('a thousand pages take no more memory than some hundred', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const filler = `<description>${'word '.repeat(2_000)}</description>`;
  const base = await serve((request, response) => {
    const n = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n'));
    const link = n < 1_000 ? next(`?n=${n + 1}`) : '';
    response.end(`<jobs>${link}<job><id>${n}</id><title>J</title>${filler}</job></jobs>`);
  });
  const fetcher = testFetcher({ totalTimeoutMs: 60_000 });
  const source = { name: 'pages', url: `${base}/?n=1`, http: { etag: null, lastModified: null } };
  const reading = modified(await readFeed({ fetcher }, source));
  const used: number[] = [];
  let position = 0;
  for await (const batch of reading.frames()) {
    for (const frame of batch) {
      reading.readRecord(frame, position);
      position += 1;
    }
    // Beyond the records that decide how a feed is read, which are kept.
    if (position !== 400 && position !== 1_000) continue;
    collect();
    used.push(process.memoryUsage().heapUsed);
  }
  const [few = 0, many = 0] = used;
  expect([position, used.length]).toEqual([1_000, 2]);
  // The documents alone are 6 MB more.
  expect(many - few).toBeLessThan(2_000_000);
}, 60_000);
