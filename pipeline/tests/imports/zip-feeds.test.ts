import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { importOnce, startChangingFeed } from '../support/changing-feed.ts';
import { FEED, failureOf, item, readAll, serveBody, testFetcher } from '../support/feed-server.ts';
import { startPipeline } from '../support/running-pipeline.ts';
import { type ZipFile, zip } from '../support/zip-archive.ts';

const run = promisify(execFile);
const feed = (...ids: number[]) => `<rss version="2.0"><channel>${ids.map(item).join('')}</channel></rss>`;
const titles = async (body: Buffer, headers = {}) => {
  const { outcomes, summary } = await readAll(await serveBody(body, headers));
  return { titles: outcomes.map(({ job }) => job?.title), summary };
};

test.each<[string, Partial<ZipFile>]>([
  ['deflate', {}],
  ['store', { method: 'store' }],
  ['sizes behind the content', { streamed: true }],
])('an archive with one file is read: %s', async (_name, file) => {
  const body = zip({ name: 'jobs.xml', content: FEED, ...file });
  const read = await titles(body, { 'content-type': 'application/xml' });
  expect(read.titles).toEqual(['Job 1', 'Job 2', 'Job 3']);
  expect(read.summary).toMatchObject({ complete: true, pages: 1 });
});

test('the files of an archive are one feed, in the order of the archive', async () => {
  const body = zip(
    { name: 'b.xml', content: feed(3, 4) },
    { name: 'readme.txt', content: 'Three files.' },
    { name: '__MACOSX/._b.xml', content: 'no feed' },
    { name: 'more/', content: '', method: 'store' },
    { name: 'more/a.xml', content: feed(1, 2), method: 'store' },
    { name: 'c.xml', content: feed(2, 5), streamed: true },
  );
  const { outcomes, summary, reading } = await readAll(await serveBody(gzipSync(body)));
  expect(outcomes.map(({ job }) => job?.title)).toEqual([3, 4, 1, 2, 2, 5].map((n) => `Job ${n}`));
  expect(outcomes.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5]);
  expect(summary).toMatchObject({ complete: true, pages: 3, records: 6 });
  expect(reading.http.bytes).toBe(feed(1, 2).length * 3);
});

test('a file without a name that says XML is read if there is no other', async () => {
  expect((await titles(zip({ name: 'export', content: FEED }))).titles).toHaveLength(3);
});

test.each<[string, Buffer, string, RegExp]>([
  ['encrypted', zip({ name: 'a.xml', content: FEED, encrypted: true }), 'feed-encoding-invalid', /encrypted/],
  [
    'compressed in another way',
    zip({ name: 'a.xml', content: FEED, method: 'bzip2' }),
    'feed-encoding-invalid',
    /compression method 12/,
  ],
  [
    'cut off',
    zip({ name: 'a.xml', content: FEED }).subarray(0, -30),
    'feed-encoding-invalid',
    /cannot be read/,
  ],
  ['damaged', zip({ name: 'a.xml', content: FEED, checksum: 1 }), 'feed-encoding-invalid', /checksum/],
  ['without XML', zip({ name: 'a.txt', content: 'Nothing here' }), 'feed-not-xml', /text without any markup/],
  ['without files', zip(), 'feed-empty', /empty/],
  [
    'of empty files',
    zip({ name: 'a.xml', content: '', method: 'store' }, { name: 'b.xml', content: ' \n' }),
    'feed-empty',
    /empty/,
  ],
])('an archive that is %s fails with a named error', async (_name, body, code, message) => {
  const error = await failureOf(readAll(await serveBody(body)));
  expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
});

