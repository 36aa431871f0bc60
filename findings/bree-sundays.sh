#!/usr/bin/env bash
# Versions:  bree 9.2.9, @breejs/later 4.2.0.
# Guess:     7 is Sunday, as in crontabs and for other cron libraries, or is refused: bree checks its patterns.
# Behaviour: 7 is Saturday. `0 6 * * 7` runs on Saturdays, 5-7 on Friday and Saturday, 1-7 on all days but Sunday, and 0,7 on
#            two days. 0 is Sunday.
# Cause:     later numbers weekdays from 1 for Sunday. Its cron parser adds 1 to each number and cuts what is above 7, so that
#            7 and 6 are the same day; cron-validate, which bree asks first, takes 0 to 7.
# Seen:      0 6 * * 0 -> Sun, Sun, ...
#            0 6 * * 7 -> Sat, Sat, ...
#            0 6 * * 5-7 -> Fri, Sat, Fri, Sat, ...
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install bree@9.2.9 @breejs/later@4.2.0

cat > finding.mjs <<'JS'
import later from '@breejs/later';
import Bree from 'bree';

const monday = new Date('2026-11-30T00:00:00Z');

async function days(cron) {
  const job = { name: 'import', path: new URL(import.meta.url).pathname, cron };
  const bree = new Bree({ root: false, logger: false, timezone: 'UTC', jobs: [job] });
  await bree.init();
  const times = later.schedule(bree.config.jobs[0].interval).next(7, monday);
  return times.map((time) => time.toUTCString().slice(0, 3)).join(', ');
}

for (const pattern of process.argv.slice(2)) console.log(`${pattern} -> ${await days(pattern)}`);
process.exit();
JS
cat > expected <<'TXT'
0 6 * * 0 -> Sun, Sun, Sun, Sun, Sun, Sun, Sun
0 6 * * 6 -> Sat, Sat, Sat, Sat, Sat, Sat, Sat
0 6 * * 7 -> Sat, Sat, Sat, Sat, Sat, Sat, Sat
0 6 * * 0,7 -> Sat, Sun, Sat, Sun, Sat, Sun, Sat
0 6 * * 5-7 -> Fri, Sat, Fri, Sat, Fri, Sat, Fri
0 6 * * 1-7 -> Mon, Tue, Wed, Thu, Fri, Sat, Mon
TXT
node finding.mjs '0 6 * * 0' '0 6 * * 6' '0 6 * * 7' '0 6 * * 0,7' '0 6 * * 5-7' '0 6 * * 1-7' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
