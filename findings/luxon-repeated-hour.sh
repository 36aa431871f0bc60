#!/usr/bin/env bash
# Versions:  luxon 3.7.2, @js-temporal/polyfill 0.5.1.
# Guess:     a local time of the past means the same instant whenever luxon reads it; in the hour that the clock repeats,
#            always the first one or always the second one.
# Behaviour: in that hour it depends on the season in which the program runs: in summer it is the first one, in winter the
#            second one. A feed that is imported before and after the clocks change gets another date from the same text, and
#            the job counts as changed.
# Reason:    DateTime.fromObject, on which fromISO and fromFormat rest, tries the offset that the zone has at Settings.now()
#            first, and keeps it where it fits.
# Seen:      2025-10-26T02:30 in Europe/Berlin
#            read on 2026-07-01: luxon 00:30Z, Temporal 00:30Z
#            read on 2026-12-01: luxon 01:30Z, Temporal 00:30Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install luxon@3.7.2 @js-temporal/polyfill@0.5.1

cat > finding.mjs <<'JS'
import { Temporal } from '@js-temporal/polyfill';
import { DateTime, Settings } from 'luxon';

const zone = 'Europe/Berlin';
const text = '2025-10-26T02:30';
let isAsFound = true;
console.log(`${text} in ${zone}`);
for (const [today, expected] of [['2026-07-01', '00:30Z'], ['2026-12-01', '01:30Z']]) {
  Settings.now = () => Date.parse(today);
  const read = [
    DateTime.fromISO(text, { zone }),
    DateTime.fromFormat('26.10.2025 02:30', 'dd.MM.yyyy HH:mm', { zone }),
    DateTime.fromObject({ year: 2025, month: 10, day: 26, hour: 2, minute: 30 }, { zone }),
  ].map((date) => date.toUTC().toFormat("HH:mm'Z'"));
  const temporal = Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant().toString();
  console.log(`read on ${today}: luxon ${read[0]}, Temporal ${temporal.slice(11, 16)}Z`);
  isAsFound &&= read.every((time) => time === expected) && temporal === '2025-10-26T00:30:00Z';
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
