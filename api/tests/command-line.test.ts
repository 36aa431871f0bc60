import { PassThrough } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import { noCounters } from '@feedflow/shared/model/run';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectApi } from '../src/cli/api-client.ts';
import { runCommandLine } from '../src/cli/cli.ts';
import { progressLine } from '../src/cli/follow-run.ts';
import { addRun } from './history.ts';
import { type ServedApi, serveApi, token } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi({ token });
});
afterAll(() => api.close());

async function feedflow(args: string[], env: Record<string, string> = {}) {
  const out = new PassThrough();
  const err = new PassThrough();
  const status = await runCommandLine(args, { API_URL: api.url, API_TOKEN: token, ...env }, { out, err });
  out.end();
  err.end();
  return { status, out: await readAll(out), err: await readAll(err) };
}

/** Ends a running run, as its workers would. */
async function endRun(runId: string, status: 'completed' | 'partial' | 'failed' | 'cancelled') {
  const run = await api.database.importLogs.find(runId);
  if (!run) throw new Error('no such run');
  await api.database.importLogs.finish(run, {
    status,
    finishedAt: new Date(),
    error: null,
    failures: [],
    failureTotals: {},
    counters: { ...noCounters, totalFetched: 5, newJobs: 5, totalImported: 5 },
    meta: { totalBatches: 1, processedBatches: 1, failedBatches: 0 },
  });
}

test('starts a run and waits for its end; the exit status is its result', async () => {
  const waited = feedflow(['run', 'acme', '--wait', '--reason', 'by script']);
  const running = async () =>
    (await api.database.importLogs.list({ limit: 1, statuses: ['running'] })).items[0];
  await expect.poll(running).toBeDefined();
  await endRun((await running())?.runId ?? '', 'partial');
  const { status, out } = await waited;
  expect(status).toBe(3);
  expect(out).toMatch(/source +acme\nstatus +partial/);
});

