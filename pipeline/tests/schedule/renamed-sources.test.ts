import { lostAfter } from '@feedflow/infra/testing/suite/lost-process';
import { jobPosting } from '@feedflow/shared/model/job';
import { sourceConfig } from '@feedflow/shared/model/source';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { jobIds } from '@feedflow/shared/queues/names';
import { upsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { renameSource } from '@feedflow/shared/run/rename-source';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createReaper } from '../../src/schedule/reaper.ts';
import { type RunningPipeline, startPipeline, waitForJob } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeEach(async () => {
  pipeline = await startPipeline({ batchAttempts: 1 });
});
afterEach(() => pipeline.close());

const rename = (name: string, to: string, timeoutMs = 10_000) =>
  renameSource(pipeline.database, { name, to, now: pipeline.deps.clock, timeoutMs });

function addSource(name: string) {
  const url = pipeline.feedsUrl + pipeline.feeds.publish(name, { records: 100 });
  return pipeline.addSource({ name, url, removeVanished: true });
}

/** Waits until the end of the last run is known to its source and its alert. */
const untilRecorded = (url: string) =>
  expect.poll(() => pipeline.database.importLogs.findEnding(url, new Date(0))).toBeNull();

test('a renamed source keeps runs, jobs, totals, alerts, what is acknowledged, and identity; a re-run gives kept jobs the new name', async () => {
  const { database, queues } = pipeline;
  await queues.batches.pause();
  pipeline.startWorker();
  const source = await addSource('before');
  const { runId } = await pipeline.startImport(source);
  const step = await waitForJob(
    pipeline,
    jobIds.upsertBatch({ runId, attempt: 1, fetchAttempt: 1, batchIndex: 1 }),
  );
  const { dedupeKey } = jobPosting.parse(upsertBatchPayload.parse(step.data).jobs[7]);
  pipeline.failingKeys.add(dedupeKey);
  await queues.batches.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'partial', newJobs: 80 });
  pipeline.failingKeys.clear();
  await untilRecorded(source.url);
  await database.alertStates.begin('before', 'run-failed', { runId, at: new Date() });
  const acknowledged = {
    title: null,
    state: 'failed',
    snoozedUntil: null,
    reason: null,
    by: 'test',
    at: new Date(),
  };
  const expiresAt = new Date(Date.now() + 86_400_000);
  await database.acknowledgements.put({ ...acknowledged, item: 'source-before', expiresAt });
  await database.acknowledgements.put({ ...acknowledged, item: 'source-other', expiresAt });
  const { identity } = (await database.sources.findByName('before')) ?? {};

  expect(await rename('before', 'after')).toMatchObject({
    name: 'after',
    url: source.url,
    renamedFrom: null,
  });
  expect(await database.sources.findByName('before')).toBeNull();
  expect(await pipeline.jobsOf('before')).toEqual([]);
  expect(await pipeline.jobsOf('after')).toHaveLength(80);
  expect(await database.importLogs.get(runId)).toMatchObject({ sourceName: 'after' });
  expect(await database.alertStates.active('before')).toEqual([]);
  expect(await database.alertStates.active('after')).toEqual(['run-failed']);
  const items = await database.acknowledgements.list(new Date());
  expect(items.map(({ item }) => item).sort()).toEqual(['source-after', 'source-other']);

  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, runId, null);
  expect(await pipeline.waitForEnd(runId)).toMatchObject({ status: 'completed', newJobs: 100 });
  expect(await pipeline.jobsOf('after')).toHaveLength(100);
  await untilRecorded(source.url);
  const renamed = await database.sources.findByName('after');
  expect(renamed).toMatchObject({ lastRun: { runId, status: 'completed' }, failuresInARow: 0, identity });
  if (!renamed) throw new Error('there is no such source');
  const next = await pipeline.startImport(renamed);
  expect(await pipeline.waitForEnd(next.runId)).toMatchObject({
    status: 'completed',
    sourceName: 'after',
    newJobs: 0,
    unchangedJobs: 100,
    removedJobs: 0,
  });
});

