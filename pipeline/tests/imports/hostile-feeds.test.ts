import {
  around,
  type Body,
  hugeRecord,
  longAttribute,
  nestedBeforeRecords,
  record,
  repeated,
  spacesInDate,
  tinyRecords,
  wrongEncoding,
} from '@feedflow/infra/testing/hostile-feeds/bodies';
import {
  createHostileFeeds,
  gzipped,
  type HostileFeed,
  plain,
  redirectLoop,
  trickle,
} from '@feedflow/infra/testing/hostile-feeds/server';
import type { Run } from '@feedflow/shared/model/run';
import { Closers } from '@feedflow/shared/process/closers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FetcherOptions } from '../../src/fetch/fetcher.ts';
import { MAX_HEAD_TAGS } from '../../src/parse/document/head.ts';
import { MAX_DEPTH } from '../../src/parse/record/outline.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

const MB = 1024 * 1024;
const MAX_BYTES = 5 * MB;
const MAX_RECORDS = 500;
const bounded: Settings = { fetching: { maxBytes: MAX_BYTES } };
const counting: Settings = { maxRecords: MAX_RECORDS };
const impatient: Settings = { fetching: { totalTimeoutMs: 2_000 } };
const brisk: Settings = { fetching: { minBytesPerSecond: 200, speedWindowMs: 1_000 } };

/** Limits of reading. */
interface Settings {
  fetching?: Partial<FetcherOptions>;
  maxRecords?: number;
}

interface Row {
  name: string;
  feed: HostileFeed;
  settings?: Settings;
  expected: { status: Run['status']; code: string | null; newJobs?: number; failedJobs?: number };
}

const failed = (code: string) => ({ status: 'failed' as const, code });
/** Not read to its end: what came before the limit, in whole pieces of the network, is imported. */
const cutOff = (code: string) => ({ status: 'partial' as const, code, failedJobs: 0 });
const imported = (newJobs: number) => ({ status: 'completed' as const, code: null, newJobs, failedJobs: 0 });
const withoutOne = { status: 'completed' as const, code: null, newJobs: 3, failedJobs: 1 };

/** A feed of exactly so many bytes: padding between its records. */
function ofSize(bytes: number): Body {
  const bare = [...around([])].join('').length;
  return around(repeated(' ', bytes - bare));
}

