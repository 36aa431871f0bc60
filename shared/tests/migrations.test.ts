import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { createSandbox, type Sandbox } from '@feedflow/infra/testing/suite/sandbox';
import { type CommandSucceededEvent, MongoClient } from 'mongodb';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_VALUES } from '../src/model/normalized-values.ts';
import { createDatabase } from '../src/mongo/database.ts';
import { jobsNormalized } from '../src/mongo/migrations/0007-jobs-normalized.ts';
import { migrations as realMigrations } from '../src/mongo/migrations/all.ts';
import { fillAbsent } from '../src/mongo/migrations/fill-absent.ts';
import { migrate } from '../src/mongo/migrations/migrate.ts';
import type { Migration } from '../src/mongo/migrations/migration.ts';
import { Closers } from '../src/process/closers.ts';
import { connectAll } from '../src/process/connections.ts';
import { aRun } from './stores.ts';

let sandbox: Sandbox;
let client: MongoClient;
let lines: { level: number; msg: string }[] = [];
const log = pino({ level: 'info' }, { write: (line: string) => lines.push(JSON.parse(line)) });
const deps = () => ({ db: client.db(), log });
const schema = () => client.db().collection<{ _id: string; holder?: string | null }>('schema_migrations');
const applied = async () => {
  const found = await schema().find({ _id: { $ne: 'lease' } });
  return (await found.toArray()).map(({ _id }) => _id).sort();
};

beforeEach(async () => {
  lines = [];
  sandbox = await createSandbox();
  client = await MongoClient.connect(sandbox.mongoUri, { monitorCommands: true });
});
afterEach(async () => {
  await client.close();
  await sandbox.close();
});

/** Writes down each time that it is run. */
function counting(name: string, fields: Partial<Migration> = {}): Migration {
  const up: Migration['up'] = async ({ db }) => {
    await db.collection('ran').insertOne({ name });
  };
  return { name, collection: 'things', version: 1, olderMayRun: false, up, ...fields };
}
const ran = async () => (await client.db().collection('ran').find().toArray()).map(({ name }) => name);

/** As a process that died, or hangs, leaves it. */
async function heldFor(ms: number): Promise<void> {
  const lease = { _id: 'lease', holder: 'another:1', until: new Date(Date.now() + ms) };
  await schema().insertOne(lease);
}

test('ten concurrent processes run each migration once, in order, and all continue after the last', async () => {
  const migrations = ['1-a', '2-b', '3-c'].map((name) => counting(name));
  const clients = await Promise.all(Array.from({ length: 10 }, () => MongoClient.connect(sandbox.mongoUri)));
  const seen = await Promise.all(
    clients.map(async (own) => {
      await migrate({ db: own.db(), log }, { timeoutMs: 20_000, migrations });
      return applied();
    }),
  );
  await Promise.all(clients.map((own) => own.close()));
  expect(await ran()).toEqual(['1-a', '2-b', '3-c']);
  expect(seen).toEqual(Array.from({ length: 10 }, () => ['1-a', '2-b', '3-c']));
  expect(await schema().findOne({ _id: '1-a' })).toMatchObject({ collection: 'things', version: 1 });
});

test('a migration that fails is named, stops the later ones, and is retried at the next start', async () => {
  let tries = 0;
  const flaky = counting('2-b', {
    up: async () => {
      tries += 1;
      if (tries === 1) throw new Error('no room on disk');
    },
  });
  const options = { timeoutMs: 1_000, migrations: [counting('1-a'), flaky, counting('3-c')] };
  await expect(migrate(deps(), options)).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringMatching(/2-b.*no room on disk.*next start/),
  });
  expect(await applied()).toEqual(['1-a']);
  await migrate(deps(), options);
  expect(await ran()).toEqual(['1-a', '3-c']);
  expect(tries).toBe(2);
});

test('another process takes over from one that dies, and logs once that it waits', async () => {
  await heldFor(700);
  await migrate(deps(), { timeoutMs: 20_000, migrations: [counting('1-a')] });
  expect(await ran()).toEqual(['1-a']);
  expect(lines.map(({ msg }) => msg)).toEqual([
    expect.stringMatching(/^waiting for another process/),
    'migrating the database',
    'migrated the database',
  ]);
});

test('a process that waits longer than BOOT_TIMEOUT_MS fails and names the one that migrates', async () => {
  await heldFor(60_000);
  const migrations = [counting('1-a')];
  await expect(migrate(deps(), { timeoutMs: 300, migrations })).rejects.toMatchObject({
    code: 'service-unavailable',
    message: expect.stringMatching(/another:1.*300 ms.*BOOT_TIMEOUT_MS/),
  });
  expect(await ran()).toEqual([]);
});

