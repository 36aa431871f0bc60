import type { JobRules } from '@feedflow/shared/model/identity';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha1 } from '../sha1.ts';
import { type Claim, ClaimKind, FeedKeys, type PastClaims } from './feed-keys.ts';
import { JobKeys, type KeyFields, plainRules } from './job-keys.ts';
import { half } from './key-table.ts';

const FEED = 'https://feed.example/';

/** Claims keys of jobs that differ in what is given only. */
function keysOf(rules: Partial<JobRules> = {}, options?: { strict: boolean }) {
  const keys = new FeedKeys(new JobKeys(FEED, { ...plainRules, ...rules }), options);
  return {
    keys,
    claim: (externalId: string | null, jobUrl: string | null, other: Partial<KeyFields> = {}) =>
      keys.claim({
        externalId,
        jobUrl,
        title: 'Nurse',
        location: null,
        company: null,
        applyUrl: null,
        description: null,
        ...other,
      }),
  };
}

describe('a job', () => {
  test('is identified by its id, or by its link if it has none', () => {
    const keys = keysOf();
    expect(keys.claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|1`));
    expect(keys.claim(null, 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(keys.claim('2', null)?.key).toBe(sha1(`${FEED}|2`));
    expect(keys.claim(null, null)).toBe(null);
  });

  test('is identified by its link, or by both, if the mapping says so', () => {
    expect(keysOf({ rule: 'link' }).claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|https://a`));
    expect(keysOf({ rule: 'link' }).claim('1', null)?.key).toBe(sha1(`${FEED}|1`));
    const both = keysOf({ rule: 'both' });
    expect(both.claim('1', 'https://a')?.key).not.toBe(both.claim('1', 'https://b')?.key);
    expect(both.claim('1', 'https://a')?.key).toBe(keysOf({ rule: 'both' }).claim('1', 'https://a')?.key);
  });
});

