#!/usr/bin/env bash
# Versions:  cron 4.4.0 (npm; kelektiv).
# Guess:     a job of 03:00 runs once a day, also on the night when clocks go back from 03:00 to 02:00: 03:00 itself comes
#            once.
# Behaviour: it runs at 02:00 and at 03:00. So does each job of the hour after the repeated one: 03:00 to 03:59 in Berlin,
#            02:00 to 02:59 in London and New York. Jobs of the repeated hour itself, and of 04:00, run once.
# Cause:     the end of CronTime.getNextDateFrom() goes back by an hour where the hours one and two hours before have the
#            same number, to find the first of two equal hours; that is so for the hour after them as well.
# Seen:      Europe/Berlin 0 2 * * *: 25 Oct, 02:00 GMT+2 | 26 Oct, 02:00 GMT+1
#            Europe/Berlin 0 3 * * *: 25 Oct, 02:00 GMT+1 | 25 Oct, 03:00 GMT+1 | 26 Oct, 03:00 GMT+1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cron@4.4.0

cat > finding.mjs <<'JS'
import { mock } from 'node:test';
import { CronJob } from 'cron';

const schedules = [
  ['Europe/Berlin', '0 2 * * *'],
  ['Europe/Berlin', '0 3 * * *'],
  ['Europe/Berlin', '30 3 * * 0'],
  ['Europe/Berlin', '0 4 * * *'],
  ['Europe/London', '0 2 * * *'],
  ['America/New_York', '15 2 * * *'],
];
// 25 October 2026 is the night in Europe, 1 November 2026 in America.
for (const [timeZone, cronTime] of schedules) {
  const day = timeZone.startsWith('Europe') ? '2026-10-24' : '2026-10-31';
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse(`${day}T20:00:00Z`) });
  const time = new Intl.DateTimeFormat('en-GB', {
    timeZone, day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'shortOffset',
  });
  const runs = [];
  const job = CronJob.from({ cronTime, timeZone, start: true, onTick: () => void runs.push(time.format(new Date())) });
  for (let minute = 0; minute < 36 * 60; minute++) mock.timers.tick(60_000);
  job.stop();
  mock.timers.reset();
  console.log(`${timeZone} ${cronTime}: ${runs.join(' | ')}`);
}
JS
cat > expected <<'TXT'
Europe/Berlin 0 2 * * *: 25 Oct, 02:00 GMT+2 | 26 Oct, 02:00 GMT+1
Europe/Berlin 0 3 * * *: 25 Oct, 02:00 GMT+1 | 25 Oct, 03:00 GMT+1 | 26 Oct, 03:00 GMT+1
Europe/Berlin 30 3 * * 0: 25 Oct, 02:30 GMT+1 | 25 Oct, 03:30 GMT+1
Europe/Berlin 0 4 * * *: 25 Oct, 04:00 GMT+1 | 26 Oct, 04:00 GMT+1
Europe/London 0 2 * * *: 25 Oct, 01:00 GMT+0 | 25 Oct, 02:00 GMT+0 | 26 Oct, 02:00 GMT+0
America/New_York 15 2 * * *: 1 Nov, 01:15 GMT-5 | 1 Nov, 02:15 GMT-5 | 2 Nov, 02:15 GMT-5
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
