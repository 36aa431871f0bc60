import { expect, test } from 'vitest';
import { cronTimes, dueAfter, missedTick, nextRuns, overdueSince } from './schedule.ts';

/**
 * The due times of each pattern from 01:00 to 05:00 local time, by UTC. A night of a zone without a change is the
 * reference.
 */
const nights: [night: string, timezone: string, from: string, to: string, Record<string, string>][] = [
  [
    'spring, 02:00 to 03:00 skipped',
    'Europe/Berlin',
    '2027-03-28T00:00Z',
    '2027-03-28T03:00Z',
    {
      '30 2 * * *': '01:00',
      '30 2,14 * * *': '01:00',
      '*/30 2 * * *': '01:00',
      '0 3 * * *': '01:00',
      '0 2,3 * * *': '01:00',
      '0 * * * *': '00:00 01:00 02:00',
      '0 0-23 * * *': '00:00 01:00 02:00',
      '0 */2 * * *': '01:00 02:00',
      '*/15 * * * *': '00:00 00:15 00:30 00:45 01:00 01:15 01:30 01:45 02:00 02:15 02:30 02:45',
    },
  ],
  [
    'autumn, 02:00 to 03:00 repeated',
    'Europe/Berlin',
    '2027-10-30T23:00Z',
    '2027-10-31T04:00Z',
    {
      '30 2 * * *': '00:30',
      '30 2,14 * * *': '00:30',
      '*/30 2 * * *': '00:00 00:30',
      '0 3 * * *': '02:00',
      '0 2,3 * * *': '00:00 02:00',
      '0 * * * *': '23:00 00:00 01:00 02:00 03:00',
      '0 0-23 * * *': '23:00 00:00 01:00 02:00 03:00',
      '0 */2 * * *': '00:00 03:00',
      '*/15 * * * *':
        '23:00 23:15 23:30 23:45 00:00 00:15 00:30 00:45 01:00 01:15 01:30 01:45 02:00 02:15 02:30 02:45 03:00 03:15 03:30 03:45',
    },
  ],
  [
    'spring, 02:00 to 03:00 skipped',
    'America/New_York',
    '2027-03-14T06:00Z',
    '2027-03-14T09:00Z',
    {
      '30 2 * * *': '07:00',
      '30 2,14 * * *': '07:00',
      '*/30 2 * * *': '07:00',
      '0 3 * * *': '07:00',
      '0 * * * *': '06:00 07:00 08:00',
      '*/15 * * * *': '06:00 06:15 06:30 06:45 07:00 07:15 07:30 07:45 08:00 08:15 08:30 08:45',
    },
  ],
  [
    'autumn, 01:00 to 02:00 repeated',
    'America/New_York',
    '2027-11-07T05:00Z',
    '2027-11-07T10:00Z',
    {
      '30 1 * * *': '05:30',
      '*/30 1 * * *': '05:00 05:30',
      '30 2 * * *': '07:30',
      '30 2,14 * * *': '07:30',
      '*/30 2 * * *': '07:00 07:30',
      '0 3 * * *': '08:00',
      '0 * * * *': '05:00 06:00 07:00 08:00 09:00',
      '*/15 * * * *':
        '05:00 05:15 05:30 05:45 06:00 06:15 06:30 06:45 07:00 07:15 07:30 07:45 08:00 08:15 08:30 08:45 09:00 09:15 09:30 09:45',
    },
  ],
  [
    'spring, 02:00 to 02:30 skipped',
    'Australia/Lord_Howe',
    '2027-10-02T14:30Z',
    '2027-10-02T18:00Z',
    {
      '30 2 * * *': '15:30',
      '15 2 * * *': '15:30',
      '30 2,14 * * *': '15:30',
      '*/30 2 * * *': '15:30',
      '0 3 * * *': '16:00',
      // 02:00 is skipped.
      '0 * * * *': '14:30 16:00 17:00',
      '*/15 * * * *': '14:30 14:45 15:00 15:15 15:30 15:45 16:00 16:15 16:30 16:45 17:00 17:15 17:30 17:45',
    },
  ],
  [
    'autumn, 01:30 to 02:00 repeated',
    'Australia/Lord_Howe',
    '2027-04-03T14:00Z',
    '2027-04-03T18:30Z',
    {
      '45 1 * * *': '14:45',
      '*/30 1 * * *': '14:00 14:30',
      '30 2 * * *': '16:00',
      '30 2,14 * * *': '16:00',
      '*/30 2 * * *': '15:30 16:00',
      '0 3 * * *': '16:30',
      '0 * * * *': '14:00 15:30 16:30 17:30',
      // 01:45 is repeated.
      '45 * * * *': '14:45 15:15 16:15 17:15 18:15',
      '*/15 * * * *':
        '14:00 14:15 14:30 14:45 15:00 15:15 15:30 15:45 16:00 16:15 16:30 16:45 17:00 17:15 17:30 17:45 18:00 18:15',
    },
  ],
  [
    'no change',
    'Asia/Kolkata',
    '2027-03-27T19:30Z',
    '2027-03-27T23:30Z',
    {
      '30 2 * * *': '21:00',
      '30 2,14 * * *': '21:00',
      '*/30 2 * * *': '20:30 21:00',
      '0 3 * * *': '21:30',
      '0 * * * *': '19:30 20:30 21:30 22:30',
      '*/15 * * * *':
        '19:30 19:45 20:00 20:15 20:30 20:45 21:00 21:15 21:30 21:45 22:00 22:15 22:30 22:45 23:00 23:15',
    },
  ],
];

const cases = nights.flatMap(([night, timezone, from, to, patterns]) =>
  Object.entries(patterns).map(([schedule, times]) => ({ schedule, timezone, night, from, to, times })),
);

test.each(cases)(
  '$schedule in $timezone ($night) is due at $times',
  ({ schedule, timezone, from, to, times }) => {
    expect(timesBetween(schedule, timezone, new Date(from), new Date(to)).map(clockTime).join(' ')).toBe(
      times,
    );
  },
);

test.each(cases)(
  '$schedule in $timezone ($night): what is shown, run and missed agree all night',
  ({ schedule, timezone, from, to }) => {
    const start = new Date(from);
    const ticks = timesBetween(schedule, timezone, start, new Date(to));
    const created = new Date(start.getTime() - 1);
    const source = { name: 'a', enabled: true, schedule, timezone, lastTickAt: null, lastRun: null };
    const listed = { ...source, createdAt: created, updatedAt: created };
    for (let ms = start.getTime(); ms < Date.parse(to); ms += 5 * 60_000) {
      const now = new Date(ms);
      const next = ticks.find((tick) => tick > now);
      if (next) expect(nextRuns(source, now, 1, 60)).toEqual([next]);
      expect(dueAfter(source, now, 1, 60)).toEqual(nextRuns(source, now, 1, 60));
      const passed = ticks.filter((tick) => tick <= now);
      expect(overdueSince(listed, now, 60)).toEqual(passed[0] ?? null);
      expect(missedTick(listed, now)).toEqual(passed.at(-1) ?? null);
      // The last tick was started: nothing is due again, also where the clock repeats it.
      const lastTickAt = passed.at(-1) ?? null;
      if (lastTickAt) expect(missedTick({ ...listed, lastTickAt }, now)).toBeNull();
    }
  },
);

/** The due times from `start`, included, to `end`. */
function timesBetween(schedule: string, timezone: string, start: Date, end: Date): Date[] {
  return cronTimes(schedule, timezone, new Date(start.getTime() - 1_000), 40).filter((time) => time < end);
}

function clockTime(time: Date): string {
  return time.toISOString().slice(11, 16);
}
