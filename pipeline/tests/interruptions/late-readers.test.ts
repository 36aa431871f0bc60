import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { createSandbox } from '@feedflow/infra/testing/suite/sandbox';
import type { SourceIdentity } from '@feedflow/shared/model/identity';
import { sourceConfig } from '@feedflow/shared/model/source';
import { createDatabase, type Database } from '@feedflow/shared/mongo/database';
import { ensureIndexes } from '@feedflow/shared/mongo/indexes';
import { fetchFeedPayload } from '@feedflow/shared/queues/payloads';
import { newRun } from '@feedflow/shared/run/new-run';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createFetchReports } from '../../src/processors/fetch-reports.ts';
import { createReaderCalls, type ReaderCallsDeps } from '../../src/processors/reader-calls.ts';
import { createRemoteSink } from '../../src/reader/remote-sink.ts';

type Calls = ReturnType<typeof createReaderCalls>;

const AT = new Date('2026-01-01T10:00:00Z');
const [contentHash, sourceName] = ['0'.repeat(40), 'a'];
const sourceUrl = 'https://feeds.test/a';
const [oldKey, newKey] = ['a'.repeat(40), 'b'.repeat(40)];

let sandbox: Awaited<ReturnType<typeof createSandbox>>;
let client: MongoClient;
let database: Database;
beforeAll(async () => {
  sandbox = await createSandbox();
  client = await MongoClient.connect(sandbox.mongoUri);
  await ensureIndexes(client.db());
  database = createDatabase(client.db());
});
afterAll(async () => {
  await client.close();
  await sandbox.close();
});

/** A source with a job and a manifest, and a run of it that reads its feed. */
async function beginReading() {
  for (const { collectionName } of await client.db().collections())
    await client.db().collection(collectionName).deleteMany({});
  await database.sources.add(sourceConfig.parse({ name: sourceName, url: sourceUrl }), AT);
  await database.jobs.write(
    [{ kind: 'insert', job: aJob({ dedupeKey: oldKey, contentHash, sourceUrl, sourceName }) }],
    { runId: '1'.repeat(24), at: AT },
  );
  await database.importManifests.save({
    id: 'earlier',
    sourceUrl,
    trusted: false,
    fingerprint: 'f',
    parts: [],
    postings: 1,
    openJobs: null,
    fullReadAt: AT,
    vanished: null,
  });
  await database.importManifests.trust('earlier', 1);
  const run = newRun({ name: sourceName, url: sourceUrl }, 'manual', AT, { batchSize: 10 });
  await database.importLogs.insertRunning(run);
  const { runId, attempt } = run;
  const begin = () =>
    database.importLogs.beginFetch(run, { startedAt: AT, worker: 'worker', concurrency: 1 });
  const payload = { runId, attempt, sourceName, sourceUrl, batchSize: 10, batchAttempts: 1, full: false };
  const begun = await begin();
  if (!begun) throw new Error('the run is running');
  const reading = { ...fetchFeedPayload.parse(payload), ...begun, fetchStartedAt: AT, inPlace: null };
  const published: unknown[] = [];
  const publish = async (event: unknown) => published.push(event) > 0;
  const reportsDeps = { database, events: { publish }, dropEarlier: async () => undefined, clock: () => AT };
  const reports = createFetchReports(reportsDeps, reading);
  // These calls do not enqueue.
  const deps = { database, reports, clock: () => AT } as ReaderCallsDeps;
  const calls = createReaderCalls(deps, reading, { storeRaw: null });
  return { calls, begin, reports, published };
}

async function left() {
  const collections = ['sources', 'jobs', 'import_manifests'];
  return Promise.all(collections.map((name) => client.db().collection(name).find().toArray()));
}

const identity: SourceIdentity = {
  rule: 'link',
  reason: { code: 'ids-change', message: 'they do' },
  decidedAt: AT,
  runId: '2'.repeat(24),
  ignoredLinkParts: [],
  sharedKeys: [],
  rekeyedAt: AT,
  rekeyedBy: '2'.repeat(24),
};
const from = { rule: 'id' as const, ignoredLinkParts: [], sharedKeys: [], volatileFields: [] };

test.each<[string, (calls: Calls) => Promise<unknown>]>([
  ['distrust a manifest', (calls) => calls.distrust(sourceUrl, null)],
  [
    'change the rules',
    (calls) => calls.changeRules({ from, identity, volatileFields: [] }, { name: 'rss', version: 1 }, false),
  ],
  [
    'give a job another key',
    (calls) =>
      calls.rekey([{ from: { dedupeKey: oldKey, contentHash }, to: { dedupeKey: newKey, contentHash } }]),
  ],
  ['record the rules', (calls) => calls.recordRules({ volatileFields: ['title'] })],
])('a reader whose run another one has taken over does not %s', async (_what, call) => {
  const current = await beginReading();
  const before = await left();
  await call(current.calls);
  expect(await left()).not.toEqual(before);

  const late = await beginReading();
  await late.begin();
  const after = await left();
  await expect(call(late.calls)).rejects.toMatchObject({ code: 'run-unknown' });
  expect(await left()).toEqual(after);
});

test('a reader that stops looking through the open jobs begins with the first ones the next time', async () => {
  const { calls } = await beginReading();
  const { jobs } = createRemoteSink(calls as Parameters<typeof createRemoteSink>[0]);
  for (let time = 0; time < 2; time += 1) {
    const seen: string[] = [];
    for await (const { dedupeKey } of jobs.openJobs(sourceUrl)) {
      seen.push(dedupeKey);
      break;
    }
    expect(seen).toEqual([oldKey]);
  }
});

test('a reader whose run another one has taken over stops with its next report', async () => {
  const { begin, reports, published } = await beginReading();
  await begin();
  await expect(reports.report(1)).rejects.toMatchObject({ code: 'run-unknown' });
  await expect(reports.fail(new Error('late'), 1)).rejects.toMatchObject({ code: 'run-unknown' });
  expect(published).toEqual([]);
});
