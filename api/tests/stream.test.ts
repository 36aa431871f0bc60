import { eventStreamKey, type NewRunEvent } from '@feedflow/shared/redis/event-stream';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';
import { openStream, type TestStream } from './stream-client.ts';

let api: ServedApi;
let runId: string;
const open: TestStream[] = [];

beforeAll(async () => {
  api = await serveApi();
  runId = (await api.post('/api/import/run', { source: 'acme' })).body.runs[0].runId;
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(() => api.close());

async function connect(query = '', lastEventId?: string): Promise<TestStream> {
  const stream = await openStream(`${api.url}/api/import-logs/stream${query}`, lastEventId);
  open.push(stream);
  return stream;
}

/** The next event of a type: those of the tests before may still come in. */
async function nextOf(stream: TestStream, type: NewRunEvent['type']) {
  for (;;) {
    const received = await stream.next();
    if (received.event === 'reset') throw new Error('the stream was reset');
    // Some readers end a line at each line break of Unicode.
    expect(received.data).not.toMatch(/[\u0085\u2028\u2029]/);
    const event = JSON.parse(received.data);
    if (event.type === type) return event;
  }
}

const progress = (totalFetched: number, id = runId): NewRunEvent => ({
  type: 'run.progress',
  runId: id,
  sourceName: 'acme',
  totalFetched,
  enqueuedBatches: 0,
  fetchDone: false,
});

test('a stream opens with a snapshot, followed by events, each with its id', async () => {
  const stream = await connect();
  const snapshot = await stream.next();
  expect(snapshot.event).toBe('snapshot');
  expect(JSON.parse(snapshot.data).items[0]).toMatchObject({ runId, status: 'running' });
  await api.events.publish(progress(1));
  const event = await stream.next();
  expect(event).toMatchObject({ event: 'run', id: expect.stringMatching(/^\d+-\d+$/) });
  expect(JSON.parse(event.data)).toMatchObject({
    type: 'run.progress',
    totalFetched: 1,
    at: expect.any(String),
  });
});

test('its headers prevent proxies from buffering it', async () => {
  const { headers } = await connect();
  expect(headers.get('content-type')).toContain('text/event-stream');
  expect(headers.get('cache-control')).toContain('no-transform');
  expect(headers.get('x-accel-buffering')).toBe('no');
});

test('a stream of one run has only that run, a snapshot first', async () => {
  const stream = await connect(`?runId=${runId}`);
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ runId, fetch: { status: 'waiting' } });
  await api.events.publish(progress(1, 'f'.repeat(24)));
  await api.events.publish(progress(2));
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ runId, totalFetched: 2 });
});

test('a client dropped a hundred times sees every event once, in order', async () => {
  const seen: string[] = [];
  let stream = await connect();
  let lastId = (await stream.next()).id;
  const sent = Array.from({ length: 200 }, (_, n) => n.toString(16).padStart(24, '0'));
  for (const [n, id] of sent.entries()) {
    // Beginnings of runs are never thinned out.
    await api.events.publish({
      type: 'run.started',
      runId: id,
      sourceName: 'a',
      trigger: 'manual',
      attempt: 1,
    });
    if (n % 2 === 0) continue;
    // Comes back with what it last saw, while events go on.
    stream.close();
    stream = await connect('', lastId);
    while (seen.length <= n) {
      const event = await stream.next();
      seen.push(JSON.parse(event.data).runId);
      lastId = event.id;
    }
  }
  expect(seen).toEqual(sent);
});

test('a client that missed thousands of progress events gets the newest, without a reset', async () => {
  const stream = await connect();
  const { id } = await stream.next();
  stream.close();
  for (let n = 0; n < 3_000; n += 1) void api.events.publish(progress(n));
  await api.events.publish(progress(3_000));
  const again = await connect('', id);
  let last = await nextOf(again, 'run.progress');
  while (last.totalFetched < 3_000) last = await nextOf(again, 'run.progress');
});

test('a client over the limit gets a 503 that says when to retry', async () => {
  const small = await serveApi({ maxStreams: 2 });
  try {
    const url = `${small.url}/api/import-logs/stream`;
    const [first, second] = await Promise.all([openStream(url), openStream(url)]);
    const refused = await small.get('/api/import-logs/stream');
    expect(refused.body).toMatchObject({ status: 503, code: 'too-many-clients' });
    expect(refused.headers.get('retry-after')).toBe('30');
    first?.close();
    await expect.poll(async () => (await fetch(url)).status).toBe(200);
    second?.close();
  } finally {
    await small.close();
  }
});

test('however many clients there are, one connection reads the events', async () => {
  await Promise.all(Array.from({ length: 20 }, () => connect()));
  const list = String(await api.redis.call('CLIENT', 'LIST'));
  const readers = list.split('\n').filter((line) => line.includes(`name=${api.sandbox.redisPrefix}-events`));
  expect(readers).toHaveLength(1);
});

test.each(['1-0', '99999999999999-0', '-1', 'abc', '9'.repeat(5_000)])(
  'an id out of reach (%s) gets a reset and a new snapshot',
  async (lastEventId) => {
    await api.events.publish(progress(1));
    const stream = await connect('', lastEventId);
    expect((await stream.next()).event).toBe('reset');
    expect((await stream.next()).event).toBe('snapshot');
  },
);

test('an id of a megabyte is refused by its size, and other clients are still served', async () => {
  const response = await fetch(`${api.url}/api/import-logs/stream`, {
    headers: { 'Last-Event-ID': '9'.repeat(1_000_000) },
  });
  expect(response.status).toBe(431);
  expect((await (await connect()).next()).event).toBe('snapshot');
});

test('text with line ends cannot forge an event', async () => {
  await api.redis.del(eventStreamKey(api.sandbox.redisPrefix));
  const stream = await connect();
  await stream.next();
  const sourceName = 'x\r\n\r\nevent: run\ndata: {"forged":true}\u2028\u2029\u0085\n\n';
  const started = { type: 'run.started', runId, trigger: 'manual', attempt: 1 } as const;
  await api.events.publish({ ...started, sourceName });
  await api.events.publish({ ...started, sourceName: 'next' });
  expect(await nextOf(stream, 'run.started')).toMatchObject({ sourceName });
  expect(await nextOf(stream, 'run.started')).toMatchObject({ sourceName: 'next' });
});

test('an unknown run is a 404, a bad id a 400, before any stream begins', async () => {
  expect((await api.get(`/api/import-logs/stream?runId=${'0'.repeat(24)}`)).status).toBe(404);
  expect((await api.get('/api/import-logs/stream?runId=x')).status).toBe(400);
});

test('ending the streams disconnects every client', async () => {
  const streams = await Promise.all(Array.from({ length: 5 }, () => connect()));
  await Promise.all(streams.map((stream) => stream.next()));
  api.endStreams();
  await Promise.all(streams.map((stream) => stream.ended()));
});
