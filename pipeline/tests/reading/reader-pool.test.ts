import { readdirSync, readFileSync } from 'node:fs';
import { createLog } from '@feedflow/shared/process/log';
import { afterEach, expect, test } from 'vitest';
import type { FeedImport, FeedProgress } from '../../src/import/import-feed.ts';
import { createReaderPool, type ReaderPool, type ReaderPoolOptions } from '../../src/reader/reader-pool.ts';
import { serve, serveBody } from '../support/feed-server.ts';

const log = createLog('test', { level: 'silent' });
const fetch = {
  timeoutMs: 5_000,
  totalTimeoutMs: 30_000,
  minBytesPerSecond: 0,
  maxBytes: 100_000_000,
  allowPrivateHosts: true,
  userAgent: 'Feedflow tests',
};
const fixture = (name: string) => new URL(`../../fixtures/readers/${name}.ts`, import.meta.url);

let pools: ReaderPool[] = [];
afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  pools = [];
});

function poolWith(options: Partial<ReaderPoolOptions> = {}): ReaderPool {
  const pool = createReaderPool(
    { log },
    { maxHeapMb: 128, maxTurnMs: 10_000, fetch, previewFetch: fetch, ...options },
  );
  pools.push(pool);
  return pool;
}

/** A feed of so many records of so many bytes each, and its preview. */
async function previewOf(records: number, bytes: number, samples: number) {
  const item = (id: number) =>
    `<item><guid>${id}</guid><title>Job ${id}</title><description>${String(id).padEnd(bytes, 'x')}</description></item>`;
  const items = Array.from({ length: records }, (_, id) => item(id)).join('');
  const url = await serveBody(`<rss><channel>${items}</channel></rss>`);
  return { target: targetOf(url), maxRecords: records, samples };
}

function targetOf(url: string) {
  return { kind: 'url' as const, source: { name: 'preview', url, http: { etag: null, lastModified: null } } };
}

function feedAt(url: string): FeedImport {
  return {
    runId: 'r',
    manifestId: 'm',
    earlier: { openBefore: null, warnings: [] },
    source: targetOf(url).source,
    requestHeaders: {},
    full: false,
    startedAt: new Date(),
    batchSize: 10,
    maxBatchSize: 50,
    options: { fullIntervalMs: 0, failureSampleLimit: 0, storeRaw: null, maxRecords: 10, maxPages: 10 },
  };
}

/** What a worker does for a reader that asks for nothing. */
const calls = {
  beginReading: async () => {},
  enqueue: async () => {},
  report: async () => {},
  keepTexts: async () => {},
  findLast: async () => null,
  distrust: async () => {},
  digests: async () => null,
  segments: async () => Buffer.alloc(0),
  putPart: async () => {},
  putKeys: async () => {},
  storedKeys: async () => [],
  save: async () => {},
  drop: async () => {},
  countOpen: async () => 0,
  openAmong: async () => [],
  nextOpenJobs: async () => [],
  hasJobs: async () => false,
  lookUpJobs: async () => [],
  wholeJobs: async () => [],
  changeRules: async () => {
    throw new Error('nothing is stored that could change');
  },
  rekey: async () => {},
  recordRules: async () => {},
  noteWarnings: async () => {},
};

const noAbort = () => new AbortController().signal;

test('a reader serves one feed after the other', async () => {
  const pool = poolWith();
  const preview = await previewOf(3, 10, 2);
  for (let time = 0; time < 3; time += 1) {
    expect(await pool.previewFeed(preview, { signal: noAbort() })).toMatchObject({ records: 3, jobs: 3 });
  }
});

test('an error of the feed arrives with its code and its details', async () => {
  const url = await serve((_request, response) => response.writeHead(404).end());
  const preview = { target: targetOf(url), maxRecords: 1, samples: 1 };
  await expect(poolWith().previewFeed(preview, { signal: noAbort() })).rejects.toMatchObject({
    code: 'feed-not-found',
    permanent: true,
  });
});

