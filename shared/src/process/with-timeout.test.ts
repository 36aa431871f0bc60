import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTimeout } from './with-timeout.ts';

const late = () => new Error('too late');

test('returns the result or the error of work that ends in time', async () => {
  expect(await withTimeout(Promise.resolve(7), 60_000, late)).toBe(7);
  await expect(withTimeout(Promise.reject(new Error('broken')), 60_000, late)).rejects.toThrow('broken');
});

test('rejects with the chosen error after the timeout, and ignores the later end of the work', async () => {
  const work = sleep(50).then(() => Promise.reject(new Error('afterwards')));
  await expect(withTimeout(work, 1, late)).rejects.toThrow('too late');
  await work.catch(() => undefined);
});
