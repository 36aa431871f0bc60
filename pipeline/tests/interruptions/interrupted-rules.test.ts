import { lostAfter } from '@feedflow/infra/testing/suite/lost-process';
import { createDatabase } from '@feedflow/shared/mongo/database';
import { jobIds } from '@feedflow/shared/queues/names';
import { Job } from 'bullmq';
import { afterAll, beforeAll, test } from 'vitest';
import { createFetchFeedProcessor } from '../../src/processors/fetch-feed.ts';
import { createReaderPool, type ReaderPool } from '../../src/reader/reader-pool.ts';
import { startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';
import { expectSameWhereverLost, factsOf } from './interruptions.ts';

/* Readings that change how the jobs of their source are identified and compared, cut off after each of their writes. */

/** The first writes: those after them are those of any reading. */
const RULE_WRITES = 14;

/** One play per write takes its time on a busy machine. */
const LONG_MS = 240_000;

let pipeline: RunningPipeline;
let readers: ReaderPool;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ shrinkLimitPercent: 50, batchSize: 10, batchAttempts: 1 });
  pipeline.startWorker();
  readers = createReaderPool(pipeline.deps, pipeline.processorOptions.readers);
});
afterAll(async () => {
  await readers.close();
  await pipeline.close();
  await feed.close();
});

interface Item {
  id: number | string;
  link: number;
  title?: string;
  text?: string;
}

const list = (listed: readonly Item[]) =>
  `<jobs>${listed
    .map(
      ({ id, link, title = `Job ${link}`, text = '' }) =>
        `<job><id>${id}</id><title>${title}</title><url>https://b.example/${link}</url><description>${text}</description></job>`,
    )
    .join('')}</jobs>`;
const items = (count: number, of: (n: number) => Item) => Array.from({ length: count }, (_, n) => of(n));

/** What a source lists, and how it is mapped the last time. */
interface Played {
  lists: readonly Item[][];
  mapping?: { identity: 'link' };
}

/** Imports what a source lists first; the last list is read twice, the first time by a process that is lost. */
async function play(name: string, limit: number, { lists, mapping }: Played) {
  const url = `${feed.base}/${name}`;
  const before = lists.slice(0, -1);
  await pipeline.addSource({ name, url, removeVanished: true });
  const source = { name, url };
  for (const one of before) {
    feed.set(`/${name}`, list(one));
    const { runId } = await pipeline.startImport(source);
    await pipeline.waitForEnd(runId);
  }
  feed.set(`/${name}`, list(lists.at(-1) ?? []));
  if (mapping) await pipeline.db.collection('sources').updateOne({ name }, { $set: { mapping } });
  await pipeline.queues.feeds.pause();
  await pipeline.queues.batches.pause();
  const { runId } = await pipeline.startImport(source);
  const step = await Job.fromId(pipeline.queues.feeds, jobIds.fetchFeed({ runId, attempt: 1 }));
  const lost = lostAfter(limit);
  const deps = { ...pipeline.processorDeps, readers, database: createDatabase(lost.db(pipeline.db)) };
  const read = createFetchFeedProcessor(deps, {
    ...pipeline.processorOptions,
    maxPendingBatches: 100,
  });
  await read(step as Job, '', undefined).catch(() => undefined);
  await pipeline.queues.feeds.resume();
  await pipeline.queues.batches.resume();
  await pipeline.waitForEnd(runId);
  return { writes: lost.writes(), facts: await factsOf(pipeline, name, runId) };
}

const expectSame = (played: Played) =>
  expectSameWhereverLost((name, limit) => play(name, limit, played), RULE_WRITES);

test(
  'another rule of a mapping',
  async () => {
    const same = items(12, (n) => ({ id: n, link: n }));
    await expectSame({ lists: [same, same], mapping: { identity: 'link' } });
  },
  LONG_MS,
);

test(
  'ids that changed',
  async () => {
    const before = items(12, (n) => ({ id: n, link: n }));
    const after = before.map((item) => (item.link < 6 ? { ...item, id: `x${item.link}` } : item));
    await expectSame({ lists: [before, after] });
  },
  LONG_MS,
);

test(
  'a field that changes at every fetch',
  async () => {
    const written = (text: string) => items(12, (n) => ({ id: n, link: n, text }));
    await expectSame({ lists: ['one', 'two', 'three'].map(written) });
  },
  LONG_MS,
);
