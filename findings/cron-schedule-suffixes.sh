#!/usr/bin/env bash
# Versions:  cron-schedule 6.0.0, croner 11.0.1, cron-parser 5.10.6.
# Guess:     cron-schedule either knows `1#1` (first Monday), `5L` (last Friday), `15W` and `5/20`, or refuses them.
# Behaviour: it takes the number at the beginning and ignores the rest: a monthly import runs every week, and `5/20` runs once
#            an hour. `9:30` in the field of hours is 9. croner and cron-parser support these or throw; only a pattern with
#            `9:30` is a date for croner, which has passed.
# Reason:    what is neither a star, a list nor a range is read by Number.parseInt (dist/cron-parser.js), which stops at
#            the first character that is no digit.
# Seen:      0 9 * * 1#1   cron-schedule: 12-07 12-14 12-21, croner: 12-07 01-04 02-01, cron-parser: 12-07 01-04 02-01
#            0 9 * * 5L    cron-schedule: 12-04 12-11 12-18, croner: 12-25 01-29 02-26, cron-parser: 12-25 01-29 02-26
#            0 9 16W * *   cron-schedule: 12-16 01-16 02-16, croner: 12-16 01-15 02-16, cron-parser: refused
#            5/20 9 1 * *  cron-schedule: 12-01 01-01 02-01, croner: refused, cron-parser: 12-01 12-01 12-01
#            0 9:30 1 * *  cron-schedule: 12-01 01-01 02-01, croner: never, cron-parser: refused
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cron-schedule@6.0.0 croner@11.0.1 cron-parser@5.10.6
export TZ=UTC

cat > finding.mjs <<'JS'
import { CronExpressionParser } from 'cron-parser';
import { parseCronExpression } from 'cron-schedule';
import { Cron } from 'croner';

const after = new Date('2026-12-01T00:00:00Z');
const libraries = {
  'cron-schedule': (pattern) => parseCronExpression(pattern).getNextDates(3, after),
  croner: (pattern) => new Cron(pattern, { paused: true, timezone: 'UTC' }).nextRuns(3, after),
  'cron-parser': (pattern) => {
    const times = CronExpressionParser.parse(pattern, { currentDate: after, tz: 'UTC' });
    return [1, 2, 3].map(() => times.next().toDate());
  },
};
function daysOf(read, pattern) {
  try {
    return read(pattern).map((date) => date.toISOString().slice(5, 10)).join(' ') || 'never';
  } catch {
    return 'refused';
  }
}

const expected = {
  '0 9 * * 1#1': ['12-07 12-14 12-21', '12-07 01-04 02-01', '12-07 01-04 02-01'],
  '0 9 * * 5L': ['12-04 12-11 12-18', '12-25 01-29 02-26', '12-25 01-29 02-26'],
  '0 9 16W * *': ['12-16 01-16 02-16', '12-16 01-15 02-16', 'refused'],
  '5/20 9 1 * *': ['12-01 01-01 02-01', 'refused', '12-01 12-01 12-01'],
  '0 9:30 1 * *': ['12-01 01-01 02-01', 'never', 'refused'],
};
let isAsFound = true;
for (const [pattern, days] of Object.entries(expected)) {
  const seen = Object.values(libraries).map((read) => daysOf(read, pattern));
  const names = Object.keys(libraries);
  console.log(pattern.padEnd(13), seen.map((text, index) => `${names[index]}: ${text}`).join(', '));
  isAsFound &&= seen.join() === days.join();
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
