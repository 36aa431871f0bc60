import { expect, test } from 'vitest';
import { createAttempts, type LoginClient } from './attempts.ts';

const unknown = (network: string): LoginClient => ({ network, isKnownBrowser: false });
const known = (network: string): LoginClient => ({ network, isKnownBrowser: true });

/** Attempts at a clock that stands still but for what is waited, and what each try was held up for. */
function fakeClock() {
  let nowMs = 1_000_000;
  const delaysMs: number[] = [];
  const attempts = createAttempts({
    now: () => nowMs,
    sleep: async (ms) => void delaysMs.push(ms),
  });
  return {
    attempts,
    delaysMs,
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
}

test('doubles the wait after each wrong password from the fifth, up to a minute', async () => {
  const { attempts, pass } = fakeClock();
  const client = unknown('192.0.2.1');
  for (let n = 0; n < 5; n += 1) expect(await attempts.begin(client)).toBeNull();
  const waits: (number | null)[] = [];
  for (let n = 0; n < 9; n += 1) {
    const seconds = await attempts.begin(client);
    waits.push(seconds);
    pass((seconds ?? 0) * 1_000);
    expect(await attempts.begin(client)).toBeNull();
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
});

test('refused attempts do not extend the wait, and an inactive client is forgotten', async () => {
  const { attempts, pass } = fakeClock();
  const client = unknown('192.0.2.1');
  for (let n = 0; n < 5; n += 1) await attempts.begin(client);
  for (let n = 0; n < 1_000; n += 1) expect(await attempts.begin(client)).toBe(1);
  pass(1_000);
  expect(await attempts.begin(client)).toBeNull();
  pass(16 * 60_000);
  expect(attempts.attemptsOf(client)).toBe(0);
  for (let n = 0; n < 5; n += 1) expect(await attempts.begin(client)).toBeNull();
});

test('many attempts delay unknown browsers by up to 2 s, and known browsers not at all', async () => {
  const { attempts, delaysMs, pass } = fakeClock();
  for (let n = 0; n < 1_000; n += 1)
    expect(await attempts.begin(unknown(`10.0.${n >> 8}.${n & 255}`))).toBeNull();
  expect(delaysMs.toSorted((a, b) => a - b)).toEqual(delaysMs);
  expect(delaysMs[0]).toBeLessThan(100);
  expect(delaysMs.at(-1)).toBe(2_000);
  expect(delaysMs).toHaveLength(1_000 - 21);
  expect(await attempts.begin(known('203.0.113.1'))).toBeNull();
  expect(delaysMs).toHaveLength(1_000 - 21);
  pass(5 * 60_000);
  await attempts.begin(unknown('203.0.113.1'));
  expect(delaysMs).toHaveLength(1_000 - 21);
});

test('at most a hundred unknown browsers wait at a time; a refused attempt is not counted', async () => {
  const freed: (() => void)[] = [];
  const attempts = createAttempts({
    now: () => 1_000_000,
    sleep: () => new Promise((resolve) => freed.push(resolve)),
  });
  const begun = Array.from({ length: 121 }, (_, n) => attempts.begin(unknown(`10.0.0.${n}`)));
  const late = unknown('203.0.113.1');
  expect(await attempts.begin(late)).toBe(2);
  expect(attempts.attemptsOf(late)).toBe(0);
  expect(await attempts.begin(known('203.0.113.1'))).toBeNull();
  freed[0]?.();
  expect(await begun[21]).toBeNull();
  const again = attempts.begin(late);
  for (const free of freed) free();
  expect(await again).toBeNull();
});

test('the right password clears the wrong ones, except with a read-only role', async () => {
  const { attempts } = fakeClock();
  const client = unknown('192.0.2.1');
  for (let n = 0; n < 4; n += 1) await attempts.begin(client);
  await attempts.begin(client);
  attempts.succeed(client, 'read');
  expect(attempts.attemptsOf(client)).toBe(4);
  await attempts.begin(client);
  attempts.succeed(client, 'command');
  expect(attempts.attemptsOf(client)).toBe(0);
});

test('bounds the number of clients it remembers', async () => {
  const { attempts } = fakeClock();
  for (let n = 0; n < 10_001; n += 1)
    await attempts.begin(known(`10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`));
  expect(attempts.attemptsOf(known('10.0.0.0'))).toBe(0);
  expect(attempts.attemptsOf(known('10.0.0.1'))).toBe(1);
});
