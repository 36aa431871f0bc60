import { expect, test } from 'vitest';
import { nextTimes, scheduleLabel } from './schedule-label.ts';

test.each([
  [{ schedule: '15 6 * * 1-5', intervalMinutes: null }, 'At 06:15, Monday through Friday (Europe/Berlin)'],
  [{ schedule: '*/15 */6 * * *', intervalMinutes: null }, 'Every 15 minutes, every 6 hours (Europe/Berlin)'],
  [{ schedule: '*/45 * * * *', intervalMinutes: null }, 'At 0 and 45 minutes past the hour (Europe/Berlin)'],
  [{ schedule: '30 */9 * * *', intervalMinutes: null }, 'At 00:30, 09:30 and 18:30 (Europe/Berlin)'],
  [
    { schedule: '0 6 13 * 5', intervalMinutes: null },
    'At 06:00, on day 13 of the month; also at 06:00, only on Friday (Europe/Berlin)',
  ],
  [
    { schedule: '0 6 1-7 1 MON', intervalMinutes: null },
    'At 06:00, between day 1 and 7 of the month, only in January; also at 06:00, only on Monday, only in January (Europe/Berlin)',
  ],
  [{ schedule: 'nonsense', intervalMinutes: null }, 'nonsense (Europe/Berlin)'],
  [{ schedule: null, intervalMinutes: 1 }, 'Every minute'],
  [{ schedule: null, intervalMinutes: 90 }, 'Every 90 minutes'],
  [{ schedule: null, intervalMinutes: 60 }, 'Every hour'],
  [{ schedule: null, intervalMinutes: 180 }, 'Every 3 hours'],
  [{ schedule: null, intervalMinutes: 1_440 }, 'Every day'],
  [{ schedule: null, intervalMinutes: null }, 'Not scheduled'],
])('%j reads %j', (timing, words) => {
  expect(scheduleLabel({ ...timing, timezone: 'Europe/Berlin' })).toBe(words);
});

test('the next times are those of the pattern’s own time zone', () => {
  const at = Date.parse('2026-11-24T12:00:00Z');
  expect(nextTimes('15 6 * * *', 'Europe/Berlin', at, 2)?.map((time) => time.toISOString())).toEqual([
    '2026-11-25T05:15:00.000Z',
    '2026-11-26T05:15:00.000Z',
  ]);
});

test.each([
  ['every day', 'UTC'],
  ['0 6 * * *', 'Mars/Olympus'],
  ['* * * * * *', 'UTC'],
  ['0 0 31 2 *', 'UTC'],
])('%j in %s cannot be read', (schedule, timezone) => {
  expect(nextTimes(schedule, timezone, 0)).toBeNull();
});
