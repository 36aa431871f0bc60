import { queueNames } from '@feedflow/shared/queues/names';
import type {
  PreviewFeedPayload,
  PreviewFeedResult,
  PreviewJobPayload,
} from '@feedflow/shared/queues/preview-job';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
const workers: { close(): Promise<unknown> }[] = [];
beforeAll(async () => {
  api = await serveApi({ previewTimeoutMs: 1_000 });
});
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.close();
});
afterAll(() => api.close());

const secret = 'the-key-of-the-feed';

/** Starts a worker that responds to previews with what `respond` returns, in place of one of the pipeline. */
function servePreviews(respond: (request: PreviewFeedPayload) => PreviewFeedResult) {
  const connection = new Redis(api.sandbox.redisUrl, { maxRetriesPerRequest: null });
  const { redisPrefix: prefix } = api.sandbox;
  const process = async ({ data }: Job<PreviewJobPayload>) => {
    // Redis writes jobs down, and keeps them until someone removes them.
    const { requestId, ...others } = data;
    expect(others).toEqual({});
    const request = await api.previews.take(requestId);
    if (request) await api.previews.respond(requestId, await respond(request));
  };
  const worker = new Worker(queueNames.previews, process, { connection, prefix });
  workers.push(worker, { close: async () => connection.disconnect() });
}

/** All that Redis holds of previews, but for BullMQ's own counters. */
async function keptInRedis(): Promise<string[]> {
  const { redisPrefix: prefix } = api.sandbox;
  const keys = await api.redis.keys(`${prefix}:previews:*`);
  const jobs = await api.redis.keys(`${prefix}:${queueNames.previews}:*-*-*-*-*`);
  return [...keys, ...jobs];
}

const preview = {
  http: null,
  complete: true,
  cut: null,
  records: 2,
  postings: 1,
  duplicates: 0,
  skipped: 0,
  skippedBy: [],
  skippedTitles: [],
  expired: 0,
  deletions: 0,
  pages: 1,
  samples: [],
  failures: [],
  feed: { dialect: 'rss', charset: 'utf-8', recordElement: 'item', fields: { title: 'title' } },
  failureTotals: { 'title-missing': 1 },
  warnings: [],
  identity: null,
  fill: { title: 1 },
  values: { title: 'Pilot' },
  suggestions: { name: 'Harbour jobs', intervalMinutes: null },
  evidence: null,
  durationMs: 12,
};

test('a worker reads the feed with its secrets, and none of them is kept', async () => {
  let seen: unknown;
  servePreviews((request) => {
    seen = request;
    return { ok: true, preview };
  });
  const response = await api.post('/api/sources/preview', {
    url: 'https://p.test/f?key=in-the-query',
    headers: { 'X-Key': secret },
    filter: { exclude: [{ field: 'title', is: ['Pilot'] }] },
    records: 10,
  });
  expect(response).toMatchObject({ status: 200, body: preview });
  const filter = { include: [], exclude: [{ field: 'title', is: ['Pilot'] }] };
  expect(seen).toMatchObject({ requestHeaders: { 'X-Key': secret }, filter, maxRecords: 10, samples: 5 });
  expect(await keptInRedis()).toEqual([]);
  const { text } = await api.get('/api/audit');
  expect(text).toContain('https://p.test/f"');
  expect(text).not.toContain('in-the-query');
});

test('a feed that cannot be read is a 422 with the reason, and the feeds that a page links to', async () => {
  const linkedFeeds = ['https://p.test/jobs.xml'];
  const error = { code: 'feed-not-xml', message: 'it is an HTML page', linkedFeeds };
  servePreviews(() => ({ ok: false, error }));
  const response = await api.post('/api/sources/preview', { url: 'https://p.test/f' });
  expect(response.body).toMatchObject({ status: 422, code: 'feed-not-xml', detail: 'it is an HTML page' });
  expect(response.body.error).toMatchObject({ details: { linkedFeeds } });
  const [entry] = (await api.get('/api/audit?limit=1')).body.items;
  expect(entry).toMatchObject({ command: 'previewFeed', count: null, outcome: 'feed-not-xml' });
});

test('a preview of a saved source sends its secrets to its own server only', async () => {
  const basicAuth = { username: 'user', password: secret };
  const headers = { 'X-Key': secret, 'X-Other': 'other' };
  await api.post('/api/sources', { name: 'Secret (a)', url: 'https://p.test/f', headers, basicAuth });
  const seen: Record<string, string>[] = [];
  servePreviews((request) => {
    seen.push(request.requestHeaders);
    return { ok: true, preview };
  });
  const previewed = async (body: object) => {
    const response = await api.post('/api/sources/preview', { source: 'Secret (a)', ...body });
    expect(response.status).toBe(200);
    return seen.at(-1);
  };
  const Authorization = expect.stringMatching(/^Basic /);
  expect(await previewed({ url: 'https://p.test/new' })).toEqual({ ...headers, Authorization });
  const changed = { headers: { 'x-key': 'typed', 'X-Other': null }, basicAuth: null };
  expect(await previewed({ url: 'https://p.test/f', ...changed })).toEqual({ 'x-key': 'typed' });
  for (const url of ['https://p.test:8443/f', 'http://p.test/f', 'https://q.test/f']) {
    expect(await previewed({ url })).toEqual({});
  }
  const unknown = await api.post('/api/sources/preview', { url: 'https://p.test/f', source: 'None' });
  expect(unknown.body).toMatchObject({ code: 'source-unknown' });
});

test('a job that fails is a 422', async () => {
  servePreviews(() => {
    throw new UnrecoverableError('this worker knows no previews');
  });
  const response = await api.post('/api/sources/preview', { url: 'https://p.test/f' });
  expect(response.body).toMatchObject({ status: 422, code: 'fetch-failed' });
});

test('without a worker it is a 503 that says so, and the job is removed', async () => {
  const response = await api.post('/api/sources/preview', { url: 'https://p.test/f' });
  expect(response.body).toMatchObject({ status: 503, detail: expect.stringContaining('no worker') });
  expect(response.headers.get('retry-after')).toBe('5');
  expect(await keptInRedis()).toEqual([]);
});

test('a request or response that nobody reads expires', async () => {
  const request = {
    url: 'https://p.test/f?key=abc',
    requestHeaders: { 'X-Key': secret },
    maxRecords: 1,
    samples: 1,
    evidence: false,
  };
  const id = await api.previews.put(request, 200);
  expect(await api.redis.pttl(`${api.sandbox.redisPrefix}:previews:${id}:request`)).toBeGreaterThan(0);
  await expect.poll(() => api.previews.take(id)).toBeNull();
  await api.previews.respond(id, { ok: true, preview });
  const ttlMs = await api.redis.pttl(`${api.sandbox.redisPrefix}:previews:${id}:answer`);
  expect(ttlMs).toBeGreaterThan(0);
  expect(ttlMs).toBeLessThanOrEqual(60_000);
  await api.previews.forget(id);

  const again = await api.previews.put(request, 10_000);
  expect(await api.previews.take(again)).toEqual(request);
  expect(await api.previews.take(again)).toBeNull();
});

test.each([
  [{}],
  [{ url: 'file:///etc/passwd' }],
  [{ url: 'https://p.test', records: 0 }],
  [{ url: 'https://u:p@p.test' }],
])('%j is refused', async (body) => {
  expect((await api.post('/api/sources/preview', body)).status).toBe(400);
});
