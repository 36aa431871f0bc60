#!/usr/bin/env bash
# Versions:  chrono-node 2.10.3.
# Guess:     a time with an offset is the same moment however many digits its seconds have.
# Behaviour: with five or more digits behind the point (datetime.isoformat() of Python writes six, .NET seven) the offset
#            is not read, and the time is taken in the zone of the reference or of the machine. One or two digits are
#            read as a count of milliseconds: .5 is 5 ms. It is the same in strict mode.
# Reason:    the pattern for ISO texts has at most four digits there, and ends before the fraction where there are more.
# Seen:      10:00:00+02:00         08:00:00.000Z
#            10:00:00.500+02:00     08:00:00.500Z
#            10:00:00.5+02:00       08:00:00.005Z
#            10:00:00.500000+02:00  10:00:00.000Z
#            10:00:00.5000000-05:00 10:00:00.000Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install chrono-node@2.10.3

cat > finding.mjs <<'JS'
import * as chrono from 'chrono-node';

const expected = {
  '10:00:00+02:00': '08:00:00.000Z',
  '10:00:00.500+02:00': '08:00:00.500Z',
  '10:00:00.5+02:00': '08:00:00.005Z',
  '10:00:00.500000+02:00': '10:00:00.000Z',
  '10:00:00.5000000-05:00': '10:00:00.000Z',
};
let isAsFound = true;
for (const [time, moment] of Object.entries(expected)) {
  const seen = chrono.strict.parseDate(`2026-09-07T${time}`, { instant: new Date(), timezone: 0 });
  const text = seen.toISOString().slice(11);
  console.log(`${time.padEnd(22)} ${text}`);
  isAsFound &&= text === moment;
}
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
