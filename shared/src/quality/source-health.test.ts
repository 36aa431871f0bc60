import { expect, test } from 'vitest';
import { HOUR_MS } from '../durations.ts';
import type { Source } from '../model/source.ts';
import { sourceConfig } from '../model/source.ts';
import { healthOf } from './source-health.ts';

const start = new Date('2026-01-30T08:00:00Z');
const after = (hours: number) => new Date(start.getTime() + hours * HOUR_MS);

/** Imported successfully at the start, each hour by default. */
function sourceOf(changes: Partial<Source> = {}): Source {
  return {
    ...sourceConfig.parse({ name: 'Acme', url: 'https://acme.test/jobs.xml' }),
    http: { etag: null, lastModified: null },
    lastTickAt: null,
    lastRun: { runId: 'r', status: 'completed', startedAt: start, finishedAt: start },
    lastSuccess: { runId: 'r', at: start },
    skippedTicks: 0,
    lastSkippedTick: null,
    createdAt: after(-1_000),
    updatedAt: after(-1_000),
    ...changes,
  };
}

function reasonsOf(changes: Partial<Source>, hours: number): string[] {
  return healthOf(sourceOf(changes), after(hours), 60).reasons.map(
    ({ code, level, message }) => `${level} ${code}: ${message}`,
  );
}

test('a source as an earlier version stored it is healthy', () => {
  expect(healthOf(sourceOf(), start, 60)).toEqual({ level: 'healthy', reasons: [] });
  const { lastSuccess: _, ...old } = sourceOf({ createdAt: start });
  expect(healthOf(old, start, 60)).toEqual({ level: 'healthy', reasons: [] });
});

test('an import is expected within 24 hours, or three times an interval that is longer than 8', () => {
  expect(reasonsOf({}, 24)).toEqual([]);
  expect(reasonsOf({}, 25)).toEqual([
    'failing stale: no successful import for 25 hours, at most 24 hours expected',
  ]);
  const daily = { intervalMinutes: 24 * 60 };
  expect(reasonsOf(daily, 72)).toEqual([]);
  expect(reasonsOf(daily, 73)).toEqual([
    'failing stale: no successful import for 3 days, at most 3 days expected',
  ]);
});

test('a schedule with gaps has its third time after the last import', () => {
  // Friday, at 8:00: the third one is on Wednesday.
  const weekdays = { schedule: '0 8 * * 1-5' };
  expect(reasonsOf(weekdays, 5 * 24)).toEqual([]);
  expect(reasonsOf(weekdays, 5 * 24 + 1)).toEqual([expect.stringContaining('failing stale')]);
});

test('a limit that is set counts, whatever the schedule', () => {
  const daily = { intervalMinutes: 24 * 60 };
  expect(reasonsOf({ ...daily, quality: { freshHours: 2 } }, 2)).toEqual([]);
  expect(reasonsOf({ ...daily, quality: { freshHours: 2 } }, 3)).toEqual([
    'failing stale: no successful import for 3 hours, at most 2 hours expected',
  ]);
  expect(reasonsOf({ quality: { freshHours: null } }, 1_000)).toEqual([]);
});

test('a new source, and one that was saved or enabled since, has the same time', () => {
  const fresh = { createdAt: start, updatedAt: start, lastRun: null, lastSuccess: null };
  expect(reasonsOf(fresh, 24)).toEqual([]);
  expect(reasonsOf(fresh, 25)).toEqual(['failing stale: no successful import yet, expected within 24 hours']);
  expect(reasonsOf({ updatedAt: after(20) }, 44)).toEqual([]);
  expect(reasonsOf({ updatedAt: after(20) }, 45)).toEqual([expect.stringContaining('for 45 hours')]);
});

test('the worst reason counts, and is the first', () => {
  const warning = { code: 'unusual-new', level: 'warning', field: null, message: 'odd' } as const;
  const judgement = { reasons: [warning], runId: 'r', at: start };
  expect(healthOf(sourceOf({ judgement }), start, 60).level).toBe('warning');
  expect(healthOf(sourceOf({ judgement, failuresInARow: 1 }), start, 60)).toEqual({
    level: 'failing',
    reasons: [
      { code: 'import-failed', level: 'failing', field: null, message: 'the last import failed' },
      warning,
    ],
  });
  expect(reasonsOf({ failuresInARow: 20 }, 0)).toEqual([
    'failing imports-failing: the last 20 imports failed',
  ]);
});

test('failed imports are reported with the error of the last one', () => {
  const error = { code: 'feed-http-error', message: 'the server responded with 404 Not Found' };
  const lastRun = { runId: 'r', status: 'failed' as const, startedAt: start, finishedAt: start, error };
  const found = ': the server responded with 404 Not Found';
  expect(reasonsOf({ failuresInARow: 2, lastRun }, 0)).toEqual([
    `failing import-failed: the last 2 imports failed${found}`,
  ]);
  // As after a source was enabled again.
  expect(reasonsOf({ failuresInARow: 0, lastRun }, 0)).toEqual([
    `failing import-failed: the last import failed${found}`,
  ]);
  expect(reasonsOf({ failuresInARow: 20, lastRun }, 0)).toEqual([
    `failing imports-failing: the last 20 imports failed${found}`,
  ]);
});

test('a source that a user disabled is not judged, one that Feedflow disabled is failing', () => {
  expect(reasonsOf({ enabled: false, failuresInARow: 3 }, 100)).toEqual([]);
  const disabledReason = { at: start, code: 'feed-gone', message: 'HTTP 410' };
  expect(reasonsOf({ enabled: false, disabledReason, failuresInARow: 3 }, 100)).toEqual([
    'failing disabled: disabled by Feedflow: HTTP 410',
  ]);
});

test('a long reason ends in an ellipsis', () => {
  const disabledReason = { code: 'feed-gone', message: 'x'.repeat(1_000), at: start };
  const [reason] = healthOf(sourceOf({ enabled: false, disabledReason }), start, 60).reasons;
  expect(reason?.message).toMatch(/^disabled by Feedflow: x+…$/);
  expect(reason?.message).toHaveLength(300);
});
