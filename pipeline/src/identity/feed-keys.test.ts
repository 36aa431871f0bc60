import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha1 } from '../sha1.ts';
import { type Claim, ClaimKind, FeedKeys, type PastClaims } from './feed-keys.ts';

const FEED = 'https://feed.example/';

describe('a job', () => {
  test('is identified by its id, or by its link if it has none', () => {
    const keys = new FeedKeys(FEED);
    expect(keys.claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|1`));
    expect(keys.claim(null, 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(keys.claim('2', null)?.key).toBe(sha1(`${FEED}|2`));
    expect(keys.claim(null, null)).toBe(null);
  });

  test('is identified by its link, or by both, if the mapping says so', () => {
    expect(new FeedKeys(FEED, 'link').claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(new FeedKeys(FEED, 'link').claim('1', null)?.key).toBe(sha1(`${FEED}|1`));
    const both = new FeedKeys(FEED, 'both');
    expect(both.claim('1', 'https://a')?.key).not.toBe(both.claim('1', 'https://b')?.key);
    expect(both.claim('1', 'https://a')?.key).toBe(new FeedKeys(FEED, 'both').claim('1', 'https://a')?.key);
  });
});

describe('an id that occurs repeatedly', () => {
  test('means one job per link, with the same keys in every run', () => {
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

  test('is distinguished by its link among many', () => {
    const keys = new FeedKeys(FEED);
    const first = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const second = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const other = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://b/${i}`)?.key);
    expect(second).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(40_000);
  });
});

describe('claims of an earlier read', () => {
  type Ids = [id: string | null, link: string | null];
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
  const claimAll = (keys: FeedKeys, jobs: Ids[]) =>
    jobs.map(([id, link]) => keys.claim(id, link)).filter((claim) => claim !== null);
  const ids = fc.tuple(
    fc.option(fc.constantFrom('1', '2', '3', 'https://a'), { nil: null }),
    fc.option(fc.constantFrom('https://a', 'https://b', 'https://c'), { nil: null }),
  );
  const someJobs = fc.array(ids, { maxLength: 8 });

  test('are accepted exactly if claiming the jobs again gives the same', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(someJobs, someJobs, someJobs, someJobs, (before, now, segment, after) => {
        const earlier = new FeedKeys(FEED);
        claimAll(earlier, before);
        const claims = claimAll(earlier, segment);
        const keys = new FeedKeys(FEED);
        claimAll(keys, now);
        const reference = new FeedKeys(FEED);
        claimAll(reference, now);
        const same = JSON.stringify(claimAll(reference, segment)) === JSON.stringify(claims);
        const kept = keys.reclaim(past(claims));
        expect(kept).toBe(same);
        if (kept) accepted += 1;
        else refused += 1;
        // What follows is claimed as if nothing had been tried.
        if (!kept) claimAll(keys, segment);
        expect(claimAll(keys, after)).toEqual(claimAll(reference, after));
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(300);
  });

  test('are undone as a whole among many', () => {
    const keys = new FeedKeys(FEED);
    const many = Array.from({ length: 5000 }, (_, i): Ids => [`id-${i}`, `https://a/${i}`]);
    claimAll(keys, many);
    const others = Array.from({ length: 3000 }, (_, i): Ids => [`other-${i}`, null]);
    const claims = claimAll(new FeedKeys(FEED), others);
    const wrong = { ...(claims.at(-1) as Claim), kind: ClaimKind.duplicate };
    expect(keys.reclaim(past([...claims.slice(0, -1), wrong]))).toBe(false);
    expect(claimAll(keys, others).every((claim) => claim.kind === ClaimKind.first)).toBe(true);
    expect(claimAll(keys, many).every((claim) => claim.kind === ClaimKind.duplicate)).toBe(true);
  });
});
