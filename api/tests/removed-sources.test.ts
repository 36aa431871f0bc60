import { hash } from 'node:crypto';
import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { lostAfter, wasLost } from '@feedflow/infra/testing/suite/lost-process';
import { FeedflowError } from '@feedflow/shared/errors';
import { itemOfSource } from '@feedflow/shared/model/attention-items';
import type { JobPosting } from '@feedflow/shared/model/job';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { createLog } from '@feedflow/shared/process/log';
import { jobIds } from '@feedflow/shared/queues/names';
import { Job } from 'bullmq';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { sourceCommandRoutes } from '../src/routes/source-commands.ts';
import { type ServedApi, serveApi } from './served-api.ts';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.close());

const urlOf = (name: string) => `https://removed.test/${name}`;

/** A source of which much is known. */
async function addKnown(name: string): Promise<void> {
  const { acknowledgements, alertStates, importManifests } = api.database;
  await api.post('/api/sources', { name, url: urlOf(name) });
  const at = new Date();
  const expiresAt = new Date(at.getTime() + 60_000);
  const texts = { title: null, state: 'failed', snoozedUntil: null, reason: null, by: 'test' };
  await acknowledgements.put({ ...texts, item: itemOfSource(name), at, expiresAt });
  await alertStates.begin(name, 'run-failed', { runId: '0'.repeat(24), at });
  const owner = { sourceUrl: urlOf(name), manifestId: name };
  await importManifests.putKeys(`${name}-0`, owner, Buffer.alloc(20));
  const read = { parts: [], postings: 0, openJobs: null, vanished: null };
  await importManifests.save({
    ...read,
    id: name,
    sourceUrl: urlOf(name),
    trusted: false,
    fingerprint: '',
    fullReadAt: at,
  });
}

/** What is still known of a source. */
async function leftOf(name: string) {
  const { acknowledgements, alertStates, importManifests, sources } = api.database;
  return {
    source: await sources.findByName(name),
    acknowledged: (await acknowledgements.list(new Date())).filter(({ item }) => item === itemOfSource(name)),
    alerts: await alertStates.active(name),
    manifest: await importManifests.find(name),
  };
}

const nothing = { source: null, acknowledged: [], alerts: [], manifest: null };

test('nothing that was known of a removed source holds for another one of its name', async () => {
  await addKnown('known');
  expect((await api.delete('/api/sources/known')).status).toBe(204);
  expect(await leftOf('known')).toEqual(nothing);
});

test('a removal that was interrupted is finished when it is requested again', async () => {
  const { acknowledgements, alertStates, importManifests, sources } = api.database;
  const lost = new FeedflowError('service-unavailable', 'the database was lost');
  const cuts = {
    manifests: () => vi.spyOn(importManifests, 'remove').mockRejectedValueOnce(lost),
    acknowledgements: () => vi.spyOn(acknowledgements, 'removeAll').mockRejectedValueOnce(lost),
    alerts: () => vi.spyOn(alertStates, 'endAll').mockRejectedValueOnce(lost),
    source: () => vi.spyOn(sources, 'remove').mockRejectedValueOnce(lost),
  };
  for (const [name, cut] of Object.entries(cuts)) {
    await addKnown(name);
    const call = cut();
    expect((await api.delete(`/api/sources/${name}`)).status).toBe(503);
    call.mockRestore();
    expect((await api.delete(`/api/sources/${name}`)).status).toBe(204);
    expect(await leftOf(name)).toEqual(nothing);
  }
});

function jobOf(sourceName: string, id: number): JobPosting {
  const dedupeKey = hash('sha1', `${sourceName} ${id}`);
  return aJob({ dedupeKey, sourceName, sourceUrl: urlOf(sourceName), externalId: String(id) });
}

