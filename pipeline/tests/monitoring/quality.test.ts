import { json } from 'node:stream/consumers';
import {
  type StartedServer,
  startLoopbackServer,
} from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { type Alert, alert } from '@feedflow/shared/alerts/alert';
import type { Run } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { judgeSource } from '@feedflow/shared/quality/judge-source';
import { healthOf } from '@feedflow/shared/quality/source-health';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFreshnessWatch } from '../../src/schedule/freshness.ts';
import { type ChangingFeed, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const received: Alert[] = [];
let receiver: StartedServer;
let feed: ChangingFeed;
let pipeline: RunningPipeline;
beforeAll(async () => {
  receiver = await startLoopbackServer(async (request, response) => {
    received.push(alert.parse(await json(request)));
    response.writeHead(204).end();
  });
  feed = await startChangingFeed();
  const webhook = { url: receiver.url, secret: 'a-secret-of-sixteen-or-more', format: 'feedflow' as const };
  pipeline = await startPipeline({
    alertTargets: { webhook, email: null, runWebhook: null, dashboardUrl: null },
  });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
  await receiver.close();
});

async function alertsOf(source: string): Promise<string[]> {
  const open = async () =>
    (await pipeline.queues.alerts.getJobCountByTypes('wait', 'active', 'delayed', 'prioritized')) +
    (await pipeline.queues.runs.getJobCountByTypes('wait', 'active', 'delayed'));
  await expect.poll(open).toBe(0);
  return received.filter((one) => one.source === source).map(({ kind, message }) => `${kind}: ${message}`);
}

/** A feed with this many jobs, some with a salary. */
function render({ jobs = 40, salaries = jobs }: { jobs?: number; salaries?: number }): string {
  const items = Array.from({ length: jobs }, (_, i) => {
    const salary = i < salaries ? '<salary>50000 EUR per year</salary>' : '';
    return `<item><guid>${i}</guid><title>Job ${i}</title><link>https://a.test/${i}</link>${salary}</item>`;
  });
  return `<rss><channel>${items.join('\n')}</channel></rss>`;
}

async function importJobs(
  source: Pick<SourceConfig, 'name' | 'url'>,
  jobs: Parameters<typeof render>[0] = {},
): Promise<Run> {
  feed.set(new URL(source.url).pathname, render(jobs));
  return pipeline.waitForEnd((await pipeline.startImport(source)).runId);
}

async function healthOfSource(name: string) {
  // The end of a run is recorded at its source after it has ended.
  await alertsOf(name);
  const source = await pipeline.database.sources.findByName(name);
  if (!source) throw new Error(`there is no source ${name}`);
  return healthOf(source, new Date(), 60);
}

test('alerts once about each reason while it lasts, and once about the recovery', async () => {
  const source = await pipeline.addSource({ name: 'salaries', url: `${feed.base}/salaries` });
  for (let run = 0; run < 6; run += 1) await importJobs(source);
  expect(await alertsOf('salaries')).toEqual([]);
  await importJobs(source, { salaries: 2 });
  const dropped = '2 of 40 jobs have a salary (5 percent), usually 100 percent';
  // Updates are a share of the feed too.
  const updated = '38 of 40 jobs are updated (95 percent), usually 0 to 10 percent';
  const first = [`quality: Quality of salaries (warning): ${dropped}; ${updated}`];
  expect(await alertsOf('salaries')).toEqual(first);
  expect(await healthOfSource('salaries')).toMatchObject({
    level: 'warning',
    reasons: [{ code: 'field-dropped', field: 'salary', message: dropped }, { code: 'unusual-updated' }],
  });
  await importJobs(source, { salaries: 2 });
  await importJobs(source, { salaries: 2 });
  expect(await alertsOf('salaries')).toEqual(first);
  feed.pages.set('/salaries', { status: 404 });
  await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect((await healthOfSource('salaries')).reasons.map(({ code }) => code)).toEqual([
    'import-failed',
    'field-dropped',
  ]);
  await importJobs(source, { salaries: 39 });
  const afterwards = (await alertsOf('salaries')).slice(1).map((text) => text.split(':')[0]);
  expect(afterwards).toEqual(['run-failed', 'recovered']);
  await importJobs(source, { salaries: 39 });
  expect((await alertsOf('salaries')).at(-1)).toBe(
    'recovered: salaries is healthy again: no quality rule is broken',
  );
  expect(await healthOfSource('salaries')).toEqual({ level: 'healthy', reasons: [] });
}, 60_000);

test('a limit of the source counts from its first import on', async () => {
  const source = await pipeline.addSource({
    name: 'limits',
    url: `${feed.base}/limits`,
    quality: { minJobs: 30, minFillPercent: { company: 90 } },
  });
  await importJobs(source, { jobs: 20 });
  expect(await alertsOf('limits')).toEqual([
    'quality: Quality of limits (failing): 20 jobs in the feed, at least 30 expected; 0 of 20 jobs have a company (0 percent), at least 90 percent expected',
  ]);
  expect((await healthOfSource('limits')).level).toBe('failing');
});

test('a run keeps the open jobs at its end, and an unchanged feed its judgement', async () => {
  const source = await pipeline.addSource({
    name: 'unchanged',
    url: `${feed.base}/unchanged`,
    quality: { minJobs: 100 },
  });
  feed.pages.set('/unchanged', (request) =>
    request.headers['if-none-match'] ? { status: 304 } : { body: render({}), headers: { etag: '"1"' } },
  );
  const first = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(first).toMatchObject({ openAfter: 40, fetch: { openBefore: 0 } });
  const { acknowledgements } = pipeline.database;
  const at = new Date();
  const hidden = { item: 'quality-unchanged', state: 'few-jobs', title: null, reason: null, by: 'test' };
  const expiresAt = new Date(at.getTime() + 3_600_000);
  await acknowledgements.put({ ...hidden, snoozedUntil: null, at, expiresAt });
  const unchanged = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(unchanged).toMatchObject({ status: 'completed', http: { notModified: true }, openAfter: null });
  expect((await healthOfSource('unchanged')).reasons).toMatchObject([{ code: 'few-jobs' }]);
  // Nor does it end what was acknowledged: nothing has become better.
  const unannounced = { runId: unchanged.runId, unannounced: true };
  await expect.poll(() => pipeline.db.collection('import_logs').countDocuments(unannounced)).toBe(0);
  expect((await acknowledgements.list(new Date())).map(({ item }) => item)).toEqual(['quality-unchanged']);
  const points = await pipeline.database.runQuality.last('unchanged', 10);
  expect(points).toMatchObject([
    { notModified: true, fill: null },
    { openJobs: 40, fill: { jobs: 40 } },
  ]);
});

test('a feed at another URL is compared with none of the imports before it', async () => {
  const source = await pipeline.addSource({ name: 'other', url: `${feed.base}/other-a` });
  for (let run = 0; run < 6; run += 1) await importJobs(source);
  await importJobs(source, { salaries: 1 });
  expect((await healthOfSource('other')).reasons.map(({ code }) => code)).toContain('field-dropped');
  const moved = { ...source, url: `${feed.base}/other-b` };
  await pipeline.database.sources.upsert([moved], new Date());
  // As after a change of its limits: there is nothing to judge yet.
  expect(await judgeSource(pipeline.database, 'other', new Date())).toBeNull();
  expect((await healthOfSource('other')).reasons).toEqual([]);
  await importJobs(moved, { salaries: 1 });
  expect((await healthOfSource('other')).reasons).toEqual([]);
});

test('an import that was cut off is judged by the jobs that are open after it', async () => {
  const source = await pipeline.addSource({
    name: 'cut',
    url: `${feed.base}/cut`,
    quality: { minJobs: 30 },
  });
  feed.set('/cut', render({}).slice(0, -300));
  const cut = await pipeline.waitForEnd((await pipeline.startImport(source)).runId);
  expect(cut).toMatchObject({ status: 'partial', openAfter: cut.newJobs, fetch: { openBefore: 0 } });
  expect((await healthOfSource('cut')).reasons.map(({ code }) => code)).toEqual(['import-incomplete']);
});

test('alerts once about a source that has had no import for too long, by one scheduler, until the next import', async () => {
  const source = await pipeline.addSource({ name: 'stale', url: `${feed.base}/stale` });
  await importJobs(source);
  expect(await alertsOf('stale')).toEqual([]);
  const at = new Date(Date.now() - 30 * 3_600_000);
  const sources = pipeline.db.collection('sources');
  await sources.updateOne(
    { name: 'stale' },
    { $set: { 'lastSuccess.at': at, createdAt: at, updatedAt: at } },
  );
  const watches = [1, 2].map(() => createFreshnessWatch(pipeline.deps, { defaultIntervalMinutes: 60 }));
  const found = await Promise.all(watches.map((watch) => watch.check()));
  expect(found.flat()).toEqual(['stale']);
  const claims = pipeline.db.collection<{ _id: string }>('claims');
  await claims.deleteOne({ _id: 'check-freshness' });
  expect(await watches[0]?.check()).toEqual(['stale']);
  await Promise.all(watches.map((watch) => watch.close()));
  const first =
    'quality: Quality of stale (failing): no successful import for 30 hours, at most 24 hours expected';
  expect(await alertsOf('stale')).toEqual([first]);
  expect((await healthOfSource('stale')).level).toBe('failing');
  await importJobs(source);
  expect((await alertsOf('stale')).slice(1)).toEqual([
    'recovered: stale is healthy again: no quality rule is broken',
  ]);
  expect((await healthOfSource('stale')).level).toBe('healthy');
});
