import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missedTick } from '@feedflow/shared/model/schedule';
import { systemClock } from '@feedflow/shared/process/clock';
import { createLog } from '@feedflow/shared/process/log';
import { MongoNetworkError } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadFeedsFile } from '../../src/schedule/load-feeds-file.ts';
import { reportSeededSources } from '../../src/schedule/report-seeded-sources.ts';
import { tick } from '../../src/schedule/tick.ts';
import { createTicker } from '../../src/schedule/ticker.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let folder: string;
beforeAll(async () => {
  pipeline = await startPipeline();
  folder = await mkdtemp(join(tmpdir(), 'feedflow-test-'));
});
afterAll(async () => {
  await pipeline.close();
  await rm(folder, { recursive: true });
});

const log = createLog('test', { level: 'silent', pretty: false });
const minute = (n: number) => new Date(Date.UTC(2026, 0, 1, 12, n));
const options = {
  batchSize: 20,
  maxBatchSize: 100,
  fetchAttempts: 3,
  batchAttempts: 3,
  defaultIntervalMinutes: 60,
};

async function source(name: string, fields: { schedule?: string; intervalMinutes?: number } = {}) {
  await pipeline.addSource({ name, url: `https://feeds.test/${name}`, ...fields });
  const found = await pipeline.database.sources.findByName(name);
  if (!found) throw new Error(name);
  return found;
}

test('two schedulers that see one tick start one run', async () => {
  const acme = await source('two-schedulers', { schedule: '* * * * *' });
  const results = await Promise.all([1, 2, 3, 4].map(() => tick(pipeline.deps, acme, minute(1), options)));
  expect(results.toSorted()).toEqual([
    'claimed-elsewhere',
    'claimed-elsewhere',
    'claimed-elsewhere',
    'started',
  ]);
  const { items } = await pipeline.database.importLogs.list({ sourceName: acme.name, limit: 10 });
  expect(items).toMatchObject([{ trigger: 'schedule', status: 'running' }]);
});

test('a tick of a source that is still running is skipped, and recorded', async () => {
  const acme = await source('overlap', { schedule: '* * * * *' });
  expect(await tick(pipeline.deps, acme, minute(1), options)).toBe('started');
  expect(await tick(pipeline.deps, acme, minute(2), options)).toBe('skipped');
  const { items } = await pipeline.database.importLogs.list({ sourceName: acme.name, limit: 10 });
  expect(items).toHaveLength(1);
  expect(await pipeline.database.sources.findByName(acme.name)).toMatchObject({
    skippedTicks: 1,
    lastSkippedTick: { at: minute(2), reason: 'run-already-running', runId: items[0]?.runId },
  });
});

test('a source with an interval is started when it is due and not before', async () => {
  const acme = await source('interval', { intervalMinutes: 5 });
  expect(await tick(pipeline.deps, acme, minute(1), options)).toBe('started');
  const after = async () => (await pipeline.database.sources.findByName(acme.name)) ?? acme;
  const ticked = { ...(await after()), lastRun: null };
  expect(await tick(pipeline.deps, ticked, minute(4), options)).toBe('not-due');
  // A scheduler with an old view of the source is put right by the database.
  expect(await tick(pipeline.deps, acme, minute(4), options)).toBe('claimed-elsewhere');
  expect(await tick(pipeline.deps, ticked, minute(6), options)).toBe('skipped');
});