test('a lease is renewed for as long as a migration takes', async () => {
  // Longer than a busy machine may hold up its renewal.
  const lease = { leaseMs: 2_000, timeoutMs: 20_000 };
  let others = 0;
  const slow = counting('1-a', {
    up: async ({ db, signal }) => {
      // Two more processes try their luck for several times as long as the lease lasts.
      const failed = expect(migrate({ db, log }, { ...lease, timeoutMs: 5_000, migrations: [slow] })).rejects;
      await failed.toMatchObject({ code: 'service-unavailable' });
      others += 1;
      signal.throwIfAborted();
    },
  });
  await migrate(deps(), { ...lease, migrations: [slow] });
  expect(others).toBe(1);
  expect(await applied()).toEqual(['1-a']);
});

test('a process that loses the lease stops, and does not record its migration as applied', async () => {
  const robbed = counting('1-a', {
    up: async ({ signal }) => {
      await schema().updateOne({ _id: 'lease' }, { $set: { holder: 'another:1' } });
      // The loss may be noticed before the update has its response.
      if (!signal.aborted) await once(signal, 'abort');
    },
  });
  const migrations = [robbed, counting('2-b')];
  await expect(migrate(deps(), { timeoutMs: 1_000, leaseMs: 300, migrations })).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringMatching(/1-a.*another process/),
  });
  expect(await applied()).toEqual([]);
  expect((await schema().findOne({ _id: 'lease' }))?.holder).toBe('another:1');
});

test('a process that stops breaks off its migration, and the next one continues at once', async () => {
  const stop = new AbortController();
  const busy: string[] = [];
  const brokenOff = counting('2-b', {
    up: async ({ signal }) => {
      stop.abort(new Error('the process stops'));
      signal.throwIfAborted();
    },
  });
  const options = { timeoutMs: 1_000, leaseMs: 60_000 };
  const migrating = migrate(deps(), {
    ...options,
    signal: stop.signal,
    onMigrating: () => busy.push('first'),
    migrations: [counting('1-a'), brokenOff, counting('3-c')],
  });
  await expect(migrating).rejects.toThrow(/2-b.*the process stops/);
  expect(await applied()).toEqual(['1-a']);

  const migrations = ['1-a', '2-b', '3-c'].map((name) => counting(name));
  await migrate(deps(), { ...options, migrations, onMigrating: () => busy.push('second') });
  expect(await ran()).toEqual(['1-a', '2-b', '3-c']);
  await migrate(deps(), { ...options, migrations, onMigrating: () => busy.push('third') });
  expect(busy).toEqual(['first', 'second']);
});

test('a process that stops while it waits for another one waits no longer', async () => {
  await heldFor(600_000);
  const stop = new AbortController();
  const migrations = [counting('1-a')];
  const waiting = migrate(deps(), {
    timeoutMs: 600_000,
    migrations,
    signal: stop.signal,
    onMigrating: () => stop.abort(new Error('the process stops')),
  });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(await ran()).toEqual([]);
});

test('a database that a newer version migrated is refused at the start of a process', async () => {
  await schema().insertOne({ _id: '9999-jobs-split' });
  const settings = { MONGODB_URI: sandbox.mongoUri, REDIS_URL: sandbox.redisUrl, BOOT_TIMEOUT_MS: 5_000 };
  const options = { ...settings, REDIS_PREFIX: sandbox.redisPrefix, name: 'test', mode: 'failFast' } as const;
  const closers = new Closers();
  await expect(connectAll({ log, closers }, options)).rejects.toMatchObject({
    code: 'database-newer',
    message: expect.stringMatching(/newer version.*9999-jobs-split.*start that version/),
  });
  await closers.close();
  expect(await applied()).toEqual(['9999-jobs-split']);
});

test('a newer version that older ones can read is accepted with a warning', async () => {
  await migrate(deps(), { timeoutMs: 1_000, migrations: [counting('1-a', { olderMayRun: true })] });
  lines = [];
  await migrate(deps(), { timeoutMs: 1_000, migrations: [] });
  expect(lines).toMatchObject([{ level: 40, newer: ['1-a'], msg: expect.stringContaining('newer version') }]);
});

