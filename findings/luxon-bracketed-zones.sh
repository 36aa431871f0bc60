#!/usr/bin/env bash
# Versions:  luxon 3.7.2 (temporal-polyfill 1.0.8 for comparison).
# Guess:     fromISO reads what Java's ZonedDateTime.toString() and Temporal write (RFC 9557) as the same moment.
# Behaviour: where a zone follows in brackets, the offset before it is not used, not even Z. In the hour that a clock shows
#            twice, two moments become one (which one depends on the season of the run: here it is winter), and a text
#            in Z moves by the offset of the zone. Temporal reads them as written, and refuses an offset that the zone
#            does not have then; Luxon reads that as well.
# Reason:    the zone in brackets replaces the one from the offset, and the local time is then looked up in it.
# Seen:      2026-10-25T02:30:00+02:00[Europe/Berlin]  luxon 01:30  Temporal 00:30
#            2026-10-25T02:30:00+01:00[Europe/Berlin]  luxon 01:30  Temporal 01:30
#            2026-09-07T10:00:00Z[Europe/Berlin]       luxon 08:00  Temporal 10:00
#            2026-09-07T10:00:00-05:00[Europe/Berlin]  luxon 08:00  Temporal refuses
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install luxon@3.7.2 temporal-polyfill@1.0.8

cat > finding.mjs <<'JS'
import { DateTime, Settings } from 'luxon';
import { Temporal } from 'temporal-polyfill';

Settings.now = () => Date.UTC(2026, 11, 1);

function byTemporal(text) {
  try {
    return Temporal.ZonedDateTime.from(text).toInstant().toString().slice(11, 16);
  } catch {
    return 'refuses';
  }
}

const expected = {
  '2026-10-25T02:30:00+02:00[Europe/Berlin]': 'luxon 01:30  Temporal 00:30',
  '2026-10-25T02:30:00+01:00[Europe/Berlin]': 'luxon 01:30  Temporal 01:30',
  '2026-09-07T10:00:00Z[Europe/Berlin]': 'luxon 08:00  Temporal 10:00',
  '2026-09-07T10:00:00-05:00[Europe/Berlin]': 'luxon 08:00  Temporal refuses',
};
let isAsFound = true;
for (const [text, both] of Object.entries(expected)) {
  const seen = `luxon ${DateTime.fromISO(text).toUTC().toISO().slice(11, 16)}  Temporal ${byTemporal(text)}`;
  console.log(`${text.padEnd(41)} ${seen}`);
  isAsFound &&= seen === both;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
