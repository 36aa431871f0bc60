import { expect, test } from 'vitest';
import { changedClosing, closingOf, dueClosingOf, isPast, newClosing } from './closing.ts';

const keep = { missing: false, expired: false, afterDays: null };

test.each([
  ['nothing stated', {}, { missing: true, expired: true, afterDays: null }],
  ['one part', { closing: { afterDays: 30 } }, { missing: true, expired: true, afterDays: 30 }],
  ['the older spelling', { removeVanished: true }, { ...keep, missing: true }],
  ['the older spelling, off', { removeVanished: false }, keep],
  ['both', { closing: { missing: false }, removeVanished: true }, { ...keep, expired: true }],
])('of a new source: %s', (_name, config, expected) => {
  expect(newClosing(config)).toEqual(expected);
});

test.each([
  ['an earlier version wrote it without a setting', {}, keep],
  ['an earlier version wrote it', { removeVanished: true }, { ...keep, missing: true }],
  [
    'an earlier version changed it during an upgrade',
    { closing: { missing: true, expired: true, afterDays: 7 } },
    { missing: false, expired: true, afterDays: 7 },
  ],
])('of a stored source: %s', (_name, source, expected) => {
  expect(closingOf(source)).toEqual(expected);
});

test.each([
  ['nothing', {}, { missing: true, expired: false, afterDays: 7 }],
  ['one part', { closing: { expired: true } }, { missing: true, expired: true, afterDays: 7 }],
  ['no days', { closing: { afterDays: null } }, { missing: true, expired: false, afterDays: null }],
  ['the older spelling', { removeVanished: false }, { missing: false, expired: false, afterDays: 7 }],
  [
    'the older spelling taken away',
    { removeVanished: null },
    { missing: false, expired: false, afterDays: 7 },
  ],
  ['back to the default', { closing: null }, { missing: true, expired: true, afterDays: null }],
])('a change of %s', (_name, change, expected) => {
  expect(changedClosing({ missing: true, expired: false, afterDays: 7 }, change)).toEqual(expected);
});

test.each([
  ['2026-03-05T12:00:00.000Z', '2026-03-05T12:00:00.000Z', true],
  ['2026-03-05T12:00:00.001Z', '2026-03-05T12:00:00.000Z', false],
  // Without a time: the last day.
  ['2026-03-05T00:00:00.000Z', '2026-03-05T00:00:00.000Z', false],
  ['2026-03-05T00:00:00.000Z', '2026-03-05T23:59:59.999Z', false],
  ['2026-03-05T00:00:00.000Z', '2026-03-06T00:00:00.000Z', true],
  ['0001-01-01T00:00:00.000Z', '2026-03-06T00:00:00.000Z', false],
  ['1970-01-01T00:00:00.000Z', '2026-03-06T00:00:00.000Z', false],
])('an expiry date of %s at %s', (expiresAt, now, expected) => {
  expect(isPast(new Date(expiresAt), new Date(now))).toBe(expected);
});

test('without an expiry date no job expires', () => {
  expect(isPast(null, new Date())).toBe(false);
});

test('expiry dates that change at every fetch close no job', () => {
  const closing = { missing: true, expired: true, afterDays: 7 };
  expect(dueClosingOf({ closing })).toEqual({ expired: true, afterDays: 7 });
  expect(dueClosingOf({ closing, volatileFields: ['expiresAt'] })).toEqual({ expired: false, afterDays: 7 });
});
