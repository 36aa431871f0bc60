import { hash } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { aJob } from '@feedflow/infra/testing/suite/a-job';
import type { JobPosting } from '@feedflow/shared/model/job';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runCommandLine } from '../src/cli/cli.ts';
import { type ServedApi, serveApi } from './served-api.ts';
import { openStream, type TestStream } from './stream-client.ts';

let api: ServedApi;
const open: TestStream[] = [];
const runId = '665f1c2ab7e4d90012ab34cd';
const keyOf = (n: number) => hash('sha1', String(n));

beforeAll(async () => {
  api = await serveApi({ maxStreamsPerClient: 3 });
});
afterEach(() => {
  for (const stream of open.splice(0)) stream.close();
});
afterAll(() => api.close());

function jobOf(n: number, title = 'Nurse'): JobPosting {
  const contentHash = hash('sha1', title);
  const source = { sourceName: 'acme', sourceUrl: 'https://feeds.test/acme' };
  const description = '<p>At night.</p>';
  return aJob({ dedupeKey: keyOf(n), contentHash, ...source, externalId: String(n), title, description });
}
const insert = (...ids: number[]) =>
  api.database.jobs.write(
    ids.map((n) => ({ kind: 'insert', job: jobOf(n) })),
    { runId, at: new Date() },
  );
const close = (n: number) =>
  api.database.jobs.close([keyOf(n)], { runId, at: new Date(), reason: 'not-in-feed' });

async function readAll(cursor?: string, limit = 500) {
  const items: { type: string; dedupeKey: string; cursor: string; job: Record<string, unknown> | null }[] =
    [];
  for (let at = cursor; ; ) {
    const query = new URLSearchParams({ limit: String(limit), ...(at ? { cursor: at } : {}) });
    const { status, body } = await api.get(`/api/changes?${query}`);
    expect(status).toBe(200);
    items.push(...body.items);
    if (body.nextCursor === at) return { items, cursor: at };
    at = body.nextCursor;
  }
}

async function follow(query: string, lastEventId?: string): Promise<TestStream> {
  const stream = await openStream(`${api.url}/api/changes/stream${query}`, lastEventId);
  open.push(stream);
  return stream;
}
async function nextChange(stream: TestStream) {
  const { event, id, data } = await stream.next();
  expect(event).toBe('change');
  return { id, ...JSON.parse(data) };
}

test('lists all jobs from the beginning, and after a cursor what changed since', async () => {
  await insert(1, 2, 3);
  const first = await readAll(undefined, 2);
  expect(first.items.map(({ type }) => type)).toEqual(['new', 'new', 'new']);
  expect(first.items[0]?.job).toMatchObject({
    title: 'Nurse',
    description: '<p>At night.</p>',
    status: 'open',
  });
  expect((await readAll(first.cursor)).cursor).toBe(first.cursor);
  await close(2);
  expect((await readAll(first.cursor)).items).toMatchObject([
    { type: 'closed', dedupeKey: keyOf(2), runId, changed: null, job: { closeReason: 'not-in-feed' } },
  ]);
});

test('says what is wrong with a cursor', async () => {
  for (const path of ['/api/changes', '/api/changes/stream']) {
    expect(await api.get(`${path}?cursor=abc`)).toMatchObject({
      status: 400,
      body: { code: 'request-invalid' },
    });
    const later = Buffer.from('{"n":99999}').toString('base64url');
    expect(await api.get(`${path}?cursor=${later}`)).toMatchObject({
      status: 410,
      body: { code: 'cursor-expired', detail: expect.stringContaining('without a cursor') },
    });
  }
});

test('a stream has the changes after its cursor and new ones as they come, each once and in order', async () => {
  const { cursor } = await readAll();
  await insert(10, 11);
  const stream = await follow(`?cursor=${cursor}`);
  const two = [await nextChange(stream), await nextChange(stream)];
  expect(two.map(({ dedupeKey }) => dedupeKey)).toEqual([keyOf(10), keyOf(11)].sort());
  expect(two[0].id).toBe(two[0].cursor);
  await close(10);
  expect(await nextChange(stream)).toMatchObject({ type: 'closed', dedupeKey: keyOf(10) });
  await insert(12);
  expect(await nextChange(stream)).toMatchObject({ type: 'new', dedupeKey: keyOf(12) });

  // A client that reconnects says which event it had last. Its URL still has the first cursor.
  const again = await follow(`?cursor=${cursor}`, two[1].id);
  expect(await nextChange(again)).toMatchObject({ type: 'closed', dedupeKey: keyOf(10) });
  expect(await nextChange(again)).toMatchObject({ type: 'new', dedupeKey: keyOf(12) });
});

test('a stream without a cursor sends more jobs than may wait for a client, and ends with the API', async () => {
  await insert(...Array.from({ length: 700 }, (_, n) => 1_000 + n));
  const expected = (await readAll()).items.map(({ dedupeKey }) => dedupeKey);
  const stream = await follow('');
  const seen: string[] = [];
  while (seen.length < expected.length) seen.push((await nextChange(stream)).dedupeKey);
  expect(seen).toEqual(expected);
  api.endStreams();
  await stream.ended();
});

test('streams of changes count among the streams of a client', async () => {
  for (let n = 0; n < 3; n += 1) await follow('');
  expect(await api.get('/api/changes/stream')).toMatchObject({ status: 429 });
});

/** What `feedflow changes` prints; once it has printed `lines` lines, `then` happens. */
async function printed(args: string[], lines = Number.POSITIVE_INFINITY, then = () => {}) {
  const out = new PassThrough();
  const err = new PassThrough();
  let seen = 0;
  out.on('data', (chunk: Buffer) => {
    const before = seen;
    seen += chunk.toString().split('\n').length - 1;
    if (before < lines && seen >= lines) then();
  });
  const previewHere = () => Promise.reject(new Error('no feed is read here'));
  const options = { terminal: { out, err }, previewHere };
  const [status, output, warned] = await Promise.all([
    runCommandLine(['changes', ...args], { API_URL: api.url }, options).finally(() => {
      out.end();
      err.end();
    }),
    text(out),
    text(err),
  ]);
  const changes = output.split('\n').filter(Boolean);
  return { status, changes: changes.map((line) => JSON.parse(line)), err: warned };
}

test('the command line prints the changes, and the cursor that continues after them', async () => {
  const { items, cursor } = await readAll();
  const all = await printed([]);
  expect(all.changes.map(({ dedupeKey }) => dedupeKey)).toEqual(items.map(({ dedupeKey }) => dedupeKey));
  expect(all).toMatchObject({ status: 0, err: `next: --cursor ${cursor}\n` });
  await close(11);
  const { changes } = await printed(['--cursor', cursor ?? '']);
  expect(changes).toMatchObject([{ type: 'closed', dedupeKey: keyOf(11) }]);
  const followed = await printed(['--follow', '--cursor', cursor ?? ''], 1, api.endStreams);
  expect(followed).toMatchObject({ status: 6, changes: [{ type: 'closed', dedupeKey: keyOf(11) }] });
});