test('what was stored by the first versions is brought to what this one reads', async () => {
  const db = client.db();
  const database = createDatabase(db);
  const closed = { status: 'closed', closedAt: new Date(0), closedRunId: 'r' };
  await db.collection('jobs').insertMany([
    { dedupeKey: 'old', sourceUrl: 'u', jobType: 'Vollzeit', country: 'Deutschland', description: null },
    { dedupeKey: 'new', sourceUrl: 'u', jobType: 'Vollzeit', normalized: NO_VALUES, ...closed },
  ]);
  const { removal, cancelRequestedAt, fetch, warnings, ...run } = aRun({ runId: 'old' });
  const { unchangedJobs, comparison, manifestId, ...oldFetch } = fetch;
  await db.collection('import_logs').insertOne({ ...run, fetch: oldFetch });
  const kept = {
    removal: { state: 'held', vanishedJobs: 3, openBefore: 9, limitPercent: 20, confirmedAt: null },
  };
  await db
    .collection('import_logs')
    .insertOne({ ...aRun({ runId: 'new' }), ...kept, cancelRequestedAt: new Date(0) });
  await db.collection('sources').insertMany([
    { name: 'old', url: 'a' },
    { name: 'new', url: 'b', failuresInARow: 4 },
  ]);

  await migrate(deps(), { timeoutMs: 5_000 });

  expect(await database.jobs.countOpen('u')).toBe(1);
  expect(await database.jobs.find('old')).toMatchObject({
    status: 'open',
    closedAt: null,
    closedRunId: null,
    normalized: { employmentTypes: ['FULL_TIME'], country: 'DE' },
  });
  expect(await database.jobs.find('new')).toMatchObject({ ...closed, normalized: NO_VALUES });
  expect(await database.importLogs.find('old')).toEqual(aRun({ runId: 'old' }));
  expect(await database.importLogs.find('new')).toMatchObject({ ...kept, cancelRequestedAt: new Date(0) });
  const health = { disabledReason: null, movedTo: null };
  expect(await database.sources.list()).toMatchObject([
    { name: 'new', failuresInARow: 4, ...health },
    { name: 'old', failuresInARow: 0, ...health },
  ]);
});

test('a big collection is changed in small steps, and what is there stays', async () => {
  const things = client.db().collection('things');
  const documents = Array.from({ length: 95 }, (_, i) =>
    i % 3 === 0 ? { i, a: { b: null } } : { i, a: {} },
  );
  await things.insertMany(documents);
  const changed: number[] = [];
  client.on('commandSucceeded', ({ commandName, reply }: CommandSucceededEvent) => {
    if (commandName === 'update') changed.push(Number(Reflect.get(Object(reply), 'nModified')));
  });
  const context = { ...deps(), signal: new AbortController().signal };
  await fillAbsent(context, 'things', { 'a.b': 0, c: {} }, 10);
  expect(changed).toEqual([10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
  expect(await things.countDocuments({ 'a.b': 0, c: {} })).toBe(63);
  expect(await things.countDocuments({ 'a.b': null, c: {} })).toBe(32);
});

test('jobs of any number get their normalized values, and are not listed as changed', async () => {
  const database = createDatabase(client.db());
  const description = 'We are looking for a nurse with the skills that our team should have. '.repeat(50);
  const jobs = Array.from({ length: 2_345 }, (_, n) =>
    aJob({
      dedupeKey: String(n).padStart(40, '0'),
      description,
      country: n % 2 === 0 ? 'Norge' : 'Atlantis',
    }),
  );
  await database.jobs.write(
    jobs.map((job) => ({ kind: 'insert', job })),
    { runId: 'r', at: new Date() },
  );
  const stored = client.db().collection('jobs');
  const number = await database.changes.newest();
  await stored.updateMany({}, { $unset: { normalized: '' } });
  await jobsNormalized.up({ ...deps(), signal: new AbortController().signal });
  expect(await stored.countDocuments({ normalized: { country: 'NO', language: 'en' } })).toBe(1_173);
  expect(await stored.countDocuments({ normalized: { language: 'en' } })).toBe(1_172);
  expect(await database.changes.newest()).toBe(number);
  const stop = AbortSignal.abort(new Error('stopped'));
  await expect(jobsNormalized.up({ ...deps(), signal: stop })).rejects.toThrow('stopped');
});

test('migrations are numbered as their files are, and versions count up by collection', async () => {
  const folder = await readdir(join(import.meta.dirname, '../src/mongo/migrations'));
  const files = folder.filter((file) => /^\d/.test(file)).map((file) => file.replace(/\.ts$/, ''));
  expect(realMigrations.map(({ name }) => name)).toEqual(files.sort());
  expect(files.map((file) => Number.parseInt(file, 10))).toEqual(files.map((_, i) => i + 1));
  const versions = new Map<string, number>();
  for (const { collection, version } of realMigrations) {
    expect(version).toBe((versions.get(collection) ?? 0) + 1);
    versions.set(collection, version);
  }
});