describe('an id that occurs repeatedly', () => {
  test('means one job per link, with the same keys in every run', () => {
    const run = () => {
      const keys = keysOf();
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
    const keys = keysOf();
    const first = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const second = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://a/${i}`)?.key);
    const other = Array.from({ length: 20_000 }, (_, i) => keys.claim(`id-${i}`, `https://b/${i}`)?.key);
    expect(second).toEqual(first);
    expect(new Set([...first, ...other]).size).toBe(40_000);
  });
});

describe('a link or id that different jobs have', () => {
  const cook = { title: 'Cook' };

  test('means one job per content, and the first has the plain key', () => {
    const { keys, claim } = keysOf();
    const nurse = claim(null, 'https://a');
    expect(nurse).toMatchObject({ key: sha1(`${FEED}|https://a`), kind: ClaimKind.first });
    expect(claim(null, 'https://a', cook)?.kind).toBe(ClaimKind.firstWithContent);
    expect(claim(null, 'https://a', cook)?.kind).toBe(ClaimKind.duplicateWithContent);
    expect(claim(null, 'https://a')?.kind).toBe(ClaimKind.duplicate);
    expect(keys.shared).toEqual([`content:${nurse?.key.slice(0, 16)}`]);
  });

  test('means one job per content in any order, once the rules know that it is shared', () => {
    const sharedKeys = [`content:${sha1(`${FEED}|https://a`).slice(0, 16)}`];
    const read = (titles: string[]) => {
      const { keys, claim } = keysOf({ sharedKeys });
      const claims = titles.map((title) => claim(null, 'https://a', { title }));
      expect(claims.every((one) => one?.kind === ClaimKind.first)).toBe(true);
      expect(keys.shared).toEqual([]);
      return claims.map((one) => one?.key).sort();
    };
    expect(read(['Cook', 'Nurse', 'Baker'])).toEqual(read(['Baker', 'Cook', 'Nurse']));
    expect(keysOf({ sharedKeys }).claim('1', 'https://a')?.key).toBe(sha1(`${FEED}|1`));
  });

  test('is one job if the mapping says so', () => {
    const { claim } = keysOf({ rule: 'link' }, { strict: true });
    claim('1', 'https://a');
    expect(claim('2', 'https://a', cook)?.kind).toBe(ClaimKind.duplicate);
  });
});

describe('jobs that differ in their texts only', () => {
  const byDay = { description: 'By day.' };
  const byNight = { description: 'By night.' };
  const content = `content:${sha1(`${FEED}|https://a`).slice(0, 16)}`;

  test('are different without an id of their own, and the first has the plain key', () => {
    const { keys, claim } = keysOf();
    expect(claim(null, 'https://a', byDay)).toMatchObject({
      key: sha1(`${FEED}|https://a`),
      kind: ClaimKind.first,
    });
    expect(claim(null, 'https://a', byNight)?.kind).toBe(ClaimKind.firstWithText);
    expect(claim(null, 'https://a', byNight)?.kind).toBe(ClaimKind.duplicateWithText);
    expect(claim(null, 'https://a', byDay)?.kind).toBe(ClaimKind.duplicate);
    expect(claim(null, 'https://a')?.kind).toBe(ClaimKind.duplicate);
    expect(keys.shared).toEqual([content, expect.stringMatching(/^text:[0-9a-f]{16}$/)]);
  });

  test('are different in any order once the rules know, and the rules know only those', () => {
    const first = keysOf();
    for (const text of [byDay, byNight]) first.claim(null, 'https://a', text);
    const sharedKeys = first.keys.shared;
    const read = (texts: { description: string }[]) => {
      const { keys, claim } = keysOf({ sharedKeys });
      const claims = texts.map((text) => claim(null, 'https://a', text));
      expect(claims.every((one) => one?.kind === ClaimKind.first)).toBe(true);
      expect(keys.shared).toEqual([]);
      return claims.map((one) => one?.key).sort();
    };
    expect(read([byDay, byNight])).toEqual(read([byNight, byDay]));
    const { claim } = keysOf({ sharedKeys });
    const cook = claim(null, 'https://a', { title: 'Cook', ...byDay })?.key;
    expect(claim(null, 'https://a', { title: 'Cook', ...byNight })?.key).not.toBe(cook);
    expect(keysOf({ sharedKeys }).claim(null, 'https://a', { title: 'Cook', ...byNight })?.key).toBe(cook);
  });

  test('are one if their content is that of a third, until the next import', () => {
    const { keys, claim } = keysOf();
    claim(null, 'https://a', { title: 'Cook' });
    expect(claim(null, 'https://a', byDay)?.kind).toBe(ClaimKind.firstWithContent);
    expect(claim(null, 'https://a', byNight)?.kind).toBe(ClaimKind.duplicateWithContent);
    expect(keys.shared).toEqual([content, expect.stringMatching(/^text:/)]);
  });

  test('are one if they have an id without evidence against it, if the mapping says so, or if texts change always', () => {
    const { claim } = keysOf();
    claim('1', 'https://a', byDay);
    expect(claim('1', 'https://a', byNight)?.kind).toBe(ClaimKind.duplicate);
    const strict = keysOf({ rule: 'link' }, { strict: true });
    strict.claim('1', 'https://a', byDay);
    expect(strict.claim('1', 'https://a', byNight)?.kind).toBe(ClaimKind.duplicate);
    const volatile = keysOf({ volatileFields: ['description'] });
    volatile.claim(null, 'https://a', byDay);
    expect(volatile.claim(null, 'https://a', byNight)?.kind).toBe(ClaimKind.duplicate);
  });
});

describe('claims of an earlier read', () => {
  type Ids = [id: string | null, link: string | null, title: string, text?: string | null];
  const past = (claims: Claim[]): PastClaims => {
    return {
      count: claims.length,
      kind: (i) => (claims[i] as Claim).kind,
      mark: (i) => (claims[i] as Claim).mark,
      keyHigh: (i) => half((claims[i] as Claim).key, 0),
      keyLow: (i) => half((claims[i] as Claim).key, 8),
      plainHigh: (i) => half((claims[i] as Claim).plainKey, 0),
      plainLow: (i) => half((claims[i] as Claim).plainKey, 8),
    };
  };
  const claimAll = (keys: ReturnType<typeof keysOf>, jobs: Ids[]) =>
    jobs
      .map(([id, link, title, description = null]) => keys.claim(id, link, { title, description }))
      .filter((claim) => claim !== null);
  const ids = fc.tuple(
    fc.option(fc.constantFrom('1', '2', '3', 'https://a'), { nil: null }),
    fc.option(fc.constantFrom('https://a', 'https://b', 'https://c'), { nil: null }),
    fc.constantFrom('Nurse', 'Cook'),
    fc.option(fc.constantFrom('By day.', 'By night.'), { nil: null }),
  );
  const someJobs = fc.array(ids, { maxLength: 8 });

  test('are accepted exactly if claiming the jobs again gives the same', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(someJobs, someJobs, someJobs, someJobs, (before, now, segment, after) => {
        const earlier = keysOf();
        claimAll(earlier, before);
        const claims = claimAll(earlier, segment);
        const keys = keysOf();
        claimAll(keys, now);
        const reference = keysOf();
        claimAll(reference, now);
        const same = JSON.stringify(claimAll(reference, segment)) === JSON.stringify(claims);
        const kept = keys.keys.reclaim(past(claims));
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

  test.each<[string, KeyFields['description'], string[]]>([
    ['links', null, []],
    ['texts', 'By day.', []],
    ['texts under rules that know the link', 'By day.', ['content']],
  ])('note the same shared ids and links: %s', (_what, description, known) => {
    const link = sha1(`${FEED}|https://a`).slice(0, 16);
    const rules = { sharedKeys: known.map((apart) => `${apart}:${link}`) };
    const jobs: Ids[] = [
      ['1', 'https://a', 'Nurse'],
      ['1', 'https://b', 'Nurse'],
      [null, 'https://a', 'Nurse', description],
      [null, 'https://a', 'Nurse', 'By night.'],
      [null, 'https://a', 'Cook', description],
    ];
    const read = keysOf(rules);
    const claims = claimAll(read, jobs);
    const again = keysOf(rules).keys;
    expect(again.reclaim(past(claims))).toBe(true);
    const oneByOne = keysOf(rules).keys;
    expect(claims.every((claim) => oneByOne.reclaimOne(claim))).toBe(true);
    // Of jobs that only their texts distinguish, the key with their content is noted by reading them.
    const noted = read.keys.shared.filter((entry) => known.length > 0 || !entry.startsWith('text:'));
    expect(noted.length).toBeGreaterThan(1);
    expect(again.shared).toEqual(noted);
    expect(oneByOne.shared).toEqual(noted);
  });

  test('are undone as a whole among many', () => {
    const keys = keysOf();
    const many = Array.from({ length: 5000 }, (_, i): Ids => [`id-${i}`, `https://a/${i}`, 'Nurse']);
    claimAll(keys, many);
    const others = Array.from({ length: 3000 }, (_, i): Ids => [`other-${i}`, null, 'Nurse']);
    const claims = claimAll(keysOf(), others);
    const wrong = { ...(claims.at(-1) as Claim), kind: ClaimKind.duplicate };
    expect(keys.keys.reclaim(past([...claims.slice(0, -1), wrong]))).toBe(false);
    expect(claimAll(keys, others).every((claim) => claim.kind === ClaimKind.first)).toBe(true);
    expect(claimAll(keys, many).every((claim) => claim.kind === ClaimKind.duplicate)).toBe(true);
  });
});
