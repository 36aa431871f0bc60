import { sourceConfig } from '@feedflow/shared/model/source';
import { jobIds } from '@feedflow/shared/queues/names';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { heldJob, holdJobs } from './held-run.ts';
import { runEnd } from './history.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const run of (await api.database.importLogs.list({ limit: 100 })).items) {
    await api.database.importLogs.finish({ ...run, attempts: [] }, runEnd({ counters: run }));
  }
});

test('an empty body starts every enabled source and names what it skipped', async () => {
  const { status, body } = await api.post('/api/import/run', {});
  expect(status).toBe(202);
  expect(body.runs.map((run: { sourceName: string }) => run.sourceName)).toEqual(['acme', 'beta']);
  expect(body.skipped).toEqual([{ sourceName: 'off', reason: 'source-disabled', runId: null }]);
  const again = await api.post('/api/import/run', {});
  expect(again.status).toBe(202);
  expect(again.body.runs).toEqual([]);
  expect(again.body.skipped[0]).toEqual({
    sourceName: 'acme',
    reason: 'run-already-running',
    runId: body.runs[0].runId,
  });
});

test('a source that is renamed meanwhile is skipped, if it is not started', async () => {
  const { sources } = api.database;
  for (let round = 0; round < 10; round += 1) {
    const [name, to] = [`moving ${round}`, `moved ${round}`];
    await sources.add(sourceConfig.parse({ name, url: `https://feeds.test/moving-${round}` }), new Date());
    const [started] = await Promise.all([
      api.post('/api/import/run', {}),
      api.post(`/api/sources/${encodeURIComponent(name)}/rename`, { name: to }),
    ]);
    expect(started.status).toBe(202);
    const named: { sourceName: string }[] = started.body.runs.concat(started.body.skipped);
    expect(named.filter(({ sourceName }) => [name, to].includes(sourceName))).toHaveLength(1);
    await sources.remove(name);
    await sources.remove(to);
  }
});

test('one source is started by name or url, and a second start is a 409 that names the running run', async () => {
  const { status, body } = await api.post('/api/import/run', { source: 'acme' });
  expect(status).toBe(202);
  const [{ runId }] = body.runs;
  const second = await api.post('/api/import/run', { sourceUrl: 'https://feeds.test/acme' });
  expect(second.status).toBe(409);
  expect(second.body.error).toMatchObject({ code: 'run-already-running', details: { runId } });
});

test('the audit log has the name of a source that is started by its url, which may have a key', async () => {
  const url = 'https://feeds.test/keyed?key=in-the-query';
  await api.database.sources.add(sourceConfig.parse({ name: 'keyed', url }), new Date());
  const spelledOtherwise = url.replace('https://', 'HTTPS://');
  expect((await api.post('/api/import/run', { sourceUrl: spelledOtherwise })).status).toBe(202);
  await api.post('/api/import/run', { sourceUrl: `${url}-unknown` });
  const { body, text } = await api.get('/api/audit?limit=2');
  expect(body.items).toMatchObject([
    { target: null, outcome: 'source-unknown' },
    { target: 'keyed', count: 1, outcome: 'done' },
  ]);
  expect(text).not.toContain('in-the-query');
  await api.database.sources.remove('keyed');
});

test('of 50 concurrent requests one starts the run', async () => {
  const responses = await Promise.all(
    Array.from({ length: 50 }, () => api.post('/api/import/run', { source: 'acme' })),
  );
  expect(responses.filter((one) => one.status === 202)).toHaveLength(1);
  expect(responses.filter((one) => one.status === 409)).toHaveLength(49);
});

