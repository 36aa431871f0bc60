import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { TimeBudget } from './time-budget.ts';

const options = { totalMs: 60_000, minBytesPerSecond: 1_000, windowMs: 400 };

/** A piece of a body, after `ms` of waiting for it. */
async function piece(bytes: number, ms = 0): Promise<IteratorYieldResult<Buffer>> {
  if (ms > 0) await sleep(ms);
  return { done: false, value: Buffer.alloc(bytes) };
}

test('a body that keeps us waiting for few bytes is given up with the speed that was measured', async () => {
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

test('time in which the pieces wait for us does not count', async () => {
  const budget = new TimeBudget(options);
  for (let n = 0; n < 6; n += 1) {
    await budget.receive(piece(10));
    await sleep(150);
  }
});

test('a speed above the least one is enough, window after window', async () => {
  const budget = new TimeBudget({ ...options, windowMs: 100 });
  for (let n = 0; n < 8; n += 1) await budget.receive(piece(100_000, 60));
});

test('one long wait, as of a process that was stopped, is not the speed of the server', async () => {
  const budget = new TimeBudget(options);
  await budget.receive(piece(10));
  await budget.receive(piece(10, 900));
});

test('without a least speed none is too slow', async () => {
  const budget = new TimeBudget({ ...options, minBytesPerSecond: 0, windowMs: 20 });
  for (let n = 0; n < 4; n += 1) await budget.receive(piece(0, 30));
});