test('a source is removed with its jobs and all that is known of it, wherever the first request was lost', async () => {
  const log = createLog('test', { level: 'silent', pretty: false });
  const options = { uri: api.sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' };
  const mongo = await connectMongo({ log }, options);
  const db = mongo.db();
  const { changes, jobs } = api.database;
  async function remove(limit: number) {
    const name = `lost-${limit}`;
    await addKnown(name);
    const stored = [1, 2, 3].map((id) => jobOf(name, id));
    const inserts = stored.map((job) => ({ kind: 'insert' as const, job }));
    await jobs.write(inserts, { runId: '0'.repeat(24), at: new Date() });
    const keys = stored.map(({ dedupeKey }) => dedupeKey);
    const lost = lostAfter(limit);
    const deps = { ...createDatabase(lost.db(db)), clock: api.clock };
    const { removeSource } = sourceCommandRoutes(deps, { defaultIntervalMinutes: 60 });
    const request = { params: { name }, query: { closeJobs: true }, body: undefined, audit: () => undefined };
    await (removeSource.handle as (request: unknown) => Promise<void>)(request).catch((error) => {
      if (!wasLost(error)) throw error;
    });
    // Its lock runs out.
    await db.collection('claims').deleteMany({});
    const again = await api.delete(`/api/sources/${name}?closeJobs=true`);
    await changes.listUnfinished(new Date(Date.now() + 61_000));
    const { items } = await changes.read({ cursor: undefined, limit: 1_000 });
    const own = items.filter(({ dedupeKey }) => keys.includes(dedupeKey));
    return {
      writes: lost.writes(),
      again: again.status,
      left: await leftOf(name),
      changes: Object.fromEntries(
        own.map(({ dedupeKey, type, job }) => [dedupeKey, [type, job?.closeReason]]),
      ),
      keys,
    };
  }

  const whole = await remove(Number.POSITIVE_INFINITY);
  expect(whole.left).toEqual(nothing);
  for (let limit = 1; limit < whole.writes; limit += 1) {
    const { keys, ...left } = await remove(limit);
    const closed = Object.fromEntries(keys.map((key) => [key, ['closed', 'source-deleted']]));
    const again = left.left.source === null && left.again === 404 ? 404 : 204;
    expect(left, `lost after ${limit} writes`).toEqual({
      writes: limit,
      again,
      left: nothing,
      changes: closed,
    });
  }
  await mongo.close();
});

test('the audit log has how many jobs were closed with a source, and nothing of them where they stay', async () => {
  for (const [name, query] of [
    ['counted', '?closeJobs=true'],
    ['left', ''],
  ] as const) {
    await api.post('/api/sources', { name, url: urlOf(name) });
    const inserts = [1, 2, 3].map((id) => ({ kind: 'insert' as const, job: jobOf(name, id) }));
    await api.database.jobs.write(inserts, { runId: '0'.repeat(24), at: new Date() });
    expect((await api.delete(`/api/sources/${name}${query}`)).status).toBe(204);
  }
  const changesOf = async (target: string) =>
    (await api.get(`/api/audit?command=removeSource&target=${target}`)).body.items[0].changes;
  expect(await changesOf('counted')).toMatchObject({ closedJobs: 3 });
  expect(await changesOf('left')).not.toHaveProperty('closedJobs');
});

test('a source that is renamed while it is removed is not said to be removed', async () => {
  await api.post('/api/sources', { name: 'leaving', url: urlOf('leaving') });
  const { importManifests, sources } = api.database;
  const { remove } = importManifests;
  const removing = vi.spyOn(importManifests, 'remove').mockImplementation(async (url) => {
    expect((await api.post('/api/sources/leaving/rename', { name: 'staying' })).status).toBe(200);
    await remove(url);
  });
  const response = await api.delete('/api/sources/leaving');
  removing.mockRestore();
  expect(response).toMatchObject({ status: 409, body: { code: 'source-changed' } });
  expect(await sources.findByName('staying')).not.toBeNull();
});

test('no run of a source begins while it is removed', async () => {
  await api.post('/api/sources', { name: 'begun', url: urlOf('begun') });
  const { jobs, importLogs } = api.database;
  const { closeSome } = jobs;
  let started: ReturnType<ServedApi['post']> | undefined;
  const closing = vi.spyOn(jobs, 'closeSome').mockImplementation(async (...args) => {
    started ??= api.post('/api/import/run', { source: 'begun' });
    await expect.poll(() => importLogs.findRunningOf(urlOf('begun'))).not.toBeNull();
    const runId = String(await importLogs.findRunningOf(urlOf('begun')));
    expect(await Job.fromId(api.queues.feeds, jobIds.fetchFeed({ runId, attempt: 1 }))).toBeUndefined();
    return closeSome(...args);
  });
  expect((await api.delete('/api/sources/begun?closeJobs=true')).status).toBe(204);
  closing.mockRestore();
  expect(await started).toMatchObject({ status: 409, body: { error: { code: 'source-changed' } } });
  expect(await importLogs.findRunningOf(urlOf('begun'))).toBeNull();
});
