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

const progress = (totalFetched: number, id = runId): NewRunEvent => ({
  type: 'run.progress',
  runId: id,
  sourceName: 'acme',
  totalFetched,
  enqueuedBatches: 0,
  fetchDone: false,
});

test('a stream opens with a snapshot and goes on with events, each with its id', async () => {
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

test('its headers keep proxies from holding it back', async () => {
  const { headers } = await connect();
  expect(headers.get('content-type')).toContain('text/event-stream');
  expect(headers.get('cache-control')).toContain('no-transform');
  expect(headers.get('x-accel-buffering')).toBe('no');
});

test('a stream of one run carries that run alone, first whole', async () => {
  const stream = await connect(`?runId=${runId}`);
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ runId, fetch: { status: 'waiting' } });
  await api.events.publish(progress(1, 'f'.repeat(24)));
  await api.events.publish(progress(2));
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ runId, totalFetched: 2 });
});

test('a client dropped again and again sees every event once, in order', async () => {
  const seen: number[] = [];
  let stream = await connect();
  let lastId = (await stream.next()).id;
  for (let n = 1; n <= 60; n += 1) {
    await api.events.publish(progress(n));
    if (n % 3 !== 0) continue;
    // Comes back with what it last saw, while events go on.
    stream.close();
    stream = await connect('', lastId);
    while (seen.length < n) {
      const event = await stream.next();
      seen.push(JSON.parse(event.data).totalFetched);
      lastId = event.id;
    }
  }
  expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
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

test('text with line ends cannot forge an event', async () => {
  await api.redis.del(eventStreamKey(api.sandbox.redisPrefix));
  const stream = await connect();
  await stream.next();
  const sourceName = 'x\r\n\r\nevent: run\ndata: {"forged":true}\u2028\n\n';
  await api.events.publish({ ...progress(7), sourceName });
  await api.events.publish(progress(8));
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ sourceName, totalFetched: 7 });
  expect(JSON.parse((await stream.next()).data)).toMatchObject({ totalFetched: 8 });
});

test('an unknown run is a 404, a bad id a 400, before any stream begins', async () => {
  expect((await api.get(`/api/import-logs/stream?runId=${'0'.repeat(24)}`)).status).toBe(404);
  expect((await api.get('/api/import-logs/stream?runId=x')).status).toBe(400);
});

test('ending the streams lets every client go', async () => {
  const streams = await Promise.all(Array.from({ length: 5 }, () => connect()));
  await Promise.all(streams.map((stream) => stream.next()));
  api.endStreams();
  await Promise.all(streams.map((stream) => stream.ended()));
});