test('the ticker follows added, changed and disabled sources', async () => {
  const at = (hours: number, minutes: number) => new Date(Date.UTC(2026, 0, 5, hours, minutes, 5));
  let now = at(3, 6);
  const ticker = createTicker({ ...pipeline.deps, clock: () => now }, { ...options, refreshSeconds: 59 });
  const { sources, importLogs } = pipeline.database;
  const config = { name: 'ticked', url: 'https://feeds.test/ticked', timezone: 'UTC', enabled: true };
  async function ticksAt(time: Date): Promise<Date | null | undefined> {
    await ticker.refresh();
    now = time;
    await ticker.takeDue();
    return (await sources.findByName(config.name))?.lastTickAt;
  }
  await sources.upsert([{ ...config, schedule: '7 3 * * *' }], now);
  expect(await ticksAt(at(3, 6))).toBeNull();
  expect(await ticksAt(at(3, 7))).toEqual(new Date(Date.UTC(2026, 0, 5, 3, 7)));
  await sources.upsert([{ ...config, schedule: '20 3 * * *' }], now);
  expect(await ticksAt(at(3, 20))).toEqual(new Date(Date.UTC(2026, 0, 5, 3, 20)));
  await sources.upsert([{ ...config, schedule: '30 3 * * *', enabled: false }], now);
  expect(await ticksAt(at(3, 30))).toEqual(new Date(Date.UTC(2026, 0, 5, 3, 20)));
  expect((await importLogs.list({ sourceName: config.name, limit: 10 })).items).toHaveLength(1);
  await ticker.close();
});

test.each([
  ['catch-up', 'started', 0],
  ['skip', 'missed', 1],
] as const)('a tick that was missed during downtime: %s', async (missedRuns, result, skippedTicks) => {
  const now = new Date(Date.UTC(2026, 0, 3, 9, 5, 20));
  const deps = { ...pipeline.deps, clock: () => now };
  const name = `missed ${missedRuns}`;
  const { sources, importLogs } = pipeline.database;
  const config = { name, url: `https://feeds.test/${missedRuns}`, timezone: 'UTC', enabled: true };
  await sources.upsert([{ ...config, schedule: '0 6,9 * * *', missedRuns }], new Date(Date.UTC(2026, 0, 1)));
  const begun = await sources.findByName(name);
  expect(begun && missedTick(begun, now)).toEqual(new Date(Date.UTC(2026, 0, 3, 9)));

  const ticker = createTicker(deps, { ...options, refreshSeconds: 59 });
  await ticker.refresh();
  await ticker.takeDue();
  // Once, whatever number of due times and schedulers there was.
  await ticker.takeDue();
  const other = createTicker(deps, { ...options, refreshSeconds: 59 });
  await other.refresh();
  await other.takeDue();
  await Promise.all([ticker.close(), other.close()]);

  const { items } = await importLogs.list({ sourceName: name, limit: 10 });
  expect(items.map(({ trigger }) => trigger)).toEqual(result === 'started' ? ['schedule'] : []);
  const after = await sources.findByName(name);
  expect(after).toMatchObject({ lastTickAt: new Date(Date.UTC(2026, 0, 3, 9)), skippedTicks });
  expect(after?.lastSkippedTick?.reason).toBe(result === 'missed' ? 'missed' : undefined);
  expect(after && missedTick(after, now)).toBeNull();
});

test('a short restart misses no tick, also of a source that skips missed ones', async () => {
  const at = new Date(Date.UTC(2026, 0, 3, 9));
  const config = { name: 'restarted', url: 'https://feeds.test/restarted', timezone: 'UTC', enabled: true };
  const skips = { ...config, schedule: '0 9 * * *', missedRuns: 'skip' as const };
  await pipeline.database.sources.upsert([skips], minute(1));
  const found = await pipeline.database.sources.findByName('restarted');
  if (!found) throw new Error('restarted');
  const deps = { ...pipeline.deps, clock: () => new Date(at.getTime() + 90_000) };
  expect(await tick(deps, found, at, options)).toBe('started');
});

/** A clock that a test sets, and a ticker that has it. */
function tickerAt(start: Date, deps: Partial<Parameters<typeof createTicker>[0]> = {}) {
  let now = start;
  const set = (at: Date) => {
    now = at;
  };
  const ticker = createTicker(
    { ...pipeline.deps, ...deps, clock: () => now },
    { ...options, refreshSeconds: 59 },
  );
  return { ticker, set };
}

const day = (date: number, hour: number, minutes: number, seconds = 0) =>
  new Date(Date.UTC(2026, 0, date, hour, minutes, seconds));
