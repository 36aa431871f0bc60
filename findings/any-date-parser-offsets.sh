#!/usr/bin/env bash
# Versions:  any-date-parser 2.2.4.
# Guess:     a library for dates of any format, whose README lists time zone offsets, reads pubDate of RSS.
# Behaviour: an offset is read only in a full ISO text. Behind the date of a mail or of RSS it is ignored, and the local
#            time is taken for UTC; the names of zones at the same place are read. In an ISO text without seconds it
#            is ignored as well, and one of two digits is read as milliseconds.
# Seen:      Mon, 07 Sep 2026 10:00:00 +0200  10:00:00.000Z
#            Mon, 07 Sep 2026 10:00:00 -0500  10:00:00.000Z
#            Mon, 07 Sep 2026 10:00:00 EST    15:00:00.000Z
#            2026-09-07T10:00:00+02:00        08:00:00.000Z
#            2026-09-07T10:00+02:00           10:00:00.000Z
#            2026-09-07T10:00:00+02           10:00:00.020Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install any-date-parser@2.2.4

cat > finding.mjs <<'JS'
import parser from 'any-date-parser';

const expected = {
  'Mon, 07 Sep 2026 10:00:00 +0200': '10:00:00.000Z',
  'Mon, 07 Sep 2026 10:00:00 -0500': '10:00:00.000Z',
  'Mon, 07 Sep 2026 10:00:00 EST': '15:00:00.000Z',
  '2026-09-07T10:00:00+02:00': '08:00:00.000Z',
  '2026-09-07T10:00+02:00': '10:00:00.000Z',
  '2026-09-07T10:00:00+02': '10:00:00.020Z',
};
let isAsFound = true;
for (const [date, moment] of Object.entries(expected)) {
  const text = parser.fromString(date).toISOString().slice(11);
  console.log(`${date.padEnd(32)} ${text}`);
  isAsFound &&= text === moment;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
TZ=UTC node finding.mjs