/** For each limit a feed just within it and one just beyond it. */
const rows: Row[] = [
  {
    name: 'as many bytes as are allowed',
    feed: plain(() => ofSize(MAX_BYTES)),
    settings: bounded,
    expected: imported(3),
  },
  {
    name: 'one byte more',
    feed: plain(() => ofSize(MAX_BYTES + 1)),
    settings: bounded,
    expected: cutOff('feed-too-large'),
  },
  {
    name: 'as many bytes as are allowed in few of gzip',
    feed: gzipped(ofSize(MAX_BYTES)),
    settings: bounded,
    expected: imported(3),
  },
  {
    name: 'one byte more in few of gzip',
    feed: gzipped(ofSize(MAX_BYTES + 1)),
    settings: bounded,
    expected: cutOff('feed-too-large'),
  },
  {
    name: 'a record of nearly 1 MB',
    feed: plain(() => around(hugeRecord(MB - 1_000))),
    expected: imported(4),
  },
  { name: 'a record of more than 1 MB', feed: plain(() => around(hugeRecord(MB + 1))), expected: withoutOne },
  { name: 'a record of 10 MB', feed: plain(() => around(hugeRecord(10 * MB))), expected: withoutOne },
  {
    name: 'as many levels before the first record as are allowed',
    // The root, and the records, are levels too.
    feed: plain(() => nestedBeforeRecords(MAX_DEPTH - 1)),
    expected: imported(3),
  },
  {
    name: 'one level more',
    feed: plain(() => nestedBeforeRecords(MAX_DEPTH)),
    expected: failed('feed-not-xml'),
  },
  {
    name: 'fewer unclosed tags before the first record than are allowed',
    feed: plain(() => around(repeated('<a/>', MAX_HEAD_TAGS - 10))),
    expected: imported(3),
  },
  {
    name: 'more tags without a record than are allowed',
    feed: plain(() => ['<jobs>', ...repeated('<a/>', MAX_HEAD_TAGS), '</jobs>']),
    expected: failed('feed-not-xml'),
  },
  {
    name: 'as many records as are allowed',
    feed: gzipped(tinyRecords(MAX_RECORDS)),
    settings: counting,
    expected: imported(MAX_RECORDS),
  },
  {
    name: 'one record more',
    feed: gzipped(tinyRecords(MAX_RECORDS + 1)),
    settings: counting,
    expected: cutOff('feed-too-many-records'),
  },
  {
    name: 'a feed below the least speed',
    feed: trickle(`<rss version="2.0"><channel>${record(1)}`, 20),
    settings: brisk,
    expected: cutOff('feed-too-slow'),
  },
  {
    name: 'a feed that comes slowly and ends in time',
    feed: async (response) => {
      response.writeHead(200);
      for (const piece of around([])) {
        response.write(piece);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      response.end();
    },
    settings: impatient,
    expected: imported(3),
  },
  {
    name: 'an endless trickle before the first record',
    feed: trickle('<rss version="2.0"><channel>', 20),
    settings: impatient,
    expected: failed('feed-timeout'),
  },
  {
    name: 'an endless trickle behind the first record',
    feed: trickle(`<rss version="2.0"><channel>${record(1)}`, 20),
    settings: impatient,
    expected: cutOff('feed-timeout'),
  },
  {
    name: 'a short date with some spaces',
    feed: plain(() => around(spacesInDate(20))),
    expected: imported(4),
  },
  {
    name: 'a long attribute name',
    feed: plain(() => around(longAttribute(1_000))),
    expected: imported(4),
  },
  { name: 'an attribute of 32 kB', feed: plain(() => around(longAttribute(32_000))), expected: imported(4) },
  { name: '2000 spaces in a date', feed: plain(() => around(spacesInDate(2_000))), expected: imported(4) },
  { name: 'many tiny records', feed: gzipped(tinyRecords(500)), expected: imported(500) },
  {
    name: 'another encoding than the declared one',
    feed: plain(() => wrongEncoding(50)),
    expected: imported(50),
  },
  { name: 'a redirect to itself', feed: redirectLoop, expected: failed('feed-redirect-refused') },
];

const feeds = createHostileFeeds();
const closers = new Closers();
let url: string;
beforeAll(async () => {
  ({ url } = await feeds.start());
  closers.add('hostile feeds', () => feeds.close());
});
afterAll(() => closers.close());

/** One pipeline with one worker for each set of limits, whatever feeds it has read before. */
const pipelines = new Map<string, Promise<RunningPipeline>>();
function pipelineWith(settings: Settings): Promise<RunningPipeline> {
  const key = JSON.stringify(settings);
  const known = pipelines.get(key);
  if (known) return known;
  const started = startPipeline(settings).then((pipeline) => {
    closers.add(key, () => pipeline.close());
    pipeline.startWorker();
    return pipeline;
  });
  pipelines.set(key, started);
  return started;
}

test.each(rows)('$name; the same worker then imports an ordinary feed', async (row) => {
  const pipeline = await pipelineWith(row.settings ?? {});
  const source = await pipeline.addSource({ name: row.name, url: url + feeds.publish(row.name, row.feed) });
  const { runId } = await pipeline.startImport(source);
  const run = await pipeline.waitForEnd(runId);
  const { status, newJobs, failedJobs } = run;
  expect({ status, code: run.error?.code ?? null, newJobs, failedJobs }).toMatchObject(row.expected);
  expect(await pipeline.jobsOf(row.name)).toHaveLength(newJobs);
  const ordinary = await pipeline.importFeed(`after-${row.name.replaceAll(/\W+/g, '-')}`, {
    records: 20,
    duplicates: 1,
  });
  expect(ordinary).toMatchObject({ status: 'completed', newJobs: 19, duplicateJobs: 1 });
});
