import { expect, test } from 'vitest';
import { cutIntoBuckets } from './time-buckets.ts';

const at = (text: string) => new Date(text);
const cut = (from: string, to: string, buckets: number, zone = 'UTC') =>
  cutIntoBuckets({ from: at(from), to: at(to) }, buckets, zone).map((date) => date.toISOString());

test.each([
  ['an hour', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', 60, 60],
  ['an hour with room for more', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', 200, 60],
  ['an hour in four', '2026-01-01T10:00:00Z', '2026-01-01T11:00:00Z', 4, 4],
  ['a day', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 24, 24],
  ['thirty days', '2026-01-01T00:00:00Z', '2026-01-31T00:00:00Z', 200, 120],
  ['one second', '2026-01-01T10:00:00Z', '2026-01-01T10:00:01Z', 1, 1],
  ['ten years in two hundred', '2016-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 200, 131],
])('%s is cut into the smallest round width that keeps to the number', (_name, from, to, most, count) => {
  const boundaries = cut(from, to, most);
  expect(boundaries).toHaveLength(count + 1);
  expect((boundaries[0] ?? '') <= at(from).toISOString()).toBe(true);
  expect((boundaries.at(-1) ?? '') >= at(to).toISOString()).toBe(true);
});

test('days last from midnight to midnight, also the short one in spring and the long one in autumn', () => {
  expect(cut('2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z', 4, 'Europe/Berlin')).toEqual([
    '2026-03-27T23:00:00.000Z',
    '2026-03-28T23:00:00.000Z',
    '2026-03-29T22:00:00.000Z',
    '2026-03-30T22:00:00.000Z',
  ]);
  expect(cut('2026-10-25T00:00:00Z', '2026-10-26T12:00:00Z', 2, 'Europe/Berlin')).toEqual([
    '2026-10-24T22:00:00.000Z',
    '2026-10-25T23:00:00.000Z',
    '2026-10-26T23:00:00.000Z',
  ]);
});

test.each([
  ['forward', '2026-03-29T10:00:00Z', '2026-03-29T12:00:00Z', 'Europe/Berlin'],
  ['back', '2026-10-25T10:00:00Z', '2026-10-25T12:00:00Z', 'Europe/Berlin'],
  // The hour after midnight there twice.
  ['back to midnight', '2026-11-01T04:00:00Z', '2026-11-01T06:00:00Z', 'America/Havana'],
])('hours of a day on which the clocks go %s are cut where they are', (_name, from, to, zone) => {
  const boundaries = cut(from, to, 24, zone);
  expect(boundaries).toHaveLength(25);
  expect([boundaries[0], boundaries.at(-1)]).toEqual([at(from).toISOString(), at(to).toISOString()]);
});

test('hours begin at round times of the zone', () => {
  expect(cut('2026-01-01T10:00:00Z', '2026-01-01T22:00:00Z', 3, 'Asia/Kolkata')).toEqual([
    '2026-01-01T06:30:00.000Z',
    '2026-01-01T12:30:00.000Z',
    '2026-01-01T18:30:00.000Z',
    '2026-01-02T00:30:00.000Z',
  ]);
});

test('what cannot be cut is refused', () => {
  expect(() => cut('1990-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 3)).toThrowError(/too few/);
  expect(() => cut('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 3, 'Mars/Olympus')).toThrowError(/Mars/);
});
