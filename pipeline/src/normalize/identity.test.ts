import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Claim, ClaimKind, FeedKeys, type PastClaims, sha1 } from './identity.ts';

const FEED = 'https://feed.example/';

describe('a posting is told by', () => {
  test('its id, else its link', () => {
    const keys = new FeedKeys(FEED);
    expect(keys.claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|1`));
    expect(keys.claim(null, 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(keys.claim('2', null)?.key).toBe(sha1(`${FEED}|2`));
    expect(keys.claim(null, null)).toBe(null);
  });

  test('its link, or both, where its source says so', () => {
    expect(new FeedKeys(FEED, 'link').claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(new FeedKeys(FEED, 'link').claim('1', null)?.key).toBe(sha1(`${FEED}|1`));
    const both = new FeedKeys(FEED, 'both');
    expect(both.claim('1', 'https://a')?.key).not.toBe(both.claim('1', 'https://b')?.key);
    expect(both.claim('1', 'https://a')?.key).toBe(new FeedKeys(FEED, 'both').claim('1', 'https://a')?.key);
  });
});

describe('an id that a feed repeats', () => {
  test('with the same link is the same posting; with another it is another, the same in every run', () => {
    const run = () => {
      const keys = new FeedKeys(FEED);
      return [
        keys.claim('1', 'https://a')?.key,
        keys.claim('1', 'https://b')?.key,
        keys.claim('1', 'https://a')?.key,
        keys.claim('1', 'https://b')?.key,
        keys.claim('1', 'https://c')?.key,
        keys.claim('1', null)?.key,
      ];
    };
    const [a, b, again, bAgain, c, none] = run();
    expect(a).toBe(sha1(`${FEED}|1`));
    expect(new Set([a, b, c]).size).toBe(3);
    expect([again, bAgain, none]).toEqual([a, b, a]);
    expect(run()).toEqual([a, b, again, bAgain, c, none]);
  });

  test('is told apart among many', () => {
    const keys = new FeedKeys(FEED);
    const first = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const second = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const other = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://b/${i}`)?.key);
    expect(second).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(40_000);
  });
});

describe('what was settled in an earlier read', () => {
  type Posting = [id: string | null, link: string | null];
  const past = (claims: Claim[]): PastClaims => {
    const half = (key: string, from: number) => Number.parseInt(key.slice(from, from + 8), 16);
    return {
      count: claims.length,
      kind: (i) => (claims[i] as Claim).kind,
      link: (i) => (claims[i] as Claim).link,
      keyHigh: (i) => half((claims[i] as Claim).key, 0),
      keyLow: (i) => half((claims[i] as Claim).key, 8),
      plainHigh: (i) => half((claims[i] as Claim).plainKey, 0),
      plainLow: (i) => half((claims[i] as Claim).plainKey, 8),
    };
  };
  const claimAll = (keys: FeedKeys, postings: Posting[]) =>
    postings.map(([id, link]) => keys.claim(id, link)).filter((claim) => claim !== null);
  const posting = fc.tuple(
    fc.option(fc.constantFrom('1', '2', '3', 'https://a'), { nil: null }),
    fc.option(fc.constantFrom('https://a', 'https://b', 'https://c'), { nil: null }),
  );
  const somePostings = fc.array(posting, { maxLength: 8 });

  test('is taken over exactly where giving the postings anew would give the same', () => {
    let taken = 0;
    let refused = 0;
    fc.assert(
      fc.property(somePostings, somePostings, somePostings, somePostings, (before, now, segment, after) => {
        const earlier = new FeedKeys(FEED);
        claimAll(earlier, before);
        const claims = claimAll(earlier, segment);
        const keys = new FeedKeys(FEED);
        claimAll(keys, now);
        const anew = new FeedKeys(FEED);
        claimAll(anew, now);
        const same = JSON.stringify(claimAll(anew, segment)) === JSON.stringify(claims);
        const kept = keys.reclaim(past(claims));
        expect(kept).toBe(same);
        if (kept) taken += 1;
        else refused += 1;
        // And what follows comes out as if nothing had been tried.
        if (!kept) claimAll(keys, segment);
        expect(claimAll(keys, after)).toEqual(claimAll(anew, after));
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(300);
  });

  test('is taken back whole among many', () => {
    const keys = new FeedKeys(FEED);
    const many = Array.from({ length: 5000 }, (_, i): Posting => [`id-${i}`, `https://a/${i}`]);
    claimAll(keys, many);
    const others = Array.from({ length: 3000 }, (_, i): Posting => [`other-${i}`, null]);
    const claims = claimAll(new FeedKeys(FEED), others);
    const wrong = { ...(claims.at(-1) as Claim), kind: ClaimKind.repeat };
    expect(keys.reclaim(past([...claims.slice(0, -1), wrong]))).toBe(false);
    expect(claimAll(keys, others).every((claim) => claim.kind === ClaimKind.first)).toBe(true);
    expect(claimAll(keys, many).every((claim) => claim.kind === ClaimKind.repeat)).toBe(true);
  });
});
