#!/usr/bin/env bash
# Versions:  mongodb 7.9.0 (Node driver), MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     $densify adds the days or months that have no document between the first and the last, so that a chart has one
#            document per day or month.
# Behaviour: with days of a zone, as $dateTrunc makes them, it adds a second document beside each one after the clocks changed:
#            one at the hour that midnight had before, which belongs to the day that is there. It has no option for a zone.
#            With the last days of months it adds the 28th of each month after February, beside the 31st that is there: it
#            counts from the day that it added last, where $dateAdd counts from the first. There is no error; sums are right,
#            averages per document and charts are not.
# Cause:     $densify adds its step to the last date in UTC, and 31 January plus a month is 28 February.
# Seen:      6 days in Zurich around 29 March -> 8 documents, 03-30: 1, 03-30: 0
#            6 last days of months -> 10 documents, 03-28: 0, 03-31: 1
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = await new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`).connect();
const database = client.db('finding');

async function densify(dates, unit, zone) {
  const rows = await database.aggregate([
    { $documents: dates.map((date) => ({ day: new Date(`2026-${date}T12:00Z`), jobs: 1 })) },
    { $group: { _id: { $dateTrunc: { date: '$day', unit: 'day', timezone: zone } }, jobs: { $sum: '$jobs' } } },
    { $densify: { field: '_id', range: { step: 1, unit, bounds: 'full' } } },
    { $set: { day: { $dateToString: { date: '$_id', timezone: zone, format: '%m-%d' } } } },
  ]).toArray();
  const counts = rows.map(({ day, jobs }) => `${day}: ${jobs ?? 0}`);
  console.log(`${dates.length} ${unit}s in ${zone} -> ${rows.length} documents\n  ${counts.join(', ')}`);
}

await densify(['03-27', '03-28', '03-29', '03-30', '03-31', '04-01'], 'day', 'Europe/Zurich');
await densify(['01-31', '02-28', '03-31', '04-30', '05-31', '06-30'], 'month', 'UTC');
await client.close();
JS
cat > expected <<'TXT'
6 days in Europe/Zurich -> 8 documents
  03-27: 1, 03-28: 1, 03-29: 1, 03-30: 1, 03-30: 0, 03-31: 1, 03-31: 0, 04-01: 1
6 months in UTC -> 10 documents
  01-31: 1, 02-28: 1, 03-28: 0, 03-31: 1, 04-28: 0, 04-30: 1, 05-28: 0, 05-31: 1, 06-28: 0, 06-30: 1
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
