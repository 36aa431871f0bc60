import { hash } from 'node:crypto';
import { aJob } from '@feedflow/infra/testing/suite/a-job';
import { type Collection, type Db, MongoClient, type ObjectId } from 'mongodb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DAY_MS } from '../src/durations.ts';
import type { JobPosting } from '../src/model/job.ts';
import type { JobChange } from '../src/model/job-change.ts';
import { createDatabase, type Database } from '../src/mongo/database.ts';
import { openStores } from './stores.ts';

const URL = 'https://feeds.test/a';
const runId = (n: number) => n.toString(16).padStart(24, '0');
const sha1 = (text: string) => hash('sha1', text);
const keyOf = (id: number) => sha1(`${URL}|${id}`);

let stores: Awaited<ReturnType<typeof openStores>>;
let database: Database;
beforeEach(async () => {
  stores = await openStores();
  database = stores.database;
});
afterEach(() => stores.close());

function jobOf(id: number, fields: Partial<JobPosting> = {}): JobPosting {
  const job = aJob({
    dedupeKey: keyOf(id),
    sourceUrl: URL,
    externalId: String(id),
    title: 'Nurse',
    categories: ['x'],
    publishedAt: new Date('2026-01-01T00:00:00Z'),
    ...fields,
  });
  return { ...job, contentHash: fields.contentHash ?? sha1(JSON.stringify(job)) };
}

const insert = (ids: number[], run = 1, on = database) =>
  on.jobs.write(
    ids.map((id) => ({ kind: 'insert', job: jobOf(id) })),
    { runId: runId(run), at: new Date() },
  );

async function update(id: number, before: Partial<JobPosting>, after: Partial<JobPosting>, reopens = false) {
  const { contentHash: knownHash } = jobOf(id, before);
  const knownRunId = (await database.jobs.find(keyOf(id)))?.updatedRunId ?? null;
  const write = { kind: 'update' as const, job: jobOf(id, after), knownHash, knownRunId, reopens };
  return database.jobs.write([write], { runId: runId(2), at: new Date() });
}

const close = (ids: number[]) =>
  database.jobs.close(ids.map(keyOf), { runId: runId(3), at: new Date(), reason: 'not-in-feed' });

/** Reads to the end. */
async function readAll(cursor?: string, limit = 100): Promise<{ items: JobChange[]; cursor: string }> {
  const items: JobChange[] = [];
  for (let at = cursor; ; ) {
    const page = await database.changes.read({ cursor: at, limit });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    items.push(...page.items);
    if (page.nextCursor === at) return { items, cursor: page.nextCursor };
    at = page.nextCursor;
  }
}
const briefly = ({ items }: { items: JobChange[] }) =>
  items.map(({ type, dedupeKey, changed }) => [type, dedupeKey, changed]);

/** A database that behaves as if its process died at a command: the command and all later ones are not sent. */
async function dyingDatabase(dies: (collection: string, method: string) => boolean) {
  const client = await MongoClient.connect(stores.sandbox.mongoUri);
  let isDead = false;
  const wrap = (collection: Collection) =>
    new Proxy(collection, {
      get(target, name) {
        const value = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          isDead ||= dies(target.collectionName, String(name));
          if (isDead) throw new Error('the process has died');
          return value.apply(target, args);
        };
      },
    });
  const db = new Proxy(client.db(), {
    get(target, name) {
      if (name === 'collection')
        return (...args: Parameters<Db['collection']>) => wrap(target.collection(...args));
      return Reflect.get(target, name, target);
    },
  });
  return { database: createDatabase(db), close: () => client.close() };
}

