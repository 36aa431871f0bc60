import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeySet } from './key-set.ts';

const key = (n: number) => createHash('sha1').update(String(n)).digest('hex');

test('says of 50,000 keys, growing many times, which came before', () => {
  const keys = createKeySet(16);
  for (let n = 0; n < 50_000; n += 1) expect(keys.add(key(n))).toBe(true);
  for (let n = 0; n < 50_000; n += 1) expect(keys.add(key(n))).toBe(false);
  expect(keys.size).toBe(50_000);
});

test('keys that share a slot are told apart to their last byte', () => {
  const keys = createKeySet(8);
  const alike = ['00', '01', '02', 'ff'].map((last) => '00'.repeat(19) + last);
  expect(alike.map((one) => keys.add(one))).toEqual([true, true, true, true]);
  expect(alike.map((one) => keys.add(one))).toEqual([false, false, false, false]);
});
