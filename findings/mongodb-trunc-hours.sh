#!/usr/bin/env bash
# Versions:  MongoDB 6.0.5 (also where another mongod is on the PATH), mongodb 7.9.0 for Node.
# Guess:     $dateTrunc with `timezone` and a binSize of 6 or 12 hours makes bins that begin at midnight of that zone: the
#            manual says that it accounts for daylight saving time.
# Behaviour: in winter they do. In summer they begin an hour later, at 01:00, 07:00, 13:00 and 19:00: what happens in the hour
#            after midnight is in a bin of the day before, and a chart of one week looks right where one of the next has
#            all bars shifted. Days and single hours are right, but where clocks go back at midnight, as in Havana, the day of
#            the first half past midnight begins half an hour after it.
# Reason:    bins of hours are counted as elapsed time since 2000-01-01T00:00 of the zone, which was in winter.
# Seen:      Europe/Berlin, 6 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 19:00
#            Europe/Berlin, 12 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 13:00
#            America/New_York, 24 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 01:00
#            America/Havana, day: 2026-11-01T04:30:00.000Z is truncated to 2026-11-01T05:00:00.000Z
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);

async function truncate(date, options) {
  const pipeline = [{ $documents: [{ date: new Date(date) }] }, { $project: { bin: { $dateTrunc: { date: '$date', ...options } } } }];
  const [{ bin }] = await client.db('finding').aggregate(pipeline).toArray();
  return bin;
}

const cases = [
  ['Europe/Berlin', 6, '2026-01-14T23:30:00Z', '2026-07-14T22:30:00Z'],
  ['Europe/Berlin', 12, '2026-01-14T23:30:00Z', '2026-07-14T22:30:00Z'],
  ['America/New_York', 24, '2026-01-15T05:30:00Z', '2026-07-15T04:30:00Z'],
];
for (const [timezone, binSize, winter, summer] of cases) {
  const local = (date) => date.toLocaleString('sv-SE', { timeZone: timezone }).slice(8, 16);
  const [first, second] = [winter, summer].map((date) => truncate(date, { unit: 'hour', binSize, timezone }));
  const text = `15 January 00:30 is in the bin of ${local(await first)}, 15 July 00:30 in that of ${local(await second)}`;
  console.log(`${timezone}, ${binSize} hours: ${text}`);
}
const date = new Date('2026-11-01T04:30:00Z');
const day = await truncate(date, { unit: 'day', timezone: 'America/Havana' });
console.log(`America/Havana, day: ${date.toISOString()} is truncated to ${day.toISOString()}`);
await client.close();
JS
cat > expected <<'TXT'
Europe/Berlin, 6 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 19:00
Europe/Berlin, 12 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 13:00
America/New_York, 24 hours: 15 January 00:30 is in the bin of 15 00:00, 15 July 00:30 in that of 14 01:00
America/Havana, day: 2026-11-01T04:30:00.000Z is truncated to 2026-11-01T05:00:00.000Z
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