test('each job is listed once, with what its last write did and the job as it is now', async () => {
  await insert([1, 2, 3, 4]);
  const first = await readAll();
  expect(first.items.map(({ type }) => type)).toEqual(['new', 'new', 'new', 'new']);
  expect(first.items[0]).toMatchObject({ runId: runId(1), changed: null, job: { status: 'open' } });
  expect(Object.keys(first.items[0]?.job ?? {})).not.toContain('changeGroup');

  const salary = { min: 1, max: null, currency: 'EUR', period: null, text: null };
  await update(1, {}, { title: 'Head nurse', salary });
  await close([2, 3]);
  await update(2, {}, {}, true);
  const second = await readAll(first.cursor);
  expect(briefly(second)).toEqual([
    ['updated', keyOf(1), ['title', 'salary']],
    ['closed', keyOf(3), null],
    ['reopened', keyOf(2), []],
  ]);
  expect(second.items[1]?.job).toMatchObject({ status: 'closed', closeReason: 'not-in-feed' });
  expect(second.items[0]).toMatchObject({ runId: runId(2), job: { title: 'Head nurse', salary } });

  // A reader from the beginning sees the same jobs, each once.
  expect((await readAll()).items.map(({ dedupeKey }) => dedupeKey).sort()).toEqual(
    [1, 2, 3, 4].map(keyOf).sort(),
  );
  expect((await readAll(second.cursor)).items).toEqual([]);
});

test('pages of any size, and the cursor of each change, continue where they ended', async () => {
  await insert([1, 2, 3, 4, 5, 6, 7]);
  await insert([8]);
  const all = (await readAll()).items.map(({ dedupeKey }) => dedupeKey);
  expect(all).toHaveLength(8);
  for (const limit of [1, 2, 3, 7, 8, 9]) {
    expect((await readAll(undefined, limit)).items.map(({ dedupeKey }) => dedupeKey)).toEqual(all);
  }
  const { items } = await readAll();
  for (const [index, { cursor }] of items.entries()) {
    const rest = await readAll(cursor, 3);
    expect(rest.items.map(({ dedupeKey }) => dedupeKey)).toEqual(all.slice(index + 1));
  }
});

test('numbers have no gaps, whatever number of processes write', async () => {
  const clients = await Promise.all(
    Array.from({ length: 4 }, () => MongoClient.connect(stores.sandbox.mongoUri)),
  );
  const databases = clients.map((client) => createDatabase(client.db()));
  const seen: string[] = [];
  let cursor: string | undefined;
  let isWriting = true;
  const follow = async () => {
    for (;;) {
      const wasWriting = isWriting;
      const page = await database.changes.read({ cursor, limit: 7 });
      seen.push(...page.items.map(({ dedupeKey }) => dedupeKey));
      const isEnd = page.nextCursor === cursor;
      cursor = page.nextCursor;
      if (isEnd && !wasWriting) return;
    }
  };
  const following = follow();
  const ids = Array.from({ length: 160 }, (_, id) => id);
  await Promise.all(ids.map((id) => insert([id], 1, databases[id % 4])));
  isWriting = false;
  await following;
  expect(seen.toSorted()).toEqual(ids.map(keyOf).sort());
  const numbers = await stores.db.collection<{ _id: number }>('changes').distinct('_id', {});
  expect(numbers.sort((a, b) => a - b)).toEqual(ids.map((id) => id + 1));
  expect(await stores.db.collection('pending_changes').countDocuments()).toBe(0);
  await Promise.all(clients.map((client) => client.close()));
});

test.each([
  ['before it lists its jobs', 'changes', 'bulkWrite'],
  ['while it looks for the number', 'changes', 'find'],
  ['after it has listed them', 'pending_changes', 'deleteOne'],
])('what a process wrote that died %s is listed at the end of the run', async (_, collection, method) => {
  const dying = await dyingDatabase((of, called) => of === collection && called === method);
  await expect(insert([1, 2], 1, dying.database)).rejects.toThrow('died');
  await dying.close();
  await database.changes.settle(runId(1));
  const after = await readAll();
  expect(new Set(after.items.map(({ dedupeKey }) => dedupeKey))).toEqual(new Set([keyOf(1), keyOf(2)]));
  await database.changes.settle(runId(1));
  expect((await readAll(after.cursor)).items).toEqual([]);
});