test('a started run has its document, its tree in Redis and its place on the source', async () => {
  const { body } = await api.post('/api/import/run', { source: 'acme' });
  const [{ runId }] = body.runs;
  const run = await api.get(`/api/import-logs/${runId}`);
  expect(run.body).toMatchObject({
    runId,
    sourceName: 'acme',
    status: 'running',
    trigger: 'manual',
    attempt: 1,
  });
  const tree = await api.queues.flows.getFlow({
    queueName: 'feedflow-runs',
    id: `${runId}-1`,
    prefix: api.sandbox.redisPrefix,
  });
  expect(tree.job.name).toBe('finalize-run');
  expect(tree.children?.map((child) => child.job.id)).toEqual([`${runId}-1-fetch`]);
  const sources = await api.get('/api/sources');
  expect(sources.body.items[0]).toMatchObject({ name: 'acme', lastRun: { runId, status: 'running' } });
});

test.each([
  [{ source: 'nobody' }, 404, 'source-unknown'],
  [{ sourceUrl: 'https://feeds.test/nobody' }, 404, 'source-unknown'],
  [{ source: 'acme', sourceUrl: 'https://feeds.test/acme' }, 400, 'request-invalid'],
  [{ source: { $gt: '' } }, 400, 'request-invalid'],
  [{ src: 'acme' }, 400, 'request-invalid'],
  [[], 400, 'request-invalid'],
  ['{"source":', 400, 'request-invalid'],
  [JSON.stringify({ source: 'x'.repeat(2_000_000) }), 413, 'payload-too-large'],
])('a bad body is refused with its reason', async (body, status, code) => {
  const response = await api.post('/api/import/run', body);
  expect(response.status).toBe(status);
  expect(response.body.error).toMatchObject({ code, requestId: response.headers.get('x-request-id') });
});

test('a body that is not JSON does not mean "everything"', async () => {
  const response = await api.post('/api/import/run', 'source=acme', {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect(response.status).toBe(415);
  expect((await api.database.importLogs.list({ limit: 10, statuses: ['running'] })).items).toEqual([]);
});

test('a run can be a full import', async () => {
  const { body } = await api.post('/api/import/run', { source: 'acme', full: true });
  const job = await api.queues.feeds.getJob(jobIds.fetchFeed({ runId: body.runs[0].runId, attempt: 1 }));
  expect(job?.data).toMatchObject({ full: true });
  expect((await api.post('/api/import/run', { source: 'beta', full: 'yes' })).status).toBe(400);
});

test('jobs held back by the shrink guard are closed once, when a user confirms it', async () => {
  const { body } = await api.post('/api/import/run', { source: 'acme' });
  const [{ runId, sourceUrl }] = body.runs;
  const path = `/api/import-logs/${runId}/confirm-removal`;
  expect((await api.post(path, {})).status).toBe(409);

  const keys = await holdJobs(api.database, body.runs[0]);
  const heldPath = `/api/import-logs/${runId}/held-jobs`;
  expect((await api.get(heldPath)).body).toMatchObject({
    items: [
      { ...heldJob, dedupeKey: keys[1], reason: 'deleted-by-feed' },
      { ...heldJob, dedupeKey: keys[0], reason: 'not-in-feed' },
    ],
    total: 2,
  });
  expect((await api.get(`${heldPath}?limit=1`)).body).toMatchObject({
    items: [{ dedupeKey: keys[1] }],
    total: 2,
  });

  expect((await api.post(path, { reason: 'a branch was closed' })).body).toEqual({ runId, removedJobs: 2 });
  expect(await api.database.jobs.countOpen(sourceUrl)).toBe(1);
  expect((await api.get(`/api/import-logs/${runId}`)).body).toMatchObject({
    removedJobs: 2,
    openAfter: 1,
    removal: { state: 'closed', confirmedAt: expect.any(String) },
  });
  const again = await api.post(path, {});
  expect([again.status, again.body.error.code]).toEqual([422, 'nothing-to-confirm']);
  expect((await api.get(heldPath)).body.error.code).toBe('nothing-to-confirm');
  const unknown = await api.post('/api/import-logs/665f1c2ab7e4d90012ab34cd/confirm-removal', {});
  expect(unknown.status).toBe(404);
});