const startsOf = (sourceName: string) =>
  pipeline.db.collection('import_logs').distinct('sourceUrl', { sourceName });

test('a due time that was computed by a clock that was ahead is computed again', async () => {
  const { sources } = pipeline.database;
  const config = { name: 'was-ahead', url: 'https://feeds.test/was-ahead', timezone: 'UTC', enabled: true };
  await sources.upsert([{ ...config, schedule: '0 9 * * *' }], day(3, 9, 5));
  const { ticker, set } = tickerAt(day(3, 9, 5));
  await ticker.refresh();
  set(day(3, 8, 51));
  await ticker.refresh();
  set(day(3, 9, 0, 10));
  await ticker.takeDue();
  await ticker.close();
  expect(await sources.findByName('was-ahead')).toMatchObject({ lastTickAt: day(3, 9, 0) });
  expect(await startsOf('was-ahead')).toHaveLength(1);
});

test('a source that got another URL since the ticker read it is imported from there', async () => {
  const { sources } = pipeline.database;
  const config = { name: 'moved', url: 'https://feeds.test/before', timezone: 'UTC', enabled: true };
  await sources.upsert([{ ...config, schedule: '0 9 * * *' }], day(3, 8, 0));
  const { ticker, set } = tickerAt(day(3, 8, 30));
  await ticker.refresh();
  await sources.upsert(
    [{ ...config, url: 'https://feeds.test/after', schedule: '0 9 * * *' }],
    day(3, 8, 40),
  );
  set(day(3, 9, 0, 10));
  await ticker.takeDue();
  await ticker.close();
  expect(await startsOf('moved')).toEqual(['https://feeds.test/after']);
});

test('due sources wait where MongoDB is lost while they start, and each starts once afterwards', async () => {
  const { sources } = pipeline.database;
  const names = Array.from({ length: 40 }, (_, i) => `lost ${i}`);
  const config = { schedule: '0 9 * * *', timezone: 'UTC', enabled: true };
  await sources.upsert(
    names.map((name) => ({ ...config, name, url: `https://feeds.test/${encodeURIComponent(name)}` })),
    day(3, 8, 0),
  );
  let isLost = true;
  let refused = 0;
  const claimTick: typeof sources.claimTick = async (...args) => {
    if (!isLost) return sources.claimTick(...args);
    refused += 1;
    throw new MongoNetworkError('the connection was lost');
  };
  const { ticker, set } = tickerAt(day(3, 8, 30), {
    database: { ...pipeline.database, sources: { ...sources, claimTick } },
    pingMongo: async () => {
      if (isLost && refused > 0) throw new MongoNetworkError('the connection was lost');
    },
  });
  await ticker.refresh();
  set(day(3, 9, 0, 10));
  await ticker.takeDue();
  // The others do not even try.
  expect(refused).toBe(32);
  isLost = false;
  await ticker.takeDue();
  await ticker.close();
  const started = { sourceName: { $in: names } };
  expect(await pipeline.db.collection('import_logs').countDocuments(started)).toBe(40);
});

test('additions and changes by the feeds file are in the audit log, once', async () => {
  const { sources, auditLog } = pipeline.database;
  const read = async (url: string) => {
    const [config] = await load([{ name: 'audited', url, headers: { 'X-Key': 'key-of-the-feed' } }]);
    const seeded = await sources.seed(config ? [config] : [], systemClock());
    await reportSeededSources({ auditLog, log }, seeded, systemClock());
  };
  await read('https://old.test/f');
  await read('https://new.test/f');
  await read('https://new.test/f');
  const { items } = await auditLog.list({ target: 'audited', limit: 10 });
  const common = { client: 'feeds file', outcome: 'done', count: 1 };
  expect(items).toMatchObject([
    {
      ...common,
      command: 'changeSource',
      changes: { fields: ['url'], url: { from: 'https://old.test/f', to: 'https://new.test/f' } },
    },
    { ...common, command: 'addSource' },
  ]);
  expect(JSON.stringify(items)).not.toContain('key-of-the-feed');
});

