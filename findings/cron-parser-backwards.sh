#!/usr/bin/env bash
# Versions:  cron-parser 5.10.6; croner 11.0.1 for comparison.
# Guess:     prev() of cron-parser gives the times that next() gave, in the opposite order, so that a service which was down
#            can look up with it which run it has missed.
# Behaviour: not where clocks change. In spring prev() leaves out the run that next() moves out of the gap: the run of the day
#            before seems to be the last one. In autumn it gives the run of the repeated hour twice, next() once: the same
#            run seems to be missed again. Where midnight is in the gap, as in Cairo, Beirut, Havana and Santiago, it
#            throws "loop limit exceeded" for `0 0 * * *`, which next() runs at 01:00.
# Seen:      Europe/Berlin 30 2 * * *, 29 March: next 28 02:30, 29 03:30, 30 02:30; prev 28 02:30, 30 02:30
#            Europe/Berlin 30 2 * * *, 25 October: next 24 02:30, 25 02:30, 26 02:30; prev 24 02:30, 25 02:30, 25 02:30, 26 02:30
#            Africa/Cairo 0 0 * * *, 24 April: next 23 00:00, 24 01:00, 25 00:00; prev Invalid expression, loop limit exceeded
#            croner: the same times in both directions
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install cron-parser@5.10.6 croner@11.0.1

cat > finding.mjs <<'JS'
import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';

const cases = [
  ['Europe/Berlin', '30 2 * * *', '2026-03-27T12:00:00Z', '2026-03-30T12:00:00Z', '29 March'],
  ['Europe/Berlin', '30 2 * * *', '2026-10-23T12:00:00Z', '2026-10-26T12:00:00Z', '25 October'],
  ['Africa/Cairo', '0 0 * * *', '2026-04-22T12:00:00Z', '2026-04-25T12:00:00Z', '24 April'],
];
let isCronerSame = true;

for (const [tz, pattern, from, to, day] of cases) {
  const [start, end] = [new Date(from), new Date(to)];
  const local = (date) => date.toLocaleString('sv-SE', { timeZone: tz }).slice(8, 16);

  function times(direction) {
    const parsed = CronExpressionParser.parse(pattern, { tz, currentDate: direction === 'next' ? start : end });
    const found = [];
    for (;;) {
      const date = parsed[direction]().toDate();
      if (date < start || date > end) return direction === 'next' ? found : found.reverse();
      found.push(date);
    }
  }
  const text = (direction) => {
    try {
      return times(direction).map(local).join(', ');
    } catch (error) {
      return error.message;
    }
  };
  console.log(`${tz} ${pattern}, ${day}: next ${text('next')}; prev ${text('prev')}`);

  const cron = new Cron(pattern, { timezone: tz, paused: true });
  const forth = cron.nextRuns(3, start).map(local);
  const back = cron.previousRuns(3, end).map(local).reverse();
  if (`${forth}` !== `${back}`) isCronerSame = false;
}
console.log(`croner: ${isCronerSame ? 'the same times in both directions' : 'other times'}`);
JS
cat > expected <<'TXT'
Europe/Berlin 30 2 * * *, 29 March: next 28 02:30, 29 03:30, 30 02:30; prev 28 02:30, 30 02:30
Europe/Berlin 30 2 * * *, 25 October: next 24 02:30, 25 02:30, 26 02:30; prev 24 02:30, 25 02:30, 25 02:30, 26 02:30
Africa/Cairo 0 0 * * *, 24 April: next 23 00:00, 24 01:00, 25 00:00; prev Invalid expression, loop limit exceeded
croner: the same times in both directions
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