test('an archive that the worker has no room for is no fault of the feed', async () => {
  const url = await serveBody(zip({ name: 'a.xml', content: FEED }));
  vi.stubEnv('TMPDIR', join(tmpdir(), 'no-such-folder'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const error = await failureOf(readAll(url));
  expect(error).toMatchObject({ code: 'fetch-failed', message: expect.stringContaining('no-such-folder') });
});

test('what is larger than allowed is not read, nor what is compressed too well', async () => {
  const large = Buffer.concat([
    Buffer.from('<rss><channel>'),
    Buffer.from(item(1).repeat(500_000)),
    Buffer.from('</channel></rss>'),
  ]);
  const url = await serveBody(zip({ name: 'a.xml', content: large }));
  const limited = await failureOf(readAll(url, {}, testFetcher({ maxBytes: 1_000_000 })));
  expect(limited).toMatchObject({ code: 'feed-too-large', details: { maxBytes: 1_000_000 } });
  const spaces = zip({
    name: 'a.xml',
    content: `<rss><channel>${item(1)}${' '.repeat(20_000_000)}</channel></rss>`,
  });
  expect(await failureOf(readAll(await serveBody(spaces)))).toMatchObject({
    code: 'feed-encoding-invalid',
    message: expect.stringContaining('500 times'),
  });
});

test('a file that is no feed ends the feed, and what is before it is kept', async () => {
  const body = zip({ name: 'a.xml', content: feed(1) }, { name: 'b.xml', content: '<html>Log in</html>' });
  const read = await titles(body);
  expect(read.titles).toEqual(['Job 1']);
  expect(read.summary).toMatchObject({
    complete: false,
    cut: { code: 'feed-incomplete', message: expect.stringContaining('b.xml') },
  });
});

test('files in folders are in the charsets that each declares', async () => {
  const file = (charset: string, title: string) =>
    iconv.encode(
      `<?xml version="1.0" encoding="${charset}"?><rss><channel><item><title>${title}</title><guid>${title}</guid></item></channel></rss>`,
      charset,
    );
  const body = zip(
    { name: 'jobs/', content: '', method: 'store' },
    { name: 'jobs/cs/README.txt', content: 'Jobs' },
    { name: 'jobs/cs/feed.xml', content: file('windows-1250', 'Řidič') },
    { name: 'jobs/bg/feed.xml', content: file('windows-1251', 'Водач') },
    { name: 'jobs/el/feed.xml', content: file('utf-16le', 'Οδηγός') },
  );
  const read = await titles(body);
  expect(read.titles).toEqual(['Řidič', 'Водач', 'Οδηγός']);
  expect(read.summary).toMatchObject({ complete: true, pages: 3 });
});

test('files whose records have different names are one feed', async () => {
  const vacancies = '<vacancies><vacancy><id>9</id><title>Job 9</title></vacancy></vacancies>';
  const read = await titles(
    zip({ name: 'a.xml', content: feed(1, 2) }, { name: 'b.xml', content: vacancies }),
  );
  expect(read.titles).toEqual(['Job 1', 'Job 2', 'Job 9']);
  expect(read.summary).toMatchObject({ complete: true, pages: 2 });
});

test.each(['before', 'behind'])('files of other things %s the feed are no part of it', async (where) => {
  const places =
    '<places><place><id>1</id><name>Oslo</name></place><place><id>2</id><name>Bergen</name></place></places>';
  const files = [
    { name: 'jobs.xml', content: feed(1, 2) },
    { name: 'places.xml', content: places },
  ];
  const read = await titles(zip(...(where === 'behind' ? files : files.reverse())));
  expect(read.titles).toEqual(['Job 1', 'Job 2']);
  expect(read.summary).toMatchObject({ complete: true, cut: null });
});

test.each<[string, ZipFile]>([
  ['archive', { name: 'inner.zip', content: zip({ name: 'a.xml', content: FEED }) }],
  ['archive that is named as a feed', { name: 'jobs.xml', content: zip({ name: 'a.xml', content: FEED }) }],
  ['compressed file', { name: 'jobs.xml.gz', content: gzipSync(FEED) }],
])('an %s in an archive is refused by name', async (_what, file) => {
  const error = await failureOf(readAll(await serveBody(zip(file))));
  expect(error).toMatchObject({ code: 'feed-encoding-invalid', message: expect.stringContaining(file.name) });
});

test('npm run feed reads an archive', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'zip-feed-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'jobs.zip');
  await writeFile(file, zip({ name: 'a.xml', content: feed(1, 2) }, { name: 'b.xml', content: feed(3) }));
  const { stdout } = await run(process.execPath, [
    join(import.meta.dirname, '../../src/bin/preview-feed.ts'),
    file,
  ]);
  expect(stdout).toMatch(/records +3 \(3 jobs, 0 failed\)\npages +2\nfeed +complete/);
});

describe('an empty file in an archive is skipped', () => {
  const empty = { name: 'empty.xml', content: '' };
  const [first, second] = [
    { name: 'a.xml', content: feed(1, 2) },
    { name: 'b.xml', content: feed(3) },
  ];

  test.each<[string, ZipFile[]]>([
    ['first', [empty, first, second]],
    ['second', [first, empty, second]],
    ['last', [first, second, empty]],
    ['stored', [{ ...empty, method: 'store' }, first, second]],
    ['of spaces', [{ ...empty, content: '\r\n  ' }, first, second]],
    ['one of several', [empty, first, { ...empty, name: 'more.xml' }, second, { ...empty, name: 'z.xml' }]],
  ])('%s', async (_where, files) => {
    const { outcomes, summary, reading } = await readAll(await serveBody(zip(...files)));
    expect(outcomes.map(({ job }) => job?.title)).toEqual(['Job 1', 'Job 2', 'Job 3']);
    expect(summary).toMatchObject({ complete: true, cut: null, showsMissing: false });
    expect(reading.warnings.list()).toContainEqual({
      code: 'pages-unread',
      count: 1,
      samples: ['empty.xml'],
      message: 'empty.xml of the feed was not read: the file is empty',
    });
  });

  test('and no job is closed, until it is filled again', async () => {
    const server = await startChangingFeed();
    onTestFinished(() => void server.close());
    const pipeline = await startPipeline({ shrinkLimitPercent: 100 });
    onTestFinished(async () => void (await pipeline.close()));
    pipeline.startWorker();
    const importZip = (...files: ZipFile[]) => {
      server.set('/zip', zip(...files));
      return importOnce(pipeline, { name: 'zip', url: `${server.base}/zip` });
    };
    expect(await importZip(first, second)).toMatchObject({ status: 'completed', newJobs: 3 });
    expect(await importZip({ ...first, content: '' }, second)).toMatchObject({
      status: 'completed',
      totalFetched: 1,
      unchangedJobs: 1,
      removedJobs: 0,
      removal: null,
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'pages-unread' })]),
    });
    expect(await importZip({ ...first, content: feed(1) }, second)).toMatchObject({
      removedJobs: 1,
      unchangedJobs: 2,
      warnings: [{ code: 'links-missing' }],
    });
  });
});
