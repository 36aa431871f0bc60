import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTimeout } from './with-timeout.ts';

const late = () => new Error('too late');

test('work that ends in time gives what it came to, good or bad', async () => {
  expect(await withTimeout(Promise.resolve(7), 60_000, late)).toBe(7);
  await expect(withTimeout(Promise.reject(new Error('broken')), 60_000, late)).rejects.toThrow('broken');
});

test('work that does not is given up with the error asked for, and its own end troubles nobody', async () => {
  const work = sleep(50).then(() => Promise.reject(new Error('afterwards')));
  await expect(withTimeout(work, 1, late)).rejects.toThrow('too late');
  await work.catch(() => undefined);
});