test('what a process left that no run ends is listed after a minute, and again until a day later', async () => {
  const dying = await dyingDatabase((of, called) => of === 'changes' && called === 'bulkWrite');
  await expect(insert([1], 1, dying.database)).rejects.toThrow('died');
  await dying.close();
  const { changes } = database;
  const after = (ms: number) => changes.listUnfinished(new Date(Date.now() + ms));
  expect(await after(50_000)).toBe(0);
  expect(await after(61_000)).toBe(1);
  expect((await readAll()).items).toMatchObject([{ type: 'new', dedupeKey: keyOf(1) }]);
  expect(await after(62_000)).toBe(0);
  expect([await after(601_000), await after(3_601_000), await after(DAY_MS + 1_000)]).toEqual([1, 1, 1]);
  expect(await stores.db.collection('pending_changes').countDocuments()).toBe(0);
});

test('a group of which nothing was written is not listed', async () => {
  await insert([1]);
  const before = await readAll();
  await close([2]);
  await update(1, { title: 'not what is stored' }, { title: 'Head nurse' });
  expect(await readAll(before.cursor)).toEqual({ items: [], cursor: before.cursor });
  expect(await stores.db.collection('changes').countDocuments()).toBe(1);
  expect(await stores.db.collection('pending_changes').countDocuments()).toBe(0);
});

test('a job that gets another key, or another name of its source, is listed, and its old key as closed', async () => {
  await insert([1, 2]);
  const { cursor } = await readAll();
  const { contentHash } = jobOf(1);
  await database.jobs.rekey([
    { from: { dedupeKey: keyOf(1), contentHash }, to: { dedupeKey: keyOf(9), contentHash } },
  ]);
  const rekeyed = await readAll(cursor);
  expect(rekeyed.items.find(({ dedupeKey }) => dedupeKey === keyOf(1))).toMatchObject({
    type: 'closed',
    job: null,
    runId: null,
  });
  expect(rekeyed.items.find(({ dedupeKey }) => dedupeKey === keyOf(9))).toMatchObject({
    type: 'updated',
    changed: ['dedupeKey'],
  });
  for await (const _ of database.jobs.rename(URL, 'a', 'b'));
  const renamed = await readAll(rekeyed.cursor);
  expect(renamed.items).toHaveLength(2);
  for (const { changed, job } of renamed.items)
    expect([changed, job?.sourceName]).toEqual([['sourceName'], 'b']);
});

test('jobs of a version without changes are listed, and those that it changes later', async () => {
  const jobs = stores.db.collection('jobs');
  await insert([1, 2, 3]);
  await stores.db.collection<{ _id: number }>('changes').deleteMany({});
  await jobs.updateMany({}, { $unset: { changeGroup: '' } });
  const listAll = async () => {
    for (let last: ObjectId | null = null; ; ) {
      last = await database.changes.listUnmarked(last, 2);
      if (last === null) return;
    }
  };
  await listAll();
  const first = await readAll();
  expect(first.items.map(({ type }) => type)).toEqual(['new', 'new', 'new']);
  await listAll();
  expect((await readAll(first.cursor)).items).toEqual([]);
  // An older worker leaves the mark as it is.
  const later = { title: 'Changed', updatedAt: new Date(Date.now() + 600_000) };
  await jobs.updateOne({ dedupeKey: keyOf(2) }, { $set: later });
  await listAll();
  expect((await readAll(first.cursor)).items).toMatchObject([{ job: { title: 'Changed' } }]);
});