test('an entry of the feeds file whose url another source has is in the audit log with what to do', async () => {
  const { sources, auditLog } = pipeline.database;
  const url = 'https://feeds.test/taken';
  await sources.upsert(await load([{ name: 'holder', url }]), systemClock());
  const seeded = await sources.seed(await load([{ name: 'refused', url }]), systemClock());
  await reportSeededSources({ auditLog, log }, seeded, systemClock());
  const { items } = await auditLog.list({ target: 'refused', limit: 10 });
  expect(items).toMatchObject([
    { client: 'feeds file', command: 'addSource', outcome: 'source-exists', count: null, changes: null },
  ]);
  expect(items[0]?.reason).toMatch(/"holder".*Rename/);
});

async function load(json: unknown) {
  const path = join(folder, 'feeds.json');
  const isText = typeof json === 'string' || Buffer.isBuffer(json);
  await writeFile(path, isText ? json : JSON.stringify(json));
  return loadFeedsFile(path);
}

const fine = { name: 'acme', url: 'https://feeds.test/acme' };

test('a feeds file is read with the defaults of sources', async () => {
  expect(await load([fine])).toEqual([{ ...fine, timezone: 'UTC', enabled: true }]);
});

test('a feeds file may begin with a byte order mark', async () => {
  expect(await load(`\ufeff${JSON.stringify([{ ...fine, name: 'Müller' }])}`)).toMatchObject([
    { name: 'Müller' },
  ]);
});

test('a feeds file that is no JSON is refused with the line, and without the text, which may be a secret', async () => {
  const [before, behind] = ['[{\n"basicAuth":\n{"username":"u","password":', '}}]'];
  const fault = (text: string) => load(before + text + behind).catch((error: Error) => error.message);
  expect(await fault(' planted"')).toMatch(/is no valid JSON: Unexpected token 'p' near line 3$/);
  expect(await fault('"planted"planted')).toMatch(/is no valid JSON: .* \(line 3 column \d+\)$/);
});

test.each([
  ['no JSON', '[{', /feeds\.json \(FEEDS_FILE\) is no valid JSON: /],
  [
    'letters in another encoding',
    Buffer.from(JSON.stringify([{ ...fine, basicAuth: { username: 'u', password: 'pä' } }]), 'latin1'),
    /not in UTF-8/,
  ],
  ['no list', { name: 'x' }, /must be a list/],
  ['a source without url', [{ name: 'acme' }], /source "acme", url/],
  [
    'a url of another kind',
    [{ ...fine, url: 'file:///etc/passwd' }],
    /source "acme", url: must be an http or https URL/,
  ],
  ['an unknown field', [{ ...fine, intervall: 5 }], /source "acme".*intervall/],
  ['both kinds of schedule', [{ ...fine, schedule: '* * * * *', intervalMinutes: 5 }], /not both/],
  ['a bad pattern', [{ ...fine, schedule: '99 * * * *' }], /\(FEEDS_FILE\): source "acme": schedule "99/],
  [
    'a bad time zone',
    [{ ...fine, timezone: 'Nowhere/City' }],
    /\(FEEDS_FILE\): source "acme": time zone "Nowhere/,
  ],
  [
    'faults of two sources',
    [
      { ...fine, schedule: '99 * * * *' },
      { name: 'b', url: 'https://feeds.test/b', timezone: 'Nowhere/City' },
    ],
    /source "acme": schedule "99.*; source "b": time zone/,
  ],
  [
    'a mapping of no known field',
    [{ ...fine, mapping: { fields: { titel: 'name' } } }],
    /source "acme".*titel/,
  ],
  ['a name twice', [fine, { ...fine, url: 'https://feeds.test/b' }], /the name "acme" occurs twice/],
  ['a url twice', [fine, { ...fine, name: 'b' }], /the url .* occurs twice/],
])('a feeds file with %s is refused with its location and the reason', async (_name, json, message) => {
  await expect(load(json)).rejects.toMatchObject({
    code: 'sources-invalid',
    message: expect.stringMatching(message),
  });
});
