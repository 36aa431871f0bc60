import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  for (const run of (await api.database.importLogs.list({ limit: 100 })).items) {
    await api.database.importLogs.finish(
      { ...run, attempts: [] },
      {
        status: 'completed',
        finishedAt: new Date(),
        counters: run,
        error: null,
        failures: [],
        failureTotals: {},
        meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
      },
    );
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

test('one source is started by name or url, and a second start is a 409 that names the running run', async () => {
  const { status, body } = await api.post('/api/import/run', { source: 'acme' });
  expect(status).toBe(202);
  const [{ runId }] = body.runs;
  const second = await api.post('/api/import/run', { sourceUrl: 'https://feeds.test/acme' });
  expect(second.status).toBe(409);
  expect(second.body.error).toMatchObject({ code: 'run-already-running', details: { runId } });
});

test('of 50 presses at once one starts the run', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => api.post('/api/import/run', { source: 'acme' })),
  );
  expect(answers.filter((one) => one.status === 202)).toHaveLength(1);
  expect(answers.filter((one) => one.status === 409)).toHaveLength(49);
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
  const answer = await api.post('/api/import/run', body);
  expect(answer.status).toBe(status);
  expect(answer.body.error).toMatchObject({ code, requestId: answer.headers.get('x-request-id') });
});

test('a body that is not JSON does not mean "everything"', async () => {
  const answer = await api.post('/api/import/run', 'source=acme', {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
  expect(answer.status).toBe(415);
  expect((await api.database.importLogs.list({ limit: 10, statuses: ['running'] })).items).toEqual([]);
});