test('the log keeps what a reader from the beginning needs, and refuses cursors from before what it forgot', async () => {
  const { changes } = database;
  const empty = (await readAll()).cursor;
  await insert([1, 2, 3]);
  const early = (await readAll()).cursor;
  await update(1, {}, { title: 'Head nurse' });
  await update(2, {}, { title: 'Head nurse' });
  const late = (await readAll()).cursor;
  await close([3]);
  await stores.db.collection('jobs').deleteOne({ dedupeKey: keyOf(3) });
  await insert([4]);
  const end = await readAll();
  const newReader = (await changes.read({ cursor: undefined, limit: 1 })).nextCursor;
  const compact = async (goneBefore: Date) => {
    let removed = 0;
    for (let some: number | null = 0; some !== null; removed += some ?? 0)
      some = await changes.compact({ before: new Date(Date.now() + DAY_MS), goneBefore }, 2);
    return removed;
  };
  const keysLeft = async () =>
    (
      await stores.db
        .collection('changes')
        .find({ keys: { $exists: true } })
        .toArray()
    ).map(({ keys }) => keys.length() / 20);

  expect(await keysLeft()).toEqual([3, 1, 1, 1, 1]);
  // A writer that is delayed may still list jobs under one of the newest numbers.
  expect(await changes.compact({ before: new Date(0), goneBefore: new Date(0) }, 10)).toBeNull();
  expect(await keysLeft()).toEqual([3, 1, 1, 1, 1]);
  // Two of the first three changed later. The third is gone, which old readers have yet to learn.
  expect(await compact(new Date(0))).toBe(0);
  expect(await keysLeft()).toEqual([1, 1, 1, 1, 1]);
  expect((await readAll(early)).items.find(({ dedupeKey }) => dedupeKey === keyOf(3))).toMatchObject({
    type: 'closed',
    job: null,
  });

  expect(await compact(new Date(Date.now() + DAY_MS))).toBe(2);
  expect(await keysLeft()).toEqual([1, 1, 1]);
  for (const cursor of [empty, early, late])
    await expect(changes.read({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'cursor-expired' });
  expect((await readAll(end.cursor)).items).toEqual([]);
  // One that began when the job was gone already has nothing to forget.
  await readAll(newReader);
  expect((await readAll()).items.map(({ dedupeKey }) => dedupeKey).sort()).toEqual(
    [1, 2, 4].map(keyOf).sort(),
  );
});

test('a cursor within a group is refused once keys behind it are forgotten', async () => {
  const { changes } = database;
  await insert([1, 2, 3]);
  const within = (await changes.read({ cursor: undefined, limit: 1 })).nextCursor;
  const [, ...behind] = [1, 2, 3].map(keyOf).sort();
  await stores.db.collection('jobs').deleteMany({ dedupeKey: { $in: behind } });
  await insert([4]);
  const inADay = new Date(Date.now() + DAY_MS);
  await changes.compact({ before: inADay, goneBefore: inADay }, 10);
  await expect(changes.read({ cursor: within, limit: 1 })).rejects.toMatchObject({ code: 'cursor-expired' });
});

test('a database that was restored from an earlier backup has another version, and refuses readers of what it lost', async () => {
  const { changes } = database;
  const restore = () => stores.db.collection<{ _id: number }>('changes').deleteOne({ _id: 2 });
  await insert([1]);
  await insert([2]);
  const version = await changes.version();
  // It has read the first of two groups.
  const cursor = (await changes.read({ cursor: undefined, limit: 1 })).nextCursor;
  await restore();
  // As after a restart: what the newest was is not remembered.
  database = createDatabase(stores.db);
  await expect(database.changes.read({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'cursor-expired' });
  await insert([3]);
  expect(await database.changes.newest()).toBe(2);
  expect(await database.changes.version()).not.toBe(version);
});

test('a cursor of a database that was restored from an earlier backup is refused, as is none at all', async () => {
  await insert([1]);
  const { cursor } = await readAll();
  await stores.db.collection<{ _id: number }>('changes').deleteMany({});
  const { changes } = database;
  await expect(changes.read({ cursor, limit: 1 })).rejects.toMatchObject({ code: 'cursor-expired' });
  for (const made of ['abc', Buffer.from('{"n":-1}').toString('base64url')])
    await expect(changes.read({ cursor: made, limit: 1 })).rejects.toMatchObject({ code: 'request-invalid' });
});

test('a page that ends within a group continues there, though some of its jobs were written again meanwhile', async () => {
  await insert([1, 2, 3, 4]);
  await insert([5]);
  const [first = '', second = ''] = [1, 2, 3, 4].map(keyOf).sort();
  const isEarly = (id: number) => [first, second].includes(keyOf(id));
  let finds = 0;
  const jobs = new Proxy(stores.db.collection('jobs'), {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (name !== 'find') return typeof value === 'function' ? value.bind(target) : value;
      return (...args: Parameters<typeof target.find>) => {
        const cursor = target.find(...args);
        finds += 1;
        // After the keys were looked up, and before their jobs are read.
        if (finds === 2) {
          const next = cursor.next.bind(cursor);
          cursor.next = async () => {
            cursor.next = next;
            await close([1, 2, 3, 4].filter(isEarly));
            return next();
          };
        }
        return cursor;
      };
    },
  });
  const db = new Proxy(stores.db, {
    get(target, name) {
      if (name !== 'collection') return Reflect.get(target, name, target);
      return (...args: Parameters<Db['collection']>) =>
        args[0] === 'jobs' ? jobs : target.collection(...args);
    },
  });
  const read = await createDatabase(db).changes.read({ cursor: undefined, limit: 3 });
  const rest = await readAll(read.nextCursor);
  const seen = [...read.items, ...rest.items].map(({ type, dedupeKey }) => [dedupeKey, type]);
  const expected = [1, 2, 3, 4, 5].map((id) => [keyOf(id), isEarly(id) ? 'closed' : 'new']);
  expect(seen.sort()).toEqual(expected.sort());
});

test('a key that a writer names twice is listed once', async () => {
  await insert([1, 2]);
  const { cursor } = await readAll();
  await close([1, 1]);
  expect(briefly(await readAll(cursor))).toEqual([['closed', keyOf(1), null]]);
});

test('whatever writers do and wherever they die, a reader ends with the open jobs of MongoDB', async () => {
  let seed = Math.floor(Math.random() * 1e9);
  const startedWith = seed;
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const jobs = stores.db.collection('jobs');
  const known = new Map<string, string>();
  let cursor: string | undefined;
  const readPage = async () => {
    const page = await database.changes.read({ cursor, limit: 1 + random(9) });
    for (const { type, dedupeKey, job } of page.items) {
      if (job && type !== 'closed') known.set(dedupeKey, job.contentHash);
      else known.delete(dedupeKey);
    }
    const isEnd = page.nextCursor === cursor;
    cursor = page.nextCursor;
    return isEnd;
  };
  for (let round = 0; round < 60; round += 1) {
    let callsLeft = random(3) === 0 ? random(6) : Number.POSITIVE_INFINITY;
    const isWriting = (of: string) => ['jobs', 'changes', 'pending_changes'].includes(of);
    const process = await dyingDatabase((of) => isWriting(of) && --callsLeft < 0);
    const ids = Array.from({ length: 1 + random(8) }, () => random(30));
    const stored = await jobs.find({ dedupeKey: { $in: ids.map(keyOf) } }).toArray();
    const stamp = { runId: runId(round), at: new Date() };
    const kind = random(4);
    const writes = [...new Set(ids)].map((id) => {
      const before = stored.find(({ dedupeKey }) => dedupeKey === keyOf(id));
      const job = jobOf(id, { title: `Title ${random(5)}` });
      if (!before) return { kind: 'insert' as const, job };
      const { contentHash: knownHash, updatedRunId: knownRunId, status } = before;
      return { kind: 'update' as const, job, knownHash, knownRunId, reopens: status === 'closed' };
    });
    const work =
      kind === 0
        ? process.database.jobs.close(ids.map(keyOf), { ...stamp, reason: 'not-in-feed' })
        : process.database.jobs.write(writes, stamp);
    const reading = random(2) === 0 ? readPage() : undefined;
    await work.catch(() => undefined);
    await reading;
    if (random(4) === 0) await database.changes.settle(stamp.runId);
    await process.close();
  }
  await database.changes.listUnfinished(new Date(Date.now() + 61_000));
  while (!(await readPage()));
  const open = await jobs.find({ status: 'open' }).toArray();
  const expected = open.map(({ dedupeKey, contentHash }) => [dedupeKey, contentHash]);
  expect([...known].sort(), `seed ${startedWith}`).toEqual(expected.sort());
});
