import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR_MS } from '../src/durations.ts';
import { readServerTime } from '../src/mongo/server-time.ts';
import { createDatabaseClock } from '../src/process/database-clock.ts';
import { createLog } from '../src/process/log.ts';
import { openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

const lines: { level: number; msg: string; skewSeconds?: number }[] = [];
const log = createLog('test', {
  level: 'trace',
  pretty: false,
  destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
});
const readTime = () => readServerTime(stores.db);
/** Far more than a question takes, far less than the clocks differ. */
const CLOSE_MS = 60_000;

/** The clock of a process that is ahead by so many ms. */
const ahead = (ms: () => number) => () => new Date(Date.now() + ms());

test.each([
  ['three days ahead', 72],
  ['an hour ahead', 1],
  ['right', 0],
  ['five hours behind', -5],
])('a process whose clock is %s goes by the database', async (_name, hours) => {
  const database = await createDatabaseClock({ readTime, clock: ahead(() => hours * HOUR_MS), log });
  const difference = database.clock().getTime() - (await readTime()).getTime();
  expect(Math.abs(difference)).toBeLessThan(CLOSE_MS);
  expect(Math.abs(database.skewMs() - hours * HOUR_MS)).toBeLessThan(CLOSE_MS);
  database.close();
});

test('a clock that is set while the process runs is measured again', async () => {
  let hours = 0;
  const database = await createDatabaseClock(
    { readTime, clock: ahead(() => hours * HOUR_MS), log },
    { intervalMs: 20 },
  );
  hours = -48;
  await expect.poll(() => database.skewMs() / HOUR_MS).toBeCloseTo(-48);
  hours = 0;
  await expect.poll(() => database.skewMs() / HOUR_MS).toBeCloseTo(0);
  database.close();
});

test('the last difference holds during an outage of the database', async () => {
  let isDown = false;
  const readTimeOrFail = async () => {
    if (isDown) throw new Error('unavailable');
    return readTime();
  };
  const database = await createDatabaseClock(
    { readTime: readTimeOrFail, clock: ahead(() => 2 * HOUR_MS), log },
    { intervalMs: 5 },
  );
  const before = database.skewMs();
  isDown = true;
  await expect(database.measure()).rejects.toThrow('unavailable');
  expect(database.skewMs()).toBe(before);
  database.close();
});

test('the round trip is no difference, and small differences change no timestamp', async () => {
  let offMs = 0;
  const database = await createDatabaseClock({ readTime: async () => new Date(Date.now() + offMs), log });
  expect(database.skewMs()).toBe(0);
  offMs = 60;
  expect((await database.measure()).skewMs).toBe(0);
  const slow = await createDatabaseClock({
    readTime: async () => {
      const read = new Date();
      await new Promise((resolve) => setTimeout(resolve, 600));
      return read;
    },
    log,
  });
  expect(slow.skewMs()).toBe(0);
  database.close();
  slow.close();
});

test('clocks that differ by minutes are an error in the log, once until they agree', async () => {
  lines.length = 0;
  let ms = 6 * 60_000;
  const database = await createDatabaseClock({ readTime, clock: ahead(() => ms), log });
  await database.measure();
  await database.measure();
  const errors = () => lines.filter(({ level }) => level >= 50);
  expect(errors()).toMatchObject([{ skewSeconds: 360, msg: expect.stringContaining('differ') }]);
  ms = 0;
  await database.measure();
  expect(lines.at(-1)?.msg).toContain('agree again');
  ms = -6 * 60_000;
  await database.measure();
  expect(errors()).toHaveLength(2);
  database.close();
});
