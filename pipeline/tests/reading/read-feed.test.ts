import { errorCode } from '@feedflow/shared/errors';
import { jobPosting } from '@feedflow/shared/model/job';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';
import { readAll, serve, serveBody, testFetcher } from '../support/feed-server.ts';
import { modified, outcomesOf } from '../support/outcomes.ts';

const item = (n: number, more = '') =>
  `<item><title>Job ${n}</title><link>https://board.example/jobs/${n}</link><guid>id-${n}</guid>${more}</item>`;
const rss = (...items: string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Board</title>${items.join('\n')}</channel></rss>`;

describe('a feed from a server', () => {
  test('becomes jobs that fit the schema, in feed order', async () => {
    const body = rss(
      item(
        1,
        '<pubDate>Mon, 30 Jun 2026 09:00:00 +0200</pubDate><category>A</category><category>B</category>',
      ),
      item(2, '<description>&lt;p&gt;Caf&amp;eacute; R&amp;D&lt;/p&gt;</description>'),
    );
    const { outcomes, summary, reading } = await readAll(await serveBody(body, { etag: '"1"' }));

    expect(summary).toEqual({
      feed: {
        dialect: 'rss',
        charset: 'utf-8',
        recordElement: 'item',
        fields: {
          externalId: 'guid',
          title: 'title',
          jobUrl: 'link[@rel!=self]',
          categories: 'category',
          description: 'description',
          publishedAt: 'pubdate',
        },
      },
      records: 2,
      pages: 1,
      isOneResponse: true,
      complete: true,
      cut: null,
      showsMissing: true,
      load: null,
      window: null,
    });
    expect(reading.http).toMatchObject({
      status: 200,
      etag: '"1"',
      bytes: Buffer.byteLength(body),
      notModified: false,
    });
    const jobs = outcomes.map((outcome) => jobPosting.parse(outcome.job));
    expect(jobs[0]).toMatchObject({
      title: 'Job 1',
      externalId: 'id-1',
      publishedAt: new Date('2026-06-30T07:00:00Z'),
      categories: ['A', 'B'],
    });
    expect(jobs[1]?.description).toBe('<p>Caf&eacute; R&D</p>');
  });

  test('has a link only if it names one', async () => {
    const fields = [
      '<guid>2026/17</guid>',
      '<guid>https://board.example/1</guid>',
      '<guid>1</guid><link>see website</link>',
    ];
    const body = rss(...fields.map((field) => `<item><title>T</title>${field}</item>`));
    const { outcomes } = await readAll(await serveBody(body));
    expect(outcomes.map((outcome) => outcome.job?.jobUrl)).toEqual([null, 'https://board.example/1', null]);
  });

  test.each([
    [rss(), 'rss'],
    ['<workzag-jobs></workzag-jobs>', 'personio'],
    ['<feed xmlns="http://www.w3.org/2005/Atom"/>', 'atom'],
    ['<jobs/>', 'generic'],
    ['<?xml version="1.0"?><source><publisher>P</publisher></source>', 'generic'],
  ])('without records is complete, with none: %s', async (body, dialect) => {
    const { outcomes, summary } = await readAll(await serveBody(body));
    expect(outcomes).toEqual([]);
    expect(summary).toMatchObject({
      records: 0,
      complete: true,
      cut: null,
      feed: { dialect, recordElement: '' },
    });
  });

  test('keeps the good records beside bad ones, with the reasons of these', async () => {
    const body = rss(
      item(1),
      '<item><link>https://board.example/2</link></item>',
      '<item><title>No id</title></item>',
      item(4),
    );
    const { outcomes } = await readAll(await serveBody(body));
    expect(
      outcomes.map(({ position, failure, job }) => [position, failure?.reasonCode ?? job?.title]),
    ).toEqual([
      [0, 'Job 1'],
      [1, 'title-missing'],
      [2, 'identity-missing'],
      [3, 'Job 4'],
    ]);
  });

  test('that was cut off keeps its complete records and is not complete', async () => {
    const whole = rss(item(1), item(2), item(3));
    const { outcomes, summary } = await readAll(await serveBody(whole.slice(0, whole.indexOf('id-3'))));
    expect(outcomes.map((outcome) => outcome.job?.title)).toEqual(['Job 1', 'Job 2']);
    expect(summary).toMatchObject({ complete: false, records: 2, cut: { code: 'feed-truncated' } });
    expect(summary.cut?.message).toContain('<item>');
  });
});

test('a feed without a record in half a megabyte is not an empty feed', async () => {
  const head = `<rss><channel><description>${'x'.repeat(600_000)}</description>`;
  const error = await readAll(await serveBody(`${head}${item(1)}</channel></rss>`)).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({
    code: 'feed-not-xml',
    message: expect.stringContaining('<rss> has no element'),
  });
});

describe('a document that is no feed fails with what was received', () => {
  test.each([
    [
      'an HTML page',
      '<!DOCTYPE html><html><head><title>Log in</title></head></html>',
      'feed-not-xml',
      'an HTML page titled "Log in"',
    ],
    [
      'a challenge page',
      '<html><title>Just a moment...</title></html>',
      'feed-not-xml',
      'checks whether the visitor is human',
    ],
    ['JSON', '{"jobs": []}', 'feed-not-xml', 'JSON: "{"jobs": []}"'],
    ['text', 'Service unavailable', 'feed-not-xml', 'text without any markup'],
    [
      'another XML document',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
      'feed-not-xml',
      '<error>',
    ],
    ['nothing', '', 'feed-empty', 'the feed is empty'],
    ['white space', ' \n\n ', 'feed-empty', 'the feed is empty'],
  ])('%s', async (_name, body, code, message) => {
    const error = await readAll(await serveBody(body)).catch((thrown: unknown) => thrown);
    expect(errorCode(error)).toBe(code);
    expect((error as Error).message).toContain(message);
  });
});

describe('a server that fails', () => {
  test.each([
    [401, 'feed-unauthorized'],
    [403, 'feed-unauthorized'],
    [404, 'feed-not-found'],
    [410, 'feed-gone'],
    [429, 'feed-rate-limited'],
    [500, 'feed-http-error'],
    [503, 'feed-http-error'],
    [204, 'feed-http-error'],
  ])('with %i is named %s', async (status, code) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'retry-after': '120' }).end(),
    );
    const error = await readAll(url).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, details: { status, retryAfterMs: 120_000 } });
  });

  test('by being unreachable is named', async () => {
    await expect(readAll('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'feed-unreachable' });
  });

  test('by never responding is named', async () => {
    const url = await serve(() => {});
    await expect(readAll(url, {}, testFetcher({ timeoutMs: 200 }))).rejects.toMatchObject({
      code: 'feed-timeout',
    });
  });

  test('by closing the connection half-way: the records before are delivered first', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write(rss(item(1), item(2)), () => setTimeout(() => response.destroy(), 50));
    });
    const titles: string[] = [];
    const { readFeed } = await import('../../src/import/read-feed.ts');
    const source = { name: 'test', url, http: { etag: null, lastModified: null } };
    const reading = await readFeed({ fetcher: testFetcher() }, source);
    const read = async () => {
      for await (const batch of outcomesOf(modified(reading)))
        titles.push(...batch.map((outcome) => outcome.job?.title ?? ''));
    };
    await expect(read()).rejects.toMatchObject({ code: 'feed-unreachable' });
    expect(titles).toEqual(['Job 1', 'Job 2']);
  });

  test('by sending too much is stopped', async () => {
    const url = await serve((_request, response) => {
      response.write('<rss><channel>');
      const more = (): void => {
        while (!response.destroyed && response.write(item(1).repeat(100)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    await expect(readAll(url, {}, testFetcher({ maxBytes: 1_000_000 }))).rejects.toMatchObject({
      code: 'feed-too-large',
    });
  });
});

describe('validators', () => {
  const url = () =>
    serve((request, response) => {
      if (request.headers['if-none-match'] === '"1"') response.writeHead(304, { etag: '"1"' }).end();
      else response.writeHead(200, { etag: '"2"' }).end(rss(item(1)));
    });
  const http = { etag: '"1"', lastModified: null };

  test('are sent on request, and "not modified" is no failure', async () => {
    const fetcher = testFetcher();
    const { readFeed } = await import('../../src/import/read-feed.ts');
    const source = { name: 'test', url: await url(), http };
    const reading = await readFeed({ fetcher }, source, { useValidators: true });
    expect(reading.notModified).toBe(true);
    expect(reading.http).toMatchObject({ status: 304, notModified: true, etag: '"1"' });
  });

  test('are not sent by default', async () => {
    const { outcomes, reading } = await readAll(await url(), { http });
    expect(outcomes).toHaveLength(1);
    expect(reading.http.etag).toBe('"2"');
  });
});

/** 600 records. From the 200th on, some share their id and differ in their link, their content or their text only. */
function feedWithSharedIds(): string {
  const items = Array.from({ length: 600 }, (_, i) => {
    const id = i % 7 === 0 ? `shared-${i % 70}` : `own-${i}`;
    const title = `<title>Job ${i % 3}</title><description>Text ${i % 35}. ${'x'.repeat(i % 90)}</description>`;
    return `<item><guid isPermaLink="false">${id}</guid>${title}<pubDate>0${(i % 9) + 1}/${i > 250 ? 20 : 11}/2026</pubDate></item>`;
  });
  return `<rss version="2.0"><channel><title>Board</title>${items.join('')}</channel></rss>`;
}

test.each([311, 4_096, 20_000, 1_000_000])('is read alike in pieces of %d bytes', async (chunkBytes) => {
  const body = feedWithSharedIds();
  const [whole, inPieces] = [await readBytes(body), await readBytes(body, { chunkBytes })];
  expect(inPieces).toEqual(whole);
});
