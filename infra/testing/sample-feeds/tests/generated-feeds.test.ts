import { XMLValidator } from 'fast-xml-parser';
import { describe, expect, it, vi } from 'vitest';
import { dialectNames } from '../dialects/dialect-names.ts';
import { expectChange, expectFeed } from '../expect-feed.ts';
import { type FeedRequest, readFeedRequest } from '../feed-parameters.ts';
import { bodyOf, compareFeeds, readFeed } from './read-feed.ts';

vi.setConfig({ testTimeout: 60_000 });

describe.each(dialectNames)('a generated %s feed', (dialect) => {
  it('has exactly the requested valid, broken and repeated records', () => {
    const spec: FeedRequest = { dialect, records: 500, broken: 31, duplicates: 47, from: 900 };
    const expected = expectFeed(spec);
    expect(expected).toMatchObject({ records: 500, invalid: 31, duplicates: 47, distinct: 422 });
    const { textById, ...read } = readFeed(bodyOf(spec), dialect);
    expect(read).toEqual({ ...expected });
    expect(textById.size).toBe(422);
  });

  it('differs from the same feed with changed=0 in exactly the requested records', () => {
    const before: FeedRequest = { dialect, records: 400, broken: 9, duplicates: 12 };
    const after: FeedRequest = { dialect, records: 400, broken: 9, duplicates: 12, changed: 17 };
    const expected = { new: 0, changed: 17, unchanged: 362, missing: 0 };
    expect(expectChange(before, after)).toEqual(expected);
    expect(compareFeeds(readFeed(bodyOf(before), dialect), readFeed(bodyOf(after), dialect))).toEqual(
      expected,
    );
  });

  it('shifts its ids with from', () => {
    const before: FeedRequest = { dialect, records: 100 };
    const after: FeedRequest = { dialect, records: 100, from: 31 };
    const expected = { new: 30, changed: 0, unchanged: 70, missing: 30 };
    expect(expectChange(before, after)).toEqual(expected);
    expect(compareFeeds(readFeed(bodyOf(before), dialect), readFeed(bodyOf(after), dialect))).toEqual(
      expected,
    );
  });

  it('is well-formed when nothing is broken, and not when something is malformed', () => {
    expect(XMLValidator.validate(bodyOf({ dialect, records: 300, duplicates: 20 }))).toBe(true);
    expect(XMLValidator.validate(bodyOf({ dialect, records: 300, broken: 3 }))).not.toBe(true);
  });

  it('is the same for the same seed, and has the same ids with other content for another seed', () => {
    const first = bodyOf({ dialect, records: 60 });
    expect(bodyOf({ dialect, records: 60 })).toBe(first);
    expect(expectChange({ dialect, records: 60 }, { dialect, records: 60, seed: 2 })).toEqual(
      compareFeeds(readFeed(first, dialect), readFeed(bodyOf({ dialect, records: 60, seed: 2 }), dialect)),
    );
    expect(expectChange({ dialect, records: 60 }, { dialect, records: 60, seed: 2 }).changed).toBe(60);
  });

  it('takes about 1.9 KB a record', () => {
    const bytesPerRecord = Buffer.byteLength(bodyOf({ dialect, records: 2000 })) / 2000;
    expect(bytesPerRecord).toBeGreaterThan(1700);
    expect(bytesPerRecord).toBeLessThan(2150);
  });
});

it('an empty feed has a root and no records', () => {
  const spec = { records: 0 };
  expect(expectFeed(spec)).toMatchObject({ records: 0, distinct: 0, externalIds: [] });
  expect(XMLValidator.validate(bodyOf(spec))).toBe(true);
});

it('a feed can consist of broken records only', () => {
  expect(readFeed(bodyOf({ records: 9, broken: 9, dialect: 'atom' }), 'atom')).toMatchObject({
    invalidByDefect: { 'title-missing': 3, 'identity-missing': 3, 'record-malformed': 3 },
    distinct: 0,
  });
});

it('repeats ids with other content than the first time, near and far away', () => {
  const xml = bodyOf({ dialect: 'personio', records: 2000, duplicates: 4 });
  const ids = [...xml.matchAll(/<id>(\d+)<\/id>/g)].map((match) => match[1]);
  const distances = ids.flatMap((id, position) =>
    ids.indexOf(id) < position ? [position - ids.indexOf(id)] : [],
  );
  expect(distances).toHaveLength(4);
  expect(Math.min(...distances)).toBe(1);
  expect(Math.max(...distances)).toBeGreaterThan(400);
  const repeated = [...xml.matchAll(/Reference 1-(\d+)\/(\d+)/g)].filter(
    ([, , edition]) => Number(edition) > 1,
  );
  expect(repeated).toHaveLength(4);
});

describe('wrong parameters are refused by name, with the received and the allowed values', () => {
  it.each<[FeedRequest, string]>([
    [{ records: -1 }, 'records is -1: must be a whole number from 0 to 10000000'],
    [{ records: 'many' }, 'records is "many": must be a whole number from 0 to 10000000'],
    [{ seed: 1.5 }, 'seed is 1.5: must be a whole number from 0 to 4294967295'],
    [{ dialect: 'rss' as 'rdf' }, 'dialect is "rss": must be one of wordpress, weworkremotely, atom'],
    [
      { cut: 'half' },
      'cut is "half": must be a number of bytes, such as 5000, or of records, such as 100records',
    ],
    [{ status: 200 }, 'status is 200: must be a whole number from 400 to 599'],
    [
      { records: 5, changed: 6 },
      'changed (6), broken (0) and duplicates (0) are together more than records (5)',
    ],
    [{ records: 5, broken: 3, duplicates: 2 }, 'duplicates is 2: with records=5 and broken=3'],
    [{ record: 5 } as FeedRequest, 'unknown parameter record: known are records, dialect'],
  ])('%j', (request, message) => {
    expect(() => readFeedRequest(request)).toThrow(message);
  });
});
