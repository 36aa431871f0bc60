import { HOUR_MS } from '@feedflow/shared/durations';
import { XMLValidator } from 'fast-xml-parser';
import { beforeAll, describe, expect, it } from 'vitest';
import { expectChange, expectFeed } from '../expect-feed.ts';
import { planFeed } from '../plan/feed-plan.ts';
import type { SourceRevision } from '../plan/source-plan.ts';
import { sampleSources } from '../sources.ts';
import { bodyOf, compareFeeds, type ReadFeed, readFeed } from './read-feed.ts';

const STARTED_AT_MS = Date.UTC(2026, 10, 24, 17, 20);

const at = (source: string, revision: number, startedAtMs = STARTED_AT_MS): SourceRevision => {
  return { source, revision, seed: 1, startedAtMs };
};

describe.each(sampleSources)('$id', ({ id, dialect, size, turnover, maxBroken, maxDuplicates }) => {
  const revisions = [1, 2, 3, 40, 2000];
  let feeds: Map<number, ReadFeed>;

  beforeAll(() => {
    feeds = new Map(revisions.map((revision) => [revision, readFeed(bodyOf(at(id, revision)), dialect)]));
  }, 60_000);

  const readAt = (revision: number) => feeds.get(revision) ?? expect.unreachable();

  it('has exactly the records of its plan, at every revision', () => {
    for (const revision of revisions) {
      const { textById, ...read } = readAt(revision);
      expect(read).toEqual({ ...expectFeed(at(id, revision)) });
      expect(Math.abs(textById.size - size)).toBeLessThan(turnover);
      expect(read.invalid).toBeLessThanOrEqual(maxBroken);
      expect(read.duplicates).toBeLessThanOrEqual(maxDuplicates);
    }
  });

  it('adds, removes and edits exactly the records of its plan', () => {
    for (const [before, after] of [
      [1, 2],
      [2, 3],
      [3, 40],
      [2, 1],
      [40, 2000],
    ] as const) {
      const expected = expectChange(at(id, before), at(id, after));
      expect(compareFeeds(readAt(before), readAt(after))).toEqual(expected);
    }
  });

  it('adds and removes some records with every revision, and never all', () => {
    for (let revision = 1; revision < 60; revision += 1) {
      const change = expectChange(at(id, revision), at(id, revision + 1));
      expect(change.new).toBeGreaterThan(0);
      expect(change.new).toBeLessThan(2 * turnover);
      expect(change.missing).toBeGreaterThan(0);
      expect(change.unchanged).toBeGreaterThan(size / 2);
    }
  });

  it('edits some records within ten revisions, and has broken records if its source may have them', () => {
    const changes = Array.from({ length: 10 }, (_, index) =>
      expectChange(at(id, index + 1), at(id, index + 2)),
    );
    expect(changes.some(({ changed }) => changed > 0)).toBe(true);
    const expected = Array.from({ length: 20 }, (_, index) => expectFeed(at(id, index + 1)));
    expect(expected.some(({ invalid }) => invalid > 0)).toBe(maxBroken > 0);
    expect(expected.some(({ duplicates }) => duplicates > 0)).toBe(maxDuplicates > 0);
    expect(expected.some(({ invalid }) => invalid === 0)).toBe(true);
  });

  it('is the same for the same seed, revision and hour, and another board for another seed', () => {
    const text = bodyOf(at(id, 7));
    expect(bodyOf(at(id, 7, STARTED_AT_MS + 0.5 * HOUR_MS))).toBe(text);
    expect(bodyOf({ ...at(id, 7), seed: 2 })).not.toBe(text);
  });

  it('keeps most records when the server restarts the next day', () => {
    const change = expectChange(at(id, 1), at(id, 1, STARTED_AT_MS + 24 * HOUR_MS));
    expect(change.changed).toBe(0);
    expect(change.new).toBeGreaterThan(0);
    expect(change.unchanged).toBeGreaterThan(size * 0.9);
  });

  it('has records of the last thirty days, the newest first', () => {
    const dates = [...planFeed(at(id, 1)).records()].flatMap(({ kind, publishedAtMs }) =>
      kind === 'valid' ? [publishedAtMs] : [],
    );
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    expect(Math.max(...dates)).toBeLessThanOrEqual(STARTED_AT_MS);
    expect(Math.min(...dates)).toBeGreaterThan(STARTED_AT_MS - 32 * 24 * HOUR_MS);
  });

  it('is well-formed whenever no record is malformed', () => {
    for (const revision of revisions) {
      const malformed = expectFeed(at(id, revision)).invalidByDefect['record-malformed'];
      expect(XMLValidator.validate(bodyOf(at(id, revision))) === true).toBe(malformed === 0);
    }
  });
});

it('the sources are of at least seven dialects, and at least two fill several batches of 200', () => {
  expect(new Set(sampleSources.map(({ dialect }) => dialect)).size).toBeGreaterThanOrEqual(7);
  expect(sampleSources.filter(({ size }) => size > 400).length).toBeGreaterThanOrEqual(2);
});
