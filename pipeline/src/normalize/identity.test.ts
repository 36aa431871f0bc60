import { describe, expect, test } from 'vitest';
import { IdentityLedger, sha1 } from './identity.ts';

const FEED = 'https://feed.example/';

describe('a posting is told by', () => {
  test('its id, else its link', () => {
    const ledger = new IdentityLedger(FEED);
    expect(ledger.keyOf('1', 'https://a')).toBe(sha1(`${FEED}|1`));
    expect(ledger.keyOf(null, 'https://a')).toBe(sha1(`${FEED}|https://a`));
    expect(ledger.keyOf('2', null)).toBe(sha1(`${FEED}|2`));
    expect(ledger.keyOf(null, null)).toBe(null);
  });

  test('its link, or both, where its source says so', () => {
    expect(new IdentityLedger(FEED, 'link').keyOf('1', 'https://a')).toBe(sha1(`${FEED}|https://a`));
    expect(new IdentityLedger(FEED, 'link').keyOf('1', null)).toBe(sha1(`${FEED}|1`));
    const both = new IdentityLedger(FEED, 'both');
    expect(both.keyOf('1', 'https://a')).not.toBe(both.keyOf('1', 'https://b'));
    expect(both.keyOf('1', 'https://a')).toBe(new IdentityLedger(FEED, 'both').keyOf('1', 'https://a'));
  });
});

describe('an id that a feed repeats', () => {
  test('with the same link is the same posting; with another it is another, the same in every run', () => {
    const run = () => {
      const ledger = new IdentityLedger(FEED);
      return [
        ledger.keyOf('1', 'https://a'),
        ledger.keyOf('1', 'https://b'),
        ledger.keyOf('1', 'https://a'),
        ledger.keyOf('1', 'https://b'),
        ledger.keyOf('1', 'https://c'),
        ledger.keyOf('1', null),
      ];
    };
    const [a, b, again, bAgain, c, none] = run();
    expect(a).toBe(sha1(`${FEED}|1`));
    expect(new Set([a, b, c]).size).toBe(3);
    expect([again, bAgain, none]).toEqual([a, b, a]);
    expect(run()).toEqual([a, b, again, bAgain, c, none]);
  });

  test('is told apart among many', () => {
    const ledger = new IdentityLedger(FEED);
    const first = Array.from({ length: 20_000 }, (_, i) => ledger.keyOf(`id-${i}`, `https://a/${i}`));
    const second = Array.from({ length: 20_000 }, (_, i) => ledger.keyOf(`id-${i}`, `https://a/${i}`));
    const other = Array.from({ length: 20_000 }, (_, i) => ledger.keyOf(`id-${i}`, `https://b/${i}`));
    expect(second).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(40_000);
  });
});