test.each([
  ['completed', 0],
  ['failed', 1],
  ['partial', 3],
  ['cancelled', 4],
] as const)('show tells a %s run by exit status %i', async (status, code) => {
  const runId = await addRun(api.database, { source: status, startedAt: new Date(), status });
  const shown = await feedflow(['show', runId]);
  expect(shown.status).toBe(code);
  const json = await feedflow(['show', runId, '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ runId, status });
});

test('lists runs and sources; control characters in a name are not printed', async () => {
  await addRun(api.database, { source: 'evil\u001b[2Jname', startedAt: new Date(), status: 'completed' });
  const runs = await feedflow(['runs', '--text', 'evil']);
  expect(runs).toMatchObject({ status: 0, out: expect.stringContaining('evil [2Jname') });
  expect(runs.out).not.toContain('\u001b');
  expect((await feedflow(['runs', '--status', 'failed', '--from', 'now-1h'])).out).toContain('failed');
  expect((await feedflow(['sources'])).out).toMatch(/off +disabled/);
  expect(JSON.parse((await feedflow(['sources', '--json'])).out).items).toHaveLength(3);
});

test('shows the warnings of a run, and lists the runs that have one', async () => {
  const warnings = [
    { code: 'dates-unreadable', count: 3, message: 'dates are relative', samples: ['Posted 3 days ago'] },
  ] as const;
  const warned = await addRun(api.database, {
    source: 'warned',
    startedAt: new Date(),
    status: 'completed',
    warnings: warnings.map((warning) => ({ ...warning, samples: [...warning.samples] })),
  });
  const { out } = await feedflow(['show', warned]);
  expect(out).toMatch(/^warning +3 dates-unreadable: dates are relative\n +"Posted 3 days ago"$/m);
  for (const warning of ['any', 'dates-unreadable']) {
    const listed = (await feedflow(['runs', '--warning', warning])).out.trimEnd().split('\n');
    expect(listed).toEqual([
      expect.stringContaining('WARNINGS'),
      expect.stringMatching(/^\S+ +warned .* 1 +/),
    ]);
  }
  expect((await feedflow(['runs', '--warning', 'ids-change'])).out).toBe('no runs\n');
  expect(await feedflow(['runs', '--warning', 'bad weather'])).toMatchObject({ status: 5 });
});

test('a run is cancelled, and its failed batches are run again', async () => {
  const running = await addRun(api.database, { source: 'long', startedAt: new Date(), status: 'running' });
  expect((await feedflow(['cancel', running, '--reason', 'too long'])).status).toBe(0);
  expect((await api.database.importLogs.find(running))?.cancelRequestedAt).toBeInstanceOf(Date);

  const runId = await addRun(api.database, { source: 'sick', startedAt: new Date(), status: 'failed' });
  const batchId = `${runId}-1-1-0`;
  const { importBatches } = api.database;
  const facts = { runId, attempt: 1, fetchAttempt: 1, batchIndex: 0, records: 5, enqueuedAt: new Date() };
  await importBatches.insertWaiting([{ batchId, ...facts }]);
  await importBatches.finish(batchId, {
    status: 'failed',
    finishedAt: new Date(),
    durationMs: 1,
    error: null,
    failures: [],
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 0,
    failedJobs: 5,
    failureTotals: { 'batch-failed': 5 },
    jobs: [{}],
  });
  const rerun = await feedflow(['rerun', runId, '--batches', '0', '--json']);
  expect(JSON.parse(rerun.out)).toMatchObject({ runId, attempt: 2, batches: 1, records: 5 });
  expect(rerun.status).toBe(0);
});

test('prints the message of the API for a refused request', async () => {
  expect(await feedflow(['show', '0'.repeat(24)])).toMatchObject({
    status: 5,
    err: expect.stringContaining('run-unknown'),
  });
  expect(await feedflow(['run', 'nobody'])).toMatchObject({
    status: 5,
    err: expect.stringContaining('source-unknown'),
  });
  expect(await feedflow(['sources'], { API_TOKEN: 'wrong-token-0123456789' })).toMatchObject({ status: 5 });
  const runId = await addRun(api.database, { startedAt: new Date(), status: 'completed' });
  expect(await feedflow(['rerun', runId])).toMatchObject({
    status: 5,
    err: expect.stringContaining('nothing-to-rerun'),
  });
  expect(await feedflow(['cancel', runId])).toMatchObject({
    status: 5,
    err: expect.stringContaining('run-not-running'),
  });
});

test('an unreachable API has an exit status of its own', async () => {
  const { status, err } = await feedflow(['runs'], { API_URL: 'http://127.0.0.1:1' });
  expect(status).toBe(6);
  expect(err).toContain('API_URL');
});

test.each([
  [[]],
  [['fly']],
  [['run']],
  [['run', 'acme', '--all']],
  [['show']],
  [['runs', 'acme']],
  [['show', 'x', '--wait']],
  [['rerun', 'x', '--batches', '1,b']],
  [['preview', 'https://x.test', '--records', 'all']],
  [['runs', '--nonsense']],
])('reports wrong usage %j and points to the help', async (args) => {
  const { status, out, err } = await feedflow(args);
  expect(status).toBe(2);
  expect(out).toBe('');
  expect(err).toContain('--help');
});

test('help names every command and exit status', async () => {
  const { status, out } = await feedflow(['--help']);
  expect(status).toBe(0);
  for (const word of ['run SOURCE', 'rerun', 'cancel', 'preview', 'API_TOKEN', 'Exit status'])
    expect(out).toContain(word);
});

test('progress is a bar once the number of batches is known', async () => {
  const runId = await addRun(api.database, { source: 'going', startedAt: new Date(), status: 'running' });
  const run = await connectApi({ url: api.url, token }).call('getRun', { params: { runId } });
  expect(progressLine(run)).toBe('going  reading the feed  0 records');
  const meta = { ...run.meta, totalBatches: 8, processedBatches: 2 };
  expect(progressLine({ ...run, meta })).toContain(`${'█'.repeat(6)}${'░'.repeat(18)}  25 %  2/8 batches`);
});
