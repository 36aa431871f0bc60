import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimeBudget } from './time-budget.ts';

const options = { totalMs: 60_000, minBytesPerSecond: 1_000, windowMs: 400 };

/** A piece of a body, after `ms` of waiting for it. */
async function piece(bytes: number, ms = 0): Promise<IteratorYieldResult<Buffer>> {
  if (ms > 0) await sleep(ms);
  return { done: false, value: Buffer.alloc(bytes) };
}

test('a slow body fails with the measured speed', async () => {
  const budget = new TimeBudget(options);
  const received = (async () => {
    for (let n = 0; n < 20; n += 1) await budget.receive(piece(10, 100));
  })();
  await expect(received).rejects.toMatchObject({
    code: 'feed-too-slow',
    permanent: true,
    details: { minBytesPerSecond: 1_000 },
  });
});

test('the time in which pieces wait to be read does not count', async () => {
  const budget = new TimeBudget(options);
  for (let n = 0; n < 6; n += 1) {
    await budget.receive(piece(10));
    await sleep(150);
  }
});

test('a speed above the minimum is accepted, window after window', async () => {
  const budget = new TimeBudget({ ...options, windowMs: 100 });
  for (let n = 0; n < 8; n += 1) await budget.receive(piece(100_000, 60));
});

test('one long wait, as of a stopped process, does not count as a slow server', async () => {
  const budget = new TimeBudget(options);
  await budget.receive(piece(10));
  await budget.receive(piece(10, 900));
});

test('without a minimum speed no body is too slow', async () => {
  const budget = new TimeBudget({ ...options, minBytesPerSecond: 0, windowMs: 20 });
  for (let n = 0; n < 4; n += 1) await budget.receive(piece(0, 30));
});
