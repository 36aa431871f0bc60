import { expect, test } from 'vitest';
import { sha1 } from '../sha1.ts';
import { half, KeyTable } from './key-table.ts';

const KEYS = 32_000;

/** The first 64 bits of digests, in two halves; `shape` changes them as a feed may by its choice of ids. */
function digests(shape: (high: number, low: number) => [number, number]): Array<[number, number]> {
  return Array.from({ length: KEYS }, (_, i) => {
    const digest = sha1(String(i));
    return shape(half(digest, 0), half(digest, 8));
  });
}

function fill(keys: Array<[number, number]>): KeyTable {
  const table = new KeyTable();
  for (const [high, low] of keys) {
    const slot = table.find(high, low);
    if (!table.isTaken(slot)) table.put(slot, high, low, 0);
  }
  return table;
}

test.each<[string, (high: number, low: number) => [number, number]]>([
  ['nothing', (high, low) => [high, low]],
  ['the lower half', (high) => [high, 7]],
  ['the upper half', (_high, low) => [7, low]],
  ['the lower bits of both halves', (high, low) => [(high >>> 16) * 0x10000, (low >>> 16) * 0x10000]],
  ['the upper bits of both halves', (high, low) => [(high & 0xffff) + 1, low & 0xffff]],
])('keys that have %s in common are found with few probes', (_name, shape) => {
  const keys = digests(shape);
  const table = fill(keys);
  expect(keys.every(([high, low]) => table.has(high, low))).toBe(true);
  expect(table.has(0x12345678, 0x9abcdef0)).toBe(false);
  // Each key is searched twice above, and moved each time that the table grows: once more on average.
  expect(table.probes / KEYS).toBeLessThan(20);
});

test('two tables put the same keys into different slots', () => {
  const [first, second] = [new KeyTable(), new KeyTable()];
  const slots = (table: KeyTable) =>
    digests((high, low) => [high, low]).map(([high, low]) => table.find(high, low));
  expect(slots(first)).not.toEqual(slots(second));
});
