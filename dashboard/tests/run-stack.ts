import type { SampleFeeds } from '@feedflow/infra/testing/sample-feeds/server';
import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import { startTestStack } from '@feedflow/infra/testing/suite/stack';
import type { RunStatus } from '@feedflow/shared/model/run';
import { connectMongo } from '@feedflow/shared/mongo/connect';
import { Closers } from '@feedflow/shared/process/closers';
import { createLog } from '@feedflow/shared/process/log';
import { expect } from 'vitest';
import { createApiGate } from './api-gate.ts';
import { makeBatch, makeRun } from './make-run.ts';
import { type Stack, startImport } from './stack.ts';

/** A stack for the page of a run: with changeable feeds, API outages and rejected writes. */
export interface RunStack extends Stack {
  feeds: SampleFeeds;
  /** Starts a run of a source and returns its ID. */
  startRun(source: string): Promise<string>;
  /** Waits until a run has ended, and returns its status. */
  endOf(runId: string): Promise<RunStatus>;
  /** Makes MongoDB reject about a quarter of the written jobs, or accept all again. */
  refuseSome(refuse: boolean): Promise<void>;
  /** Stores a run with this many batches, every thousandth failed, and returns its ID. */
  putLongRun(batches: number): Promise<string>;
  /** Starts or ends an API outage for the dashboard. */
  setApiAway(away: boolean): Promise<void>;
}

/** Due once a year, so that only the test starts them. */
const SELDOM = { schedule: '0 3 1 1 *' };

export async function startRunStack(): Promise<RunStack> {
  const closers = new Closers();
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const gate = await createApiGate();
  closers.add('gate', gate.shut);
  const stack = await startTestStack({
    env: { MONGODB_URI: sandbox.mongoUri, REDIS_PREFIX: sandbox.redisPrefix, STORE_RAW: 'failed' },
    dashboardEnv: { API_URL: gate.url },
    sources: (url, feeds) => [
      { name: 'Partly', url: url + feeds.publish('partly', { records: 700, broken: 12 }), ...SELDOM },
      {
        name: 'Shrinking',
        url: url + feeds.publish('shrinking', { records: 100 }),
        ...SELDOM,
        removeVanished: true,
      },
      { name: 'Unchanging', url: url + feeds.publish('unchanging', { records: 20, etag: 1 }), ...SELDOM },
      { name: 'Empty', url: url + feeds.publish('empty', { records: 0 }), ...SELDOM },
      { name: 'Endless', url: url + feeds.publish('endless', { records: 50_000, pauseMs: 500 }), ...SELDOM },
    ],
  });
  closers.add('stack', stack.close);
  await gate.open(stack.apiUrl);
  const log = createLog('test', { level: 'silent', pretty: false });
  const mongo = await connectMongo(
    { log },
    { uri: sandbox.mongoUri, bootTimeoutMs: 10_000, appName: 'test' },
  );
  closers.add('mongo', () => mongo.close());
  const db = mongo.db();

  return {
    dashboardUrl: stack.dashboardUrl,
    feeds: stack.feeds,
    stop: async () => void (await closers.close()),
    async startRun(source) {
      const response = await startImport(stack.apiUrl, source);
      const { runs } = (await response.json()) as { runs: { runId: string }[] };
      expect(response.status).toBe(202);
      return runs[0]?.runId ?? '';
    },
    async endOf(runId) {
      const read = async () => {
        const run = await (await fetch(`${stack.apiUrl}/api/import-logs/${runId}`)).json();
        return (run as { status: RunStatus }).status;
      };
      await expect.poll(read, { timeout: 45_000 }).not.toBe('running');
      return read();
    },
    async refuseSome(refuse) {
      const validator = refuse ? { dedupeKey: { $not: { $regex: '^[0-3]' } } } : {};
      await db.command({ collMod: 'jobs', validator });
    },
    async putLongRun(batches) {
      const runId = 'f'.repeat(24);
      const failed = Math.ceil(batches / 1_000);
      const { rerunnable, ...run } = makeRun({
        runId,
        sourceName: 'Long',
        status: 'partial',
        finishedAt: '2026-11-24T12:10:00.000Z',
        totalFetched: batches * 100,
        totalImported: (batches - failed) * 100,
        unchangedJobs: (batches - failed) * 100,
        failedJobs: failed * 100,
        failureTotals: { 'batch-failed': failed * 100 },
      });
      const meta = {
        ...run.meta,
        totalBatches: batches,
        processedBatches: batches,
        failedBatches: failed,
      };
      await db.collection('import_logs').insertOne(withDates({ ...run, meta }));
      const documents = Array.from({ length: batches }, (_, batchIndex) => {
        const outcome = {
          status: 'failed',
          unchangedJobs: 0,
          failedJobs: 100,
          failureTotals: { 'batch-failed': 100 },
        } as const;
        const { batchId, ...batch } = makeBatch(batchIndex, {
          runId,
          ...(batchIndex % 1_000 === 3 ? outcome : {}),
        });
        return { _id: `${runId}-${batchId}`, ...withDates(batch) };
      });
      await db.collection<{ _id: string }>('import_batches').insertMany(documents);
      return runId;
    },
    setApiAway: (away) => (away ? gate.shut() : gate.open(stack.apiUrl)),
  };
}

/** As it is stored: times are dates. */
function withDates<Value extends object>(value: Value): Value {
  const revive = (_: string, inner: unknown) =>
    typeof inner === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(inner) ? new Date(inner) : inner;
  return JSON.parse(JSON.stringify(value), revive) as Value;
}
