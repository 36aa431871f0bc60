import { sourceConfig } from '@feedflow/shared/model/source';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tick } from '../../src/schedule/tick.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
  pipeline.startWorker();
});
afterAll(() => pipeline.close());

const urlOf = (name: string, records: number) =>
  pipeline.feedsUrl + pipeline.feeds.publish(`${name}-${records}`, { records });

/** A source as somebody read it, before it got another URL. */
async function moved(name: string, fields: { schedule?: string } = {}) {
  await pipeline.addSource({ name, url: urlOf(name, 10), ...fields });
  const seen = await pipeline.database.sources.findByName(name);
  if (!seen) throw new Error(name);
  const move = () =>
    pipeline.database.sources.replaceConfig(
      seen,
      { ...sourceConfig.parse({ name, ...fields, url: urlOf(name, 25) }) },
      pipeline.clock(),
    );
  return { seen, move };
}

const jobs = (name: string) => pipeline.db.collection('jobs').countDocuments({ sourceName: name });

test('a scheduled run reads the feed at the URL that its source has by then', async () => {
  const { seen, move } = await moved('scheduled', { schedule: '* * * * *' });
  const changed = await move();
  const options = { ...pipeline.runOptions, defaultIntervalMinutes: 60 };
  expect(await tick(pipeline.deps, seen, new Date(Date.UTC(2026, 0, 1)), options)).toBe('started');
  const { items } = await pipeline.database.importLogs.list({ sourceName: 'scheduled', limit: 10 });
  expect(items).toMatchObject([{ sourceUrl: changed?.url }]);
  expect(await pipeline.waitForEnd(String(items[0]?.runId))).toMatchObject({ newJobs: 25, openAfter: 25 });
});

test('a run whose source gets another URL before its feed is read reads none', async () => {
  await pipeline.queues.feeds.pause();
  const { seen, move } = await moved('waiting');
  const { runId } = await pipeline.startImport(seen);
  await move();
  await pipeline.queues.feeds.resume();
  expect(await pipeline.waitForEnd(runId)).toMatchObject({
    status: 'failed',
    totalFetched: 0,
    error: { code: 'source-changed' },
  });
  expect(await jobs('waiting')).toBe(0);
});