test('a feed that needs too much memory ends its own reader only, with a code of its own', async () => {
  const pool = poolWith({ maxHeapMb: 48 });
  const large = await previewOf(2_000, 40_000, 2_000);
  await expect(pool.previewFeed(large, { signal: noAbort() })).rejects.toMatchObject({
    code: 'feed-over-budget',
    permanent: true,
    details: { maxHeapMb: 48 },
  });
  const small = await previewOf(3, 10, 2);
  expect(await pool.previewFeed(small, { signal: noAbort() })).toMatchObject({ records: 3 });
});

test('terminates a reader whose event loop is blocked', async () => {
  const pool = poolWith({ maxTurnMs: 1_000, entry: fixture('blocked') });
  await expect(pool.previewFeed(await previewOf(1, 10, 1), { signal: noAbort() })).rejects.toMatchObject({
    code: 'feed-over-budget',
    details: { maxTurnMs: 1_000 },
  });
});

test('terminates a reader that ignores an abort', async () => {
  const pool = poolWith({ entry: fixture('ignores-abort') });
  const reason = new Error('the run was cancelled');
  const abort = new AbortController();
  setTimeout(() => abort.abort(reason), 200);
  await expect(pool.previewFeed(await previewOf(1, 10, 1), { signal: abort.signal })).rejects.toBe(reason);
});

test('a feed that crashes its own process is reported as the cause', async () => {
  const pool = poolWith({ entry: fixture('crashing') });
  const feed = feedAt('http://127.0.0.1:1');
  await expect(pool.importFeed(feed, { calls, signal: noAbort(), alone: true })).rejects.toMatchObject({
    code: 'feed-crashed-worker',
    permanent: true,
    message: expect.stringContaining('code 7'),
  });
});

test('a process that exits during a call ends its own import only', async () => {
  const pool = poolWith();
  const url = await serveBody('<rss><channel><item><title>Job</title><guid>1</guid></item></channel></rss>');
  const feed = feedAt(url);
  let pid = 0;
  const dying = {
    ...calls,
    // Two replies are on their way to a process that no longer is.
    findLast: async () => killReader(),
    countOpen: async () => killReader(),
  };
  function killReader(): never {
    pid ||= childOf(process.pid);
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // The other call was first.
    }
    for (const until = Date.now() + 50; Date.now() < until; );
    throw new Error('the process of the reader was ended');
  }
  await expect(pool.importFeed(feed, { calls: dying, signal: noAbort(), alone: true })).rejects.toMatchObject(
    { code: 'feed-crashed-worker', message: expect.stringContaining('SIGKILL') },
  );
});

test('records are reported before their first batch is enqueued', async () => {
  const items = Array.from({ length: 10 }, (_, id) => `<item><title>Job</title><guid>${id}</guid></item>`);
  const url = await serveBody(`<rss><channel>${items.join('')}</channel></rss>`);
  const made: unknown[] = [];
  const recording = {
    ...calls,
    report: async (progress: FeedProgress) => void made.push(progress.counts.totalFetched),
    enqueue: async () => void made.push('enqueue'),
  };
  const outcome = poolWith().importFeed(feedAt(url), { calls: recording, signal: noAbort() });
  await expect(outcome).resolves.toMatchObject({ ok: true });
  expect(made).toEqual([10, 'enqueue']);
});

test('an import that fails before its first segment releases the connection', async () => {
  let closed = 0;
  const url = await serve((_request, response) => {
    response.write('<rss><channel><item><title>Job</title><guid>1</guid></item>'.padEnd(70_000));
    response.once('close', () => {
      closed += 1;
    });
  });
  const failing = { ...calls, countOpen: () => Promise.reject(new Error('the database is unavailable')) };
  const outcome = poolWith().importFeed(feedAt(url), { calls: failing, signal: noAbort() });
  await expect(outcome).resolves.toMatchObject({
    ok: false,
    error: { message: 'the database is unavailable' },
  });
  await expect.poll(() => closed).toBe(1);
});

/** The process that reads a feed alone for this one. */
function childOf(parent: number): number {
  const found = readdirSync('/proc').find((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const isChild = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === parent;
      return isChild && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('reader/main.ts');
    } catch {
      return false;
    }
  });
  return Number(found);
}
