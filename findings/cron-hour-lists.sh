#!/usr/bin/env bash
# Versions:  croner 11.0.1, cron-parser 5.10.6 (the parser of BullMQ's job schedulers), cron 4.4.0.
# Guess:     a second hour in a cron pattern does not change when the first one is due; and on the night when clocks change,
#            the three libraries agree.
# Behaviour: Europe/Berlin, 2027-03-28, where 02:30 does not exist: croner runs "30 2 * * *" at 03:00, but leaves out the
#            night of "30 2,14 * * *". cron-parser runs both at 03:30, cron both at 03:00. On 2027-10-31, where 02:30 comes
#            twice, croner runs "30 2 * * *" once and "30 2,14 * * *" in both; the others once. This is croner's default;
#            its option fixedTimeRule changes it.
# Seen (UTC, the first two times of each):
#            croner       30 2 * * *     28T01:00 29T00:30   31T00:30 01T01:30
#            croner       30 2,14 * * *  28T12:30 29T00:30   31T00:30 31T01:30
#            cron-parser  30 2 * * *     28T01:30 29T00:30   31T00:30 01T01:30
#            cron-parser  30 2,14 * * *  28T01:30 28T12:30   31T00:30 31T13:30
#            cron         30 2 * * *     28T01:00 29T00:30   31T00:30 01T01:30
#            cron         30 2,14 * * *  28T01:00 28T12:30   31T00:30 31T13:30
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install croner@11.0.1 cron-parser@5.10.6 cron@4.4.0

cat > finding.mjs <<'JS'
import { CronTime } from 'cron';
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';

const zone = 'Europe/Berlin';
const libraries = {
  croner: (pattern, from) => new Cron(pattern, { timezone: zone, paused: true }).nextRuns(2, from),
  'cron-parser': (pattern, from) => {
    const times = CronExpressionParser.parse(pattern, { tz: zone, currentDate: from });
    return times.take(2).map((time) => time.toDate());
  },
  cron: (pattern, from) => {
    const time = new CronTime(pattern, zone);
    const first = time.getNextDateFrom(from, zone).toJSDate();
    return [first, time.getNextDateFrom(first, zone).toJSDate()];
  },
};
const evenings = [new Date('2027-03-27T20:00:00Z'), new Date('2027-10-30T20:00:00Z')];
const lines = Object.entries(libraries).flatMap(([name, next]) =>
  ['30 2 * * *', '30 2,14 * * *'].map((pattern) => {
    const times = evenings.flatMap((from) => next(pattern, from).map((time) => time.toISOString().slice(8, 16)));
    return `${name} | ${pattern} | ${times.join(' ')}`;
  }),
);
console.log(lines.join('\n'));
const found = [
  'croner | 30 2 * * * | 28T01:00 29T00:30 31T00:30 01T01:30',
  'croner | 30 2,14 * * * | 28T12:30 29T00:30 31T00:30 31T01:30',
  'cron-parser | 30 2 * * * | 28T01:30 29T00:30 31T00:30 01T01:30',
  'cron-parser | 30 2,14 * * * | 28T01:30 28T12:30 31T00:30 31T13:30',
  'cron | 30 2 * * * | 28T01:00 29T00:30 31T00:30 01T01:30',
  'cron | 30 2,14 * * * | 28T01:00 28T12:30 31T00:30 31T13:30',
];
const isAsFound = lines.join() === found.join();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
