#!/usr/bin/env bash
# Versions:  cronstrue 3.39.0, croner 11.0.1.
# Guess:     cronstrue's description of a pattern says when a scheduler such as croner runs it.
# Behaviour: it does not for two days and for steps that do not go into the hour or the day: `0 6 1-7 * MON` is described as days
#            1 to 7 "and on Monday", and runs on each of these days and each Monday; `*/45 * * * *` is described as every 45
#            minutes, and runs after 45 and then after 15 minutes; so does `0 */9 * * *` after 9, 9 and then 6 hours.
# Cause:     cronstrue joins the texts of the fields. It knows neither that one of two days is enough, nor where a step begins
#            again.
# Seen:      0 6 1-7 * MON: At 06:00, between day 1 and 7 of the month, and on Monday
#            -> Tue 1 Dec, Wed 2 Dec, Thu 3 Dec, Fri 4 Dec, Sat 5 Dec, Sun 6 Dec, Mon 7 Dec, Mon 14 Dec
#            */45 * * * *: Every 45 minutes -> after 45, 15, 45, 15 minutes
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cronstrue@3.39.0 croner@11.0.1

cat > finding.mjs <<'JS'
import { Cron } from 'croner';
import cronstrue from 'cronstrue';

const runs = (pattern, count) =>
  new Cron(pattern, { timezone: 'UTC', paused: true }).nextRuns(count, new Date('2026-11-30T23:59:00Z'));
const label = (pattern) => cronstrue.toString(pattern, { use24HourTimeFormat: true });

for (const pattern of ['0 6 1-7 * MON', '0 6 13 * 5']) {
  const days = runs(pattern, 8).map((time) => time.toUTCString().slice(0, 11).replace(/, 0?/, ' '));
  console.log(`${pattern}: ${label(pattern)}\n-> ${days.join(', ')}`);
}
for (const pattern of ['*/15 * * * *', '*/45 * * * *', '0 */9 * * *']) {
  const times = runs(pattern, 5);
  const gaps = times.slice(1).map((time, index) => (time - times[index]) / 60_000);
  console.log(`${pattern}: ${label(pattern)} -> after ${gaps.join(', ')} minutes`);
}
JS
cat > expected <<'TXT'
0 6 1-7 * MON: At 06:00, between day 1 and 7 of the month, and on Monday
-> Tue 1 Dec, Wed 2 Dec, Thu 3 Dec, Fri 4 Dec, Sat 5 Dec, Sun 6 Dec, Mon 7 Dec, Mon 14 Dec
0 6 13 * 5: At 06:00, on day 13 of the month, and on Friday
-> Fri 4 Dec, Fri 11 Dec, Sun 13 Dec, Fri 18 Dec, Fri 25 Dec, Fri 1 Jan, Fri 8 Jan, Wed 13 Jan
*/15 * * * *: Every 15 minutes -> after 15, 15, 15, 15 minutes
*/45 * * * *: Every 45 minutes -> after 45, 15, 45, 15 minutes
0 */9 * * *: On the hour, every 9 hours -> after 540, 540, 360, 540 minutes
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
