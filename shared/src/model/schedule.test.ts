import { expect, test } from 'vitest';
import { scheduleLatenessMs } from '../metrics/schedule-lateness.ts';
import { checkSchedule, isIntervalDue, nextRuns, type Scheduled, unansweredTick } from './schedule.ts';
import type { Source } from './source.ts';

const now = new Date('2026-03-28T22:30:20Z');
const source = (fields: Partial<Scheduled>): Scheduled => ({
  name: 'a',
  timezone: 'UTC',
  enabled: true,
  lastTickAt: null,
  lastRun: null,
  ...fields,
});
const times = (fields: Partial<Scheduled>, count = 3) =>
  nextRuns(source(fields), now, count, 60).map((date) => date.toISOString());

test('a cron pattern is read in its own time zone, also across a change of the clock', () => {
  expect(times({ schedule: '30 1 * * *', timezone: 'Europe/Berlin' })).toEqual([
    '2026-03-29T00:30:00.000Z',
    '2026-03-29T23:30:00.000Z',
    '2026-03-30T23:30:00.000Z',
  ]);
});

test('a source that never ran is due at the next minute, then by its interval', () => {
  expect(times({ intervalMinutes: 5 })).toEqual([
    '2026-03-28T22:31:00.000Z',
    '2026-03-28T22:36:00.000Z',
    '2026-03-28T22:41:00.000Z',
  ]);
});

test('an interval counts from the last start, by hand or by tick', () => {
  const lastRun = {
    runId: 'x',
    status: 'completed' as const,
    startedAt: new Date('2026-03-28T22:20:45Z'),
    finishedAt: null,
  };
  expect(times({ lastRun, lastTickAt: new Date('2026-03-28T21:00:00Z') }, 1)).toEqual([
    '2026-03-28T23:20:00.000Z',
  ]);
  expect(times({ intervalMinutes: 10, lastRun }, 1)).toEqual(['2026-03-28T22:31:00.000Z']);
});

test('a start in the future, which a wrong clock wrote down, puts nothing off', () => {
  const future = new Date('2026-04-07T22:30:00Z');
  const lastRun = { runId: 'x', status: 'completed' as const, startedAt: future, finishedAt: null };
  const soonest = ['2026-03-28T22:31:00.000Z'];
  expect(times({ intervalMinutes: 5, lastTickAt: future }, 1)).toEqual(soonest);
  expect(times({ intervalMinutes: 5, lastRun }, 1)).toEqual(soonest);
  expect(times({ schedule: '* * * * *', lastTickAt: future }, 1)).toEqual(soonest);
  expect(isIntervalDue(source({ lastTickAt: future, lastRun }), new Date('2026-03-28T22:31:00Z'), 5)).toBe(
    true,
  );
});

test('a source that a wrong clock started is late all the same', () => {
  const updatedAt = new Date('2026-03-28T20:30:00Z');
  const listed = { ...source({ intervalMinutes: 5 }), updatedAt } as Source;
  const future = new Date('2026-04-07T22:30:00Z');
  const latenessMs = (fields: Partial<Source>) => scheduleLatenessMs([{ ...listed, ...fields }], now, 60);
  expect(latenessMs({ lastTickAt: future })).toBe(latenessMs({ lastTickAt: null }));
  expect(latenessMs({ lastTickAt: null })).toBeGreaterThan(0);
});

test('a disabled source is never due', () => {
  expect(times({ enabled: false })).toEqual([]);
});

test('a start a few seconds into its minute does not push the next one a minute later', () => {
  const lastRun = {
    runId: 'x',
    status: 'completed' as const,
    startedAt: new Date('2026-01-01T10:00:07Z'),
    finishedAt: null,
  };
  expect(isIntervalDue(source({ lastRun }), new Date('2026-01-01T10:05:00Z'), 5)).toBe(true);
  expect(isIntervalDue(source({ lastRun }), new Date('2026-01-01T10:04:00Z'), 5)).toBe(false);
});

test.each([
  [
    { schedule: '61 * * * *', timezone: 'UTC' },
    'schedule "61 * * * *" cannot be read (CronPattern: Invalid value',
  ],
  [
    { schedule: 'every day', timezone: 'UTC' },
    'schedule "every day" cannot be read (it has 2 fields); expected',
  ],
  [{ schedule: '0 0 31 2 *', timezone: 'UTC' }, 'schedule "0 0 31 2 *" cannot be read (it never comes due)'],
  [{ schedule: '* * * * * *', timezone: 'UTC' }, 'schedule "* * * * * *" cannot be read (it has 6 fields)'],
  [
    { schedule: '0 5 * * *', timezone: 'Mars/Olympus' },
    'time zone "Mars/Olympus" is not known; expected an IANA name',
  ],
  [{ timezone: 'Mars/Olympus' }, 'time zone "Mars/Olympus" is not known'],
])('a schedule that cannot be read is refused: %j', (fields, message) => {
  expect(() => checkSchedule(fields)).toThrowError(
    expect.objectContaining({
      code: 'sources-invalid',
      message: expect.stringContaining(message),
    }),
  );
});

test('a tick has no answer where a minute after its claim neither a run nor its being skipped is recorded', () => {
  const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 2, 0, seconds));
  const run = { runId: 'r', status: 'running' as const, finishedAt: null };
  const ask = (fields: Partial<Source>, seconds: number) =>
    unansweredTick(
      { lastTickAt: at(0), lastTickClaimedAt: at(0), lastRun: null, lastSkippedTick: null, ...fields },
      at(seconds),
    );
  expect(ask({}, 60)).toBeNull();
  expect(ask({}, 61)).toEqual(at(0));
  // It was claimed late: its source waited for others, or the scheduler was down.
  expect(ask({ lastTickClaimedAt: at(600) }, 660)).toBeNull();
  expect(ask({ lastTickClaimedAt: at(600) }, 661)).toEqual(at(0));
  // A scheduler of an earlier version claimed it.
  expect(ask({ lastTickClaimedAt: undefined }, 61)).toEqual(at(0));
  expect(ask({ lastTickAt: null }, 61)).toBeNull();
  expect(ask({ lastRun: { ...run, startedAt: at(1) } } as Partial<Source>, 61)).toBeNull();
  expect(ask({ lastRun: { ...run, startedAt: at(-3_600) } } as Partial<Source>, 61)).toEqual(at(0));
  const skipped = { reason: 'missed' as const, runId: null };
  expect(ask({ lastSkippedTick: { ...skipped, at: at(0) } }, 61)).toBeNull();
  expect(ask({ lastSkippedTick: { ...skipped, at: at(-3_600) } }, 61)).toEqual(at(0));
});
