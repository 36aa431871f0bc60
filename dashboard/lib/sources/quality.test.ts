import { expect, test } from 'vitest';
import type { SourceQuality } from '../api/types.ts';
import { churnNote, churnOver, fieldRows, openJobsOver, type QualityPoint, sparkline } from './quality.ts';

function pointOf(changes: Partial<QualityPoint> = {}): QualityPoint {
  return {
    runId: 'run',
    at: '2026-01-31T12:00:00.000Z',
    status: 'completed',
    durationMs: 1_000,
    notModified: false,
    complete: true,
    isDelta: false,
    openJobs: 100,
    records: 100,
    newJobs: 0,
    updatedJobs: 0,
    closedJobs: 0,
    duplicateJobs: 0,
    failedJobs: 0,
    skippedJobs: 0,
    fill: { jobs: 100, counts: { title: 100, salary: 50 } },
    ...changes,
  };
}

const qualityOf = (changes: Partial<SourceQuality>): SourceQuality => ({
  health: { level: 'healthy', reasons: [] },
  judgedRunId: null,
  rules: null,
  openJobs: 90,
  usualFill: {},
  points: [],
  ...changes,
});

test('open jobs end with their number now, and leave out runs that do not know theirs', () => {
  const points = [
    pointOf({ runId: 'b', openJobs: 95 }),
    pointOf({ openJobs: null }),
    pointOf({ runId: 'a' }),
  ];
  const now = '2026-02-01T00:00:00.000Z';
  expect(openJobsOver(qualityOf({ points }), now).map(({ runId, openJobs }) => [runId, openJobs])).toEqual([
    ['a', 100],
    ['b', 95],
    [null, 90],
  ]);
});

test('fields that are broken are first, each with its shares from the oldest run on', () => {
  const message = '5 of 100 jobs have a salary';
  const rows = fieldRows(
    qualityOf({
      points: [pointOf({ fill: null }), pointOf({ fill: { jobs: 100, counts: { salary: 5 } } }), pointOf()],
      usualFill: { salary: 50 },
      health: {
        level: 'warning',
        reasons: [{ code: 'field-dropped', level: 'warning', field: 'salary', message }],
      },
    }),
  );
  expect(rows[0]).toEqual({ field: 'salary', filled: 5, usual: 50, past: [50, 5], reason: message });
  expect(rows[1]).toMatchObject({ field: 'externalId', usual: null, reason: null });
  expect(fieldRows(qualityOf({ points: [pointOf({ fill: null })] }))).toEqual([]);
});

test('a line of one value is level, one of several goes from left to right', () => {
  expect(sparkline([100], 100, 22)).toBe('0.0,1.0 100.0,1.0');
  expect(sparkline([0, 50, 100], 100, 22)).toBe('0.0,21.0 50.0,11.0 100.0,1.0');
});

test('says what it means if nearly all jobs are new or updated in each run but the first', () => {
  const churn = (later: Partial<QualityPoint>, count = 5) =>
    churnNote(churnOver([...Array.from({ length: count }, () => pointOf(later)), pointOf({ newJobs: 100 })]));
  expect(churn({})).toBeNull();
  expect(churn({ newJobs: 98 })).toMatch(/^At least 98% of its jobs were new in each of its last 5 imports/);
  expect(churn({ newJobs: 98 }, 2)).toBeNull();
  expect(churn({ updatedJobs: 97 })).toMatch(/ignoreChanges/);
  expect(churn({ newJobs: 98, notModified: true })).toBeNull();
});
