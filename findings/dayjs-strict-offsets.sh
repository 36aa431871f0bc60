#!/usr/bin/env bash
# Versions:  dayjs 1.11.23 with its plugins customParseFormat and utc.
# Guess:     whether a date fits a format in strict mode depends on the date and the format.
# Behaviour: where the date has an offset, it depends on the zone of the machine: valid where its clocks have that offset on
#            that day, else invalid. What passes every test in Berlin is refused on a server in UTC, and in Berlin the
#            dates of winter in a feed that always has +02:00. dayjs.utc refuses every offset but +00:00, and Z too.
# Reason:    strict mode formats the parsed date again, in the zone of the machine, and compares the two texts.
# Seen:      TZ=UTC             2026-09-07T10:00:00+02:00 invalid  2026-12-07T10:00:00+02:00 invalid
#            TZ=Europe/Berlin   2026-09-07T10:00:00+02:00 valid    2026-12-07T10:00:00+02:00 invalid
#            TZ=Europe/Helsinki 2026-09-07T10:00:00+02:00 invalid  2026-12-07T10:00:00+02:00 valid
#            dayjs.utc          2026-09-07T10:00:00+02:00 invalid  2026-12-07T10:00:00+02:00 invalid
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install dayjs@1.11.23

cat > finding.mjs <<'JS'
import dayjs from 'dayjs';
import customParseFormat from 'dayjs/plugin/customParseFormat.js';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(customParseFormat);
dayjs.extend(utc);
const parse = process.argv[2] === 'utc' ? dayjs.utc : dayjs;
const results = [];
for (const date of ['2026-09-07T10:00:00+02:00', '2026-12-07T10:00:00+02:00']) {
  const strict = parse(date, 'YYYY-MM-DDTHH:mm:ssZ', true);
  results.push(`${date} ${strict.isValid() ? 'valid' : 'invalid'}`.padEnd(35));
}
console.log(results.join('').trimEnd());
JS
for zone in UTC Europe/Berlin Europe/Helsinki; do
  printf 'TZ=%-16s%s\n' "$zone" "$(TZ=$zone node finding.mjs)"
done | tee seen
printf '%-19s%s\n' dayjs.utc "$(TZ=Europe/Berlin node finding.mjs utc)" | tee -a seen
if [ "$(grep -o '\(in\)\?valid' seen | tr '\n' ' ')" = 'invalid invalid valid invalid invalid valid invalid invalid ' ]; then
  echo 'as found'
else
  echo 'no longer as found'
  exit 1
fi