test('a source is not renamed while a run of it is running, nor to a name that is taken', async () => {
  const source = await addSource('busy');
  await addSource('other');
  const { runId } = await pipeline.startImport(source);
  await expect(rename('busy', 'idle')).rejects.toMatchObject({
    code: 'run-already-running',
    details: { runId },
  });
  pipeline.startWorker();
  await pipeline.waitForEnd(runId);
  await untilRecorded(source.url);
  await expect(rename('busy', 'other')).rejects.toMatchObject({ code: 'source-exists' });
  await expect(rename('nobody', 'idle')).rejects.toMatchObject({ code: 'source-unknown' });
  expect(await rename('busy', 'idle')).toMatchObject({ name: 'idle' });
});

test('a run of a source that was renamed since it was read does not start, and leaves nothing behind', async () => {
  const source = await addSource('read');
  await rename('read', 'renamed');
  await expect(pipeline.startImport(source)).rejects.toMatchObject({ code: 'source-changed' });
  expect(await pipeline.database.importLogs.findRunningOf(source.url)).toBeNull();
  expect((await pipeline.database.importLogs.list({ limit: 10 })).items).toEqual([]);
});

test('of a start and a renaming at the same time, the run and its source have one name', async () => {
  for (let round = 0; round < 15; round += 1) {
    const source = await addSource(`race-${round}`);
    const [started] = await Promise.allSettled([
      pipeline.startImport(source),
      rename(source.name, `raced ${round}`),
    ]);
    const names = await pipeline.database.sources.namesOf(source.url);
    const running = await pipeline.database.importLogs.findRunningOf(source.url);
    if (started.status === 'rejected') expect(running).toBeNull();
    else expect((await pipeline.database.importLogs.get(started.value.runId)).sourceName).toBe(names?.name);
    expect(names?.renamedFrom ?? null).toBeNull();
  }
});

test('no run begins while what was reported of its source has the name before', async () => {
  const { database } = pipeline;
  const source = await addSource('reported');
  await database.alertStates.begin('reported', 'run-failed', { runId: 'r', at: new Date() });
  const lost = createDatabase(lostAfter(1).db(pipeline.db));
  const request = { name: 'reported', to: 'reported, renamed', now: pipeline.deps.clock, timeoutMs: 10_000 };
  await expect(renameSource(lost, request)).rejects.toThrow(/lost/);
  const renamed = { ...source, name: 'reported, renamed' };
  const before = await database.alertStates.active('reported, renamed');
  await expect(pipeline.startImport(renamed)).rejects.toMatchObject({ code: 'source-changed' });
  await rename('reported', 'reported, renamed');
  expect([before, await database.alertStates.active('reported, renamed')]).toEqual([[], ['run-failed']]);
  expect(await pipeline.startImport(renamed)).toMatchObject({ sourceName: 'reported, renamed' });
});

test('a renaming that does not end in time is continued by the same request, or by the reaper', async () => {
  const { database, deps } = pipeline;
  pipeline.startWorker();
  const reaper = createReaper(deps, { ...pipeline.runOptions, intervalSeconds: 59, graceMs: 0 });
  for (const [name, finish] of [
    ['slow', () => rename('slow', 'slow, renamed')],
    ['left', () => reaper.sweep()],
  ] as const) {
    const { runId } = await pipeline.startImport(await addSource(name));
    await pipeline.waitForEnd(runId);
    const to = `${name}, renamed`;
    await expect.poll(() => rename(name, to, 0).catch((error) => error.code)).toBe('service-unavailable');
    expect(await database.sources.findByName(to)).toMatchObject({ renamedFrom: name });
    const again = sourceConfig.parse({ name, url: 'https://other.test/f' });
    await expect(database.sources.add(again, new Date())).rejects.toMatchObject({ code: 'source-exists' });
    await finish();
    expect(await database.sources.findByName(to)).toMatchObject({ renamedFrom: null });
    expect(await database.importLogs.get(runId)).toMatchObject({ sourceName: to });
    expect(await pipeline.jobsOf(to)).toHaveLength(100);
  }
  await reaper.close();
});
