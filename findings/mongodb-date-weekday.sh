#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH), Node 24.21.0.
# Guess:     $toDate and $dateFromString ignore a weekday that does not fit the date, as JavaScript does, or refuse it.
# Behaviour: they move the date forward to the next such weekday, by up to six days. Feeds have such dates where a template
#            has a fixed weekday, or formats it in another time zone than the date; jobs then count as newer than they are.
# Reason:    the server reads dates with timelib, the library of PHP, for which a weekday is a relative part: "Tue" means
#            the first Tuesday from that date on.
# Seen:      Mon, 30 Nov 2026 10:00:00 GMT: MongoDB 2026-11-30, JavaScript 2026-11-30
#            Tue, 30 Nov 2026 10:00:00 GMT: MongoDB 2026-12-01, JavaScript 2026-11-30
#            Sun, 30 Nov 2026 10:00:00 GMT: MongoDB 2026-12-06, JavaScript 2026-11-30
#            Sunday 30 Nov 2026: MongoDB 2026-12-06, JavaScript 2026-11-30
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod
export TZ=UTC

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const expected = {
  'Mon, 30 Nov 2026 10:00:00 GMT': '2026-11-30',
  'Tue, 30 Nov 2026 10:00:00 GMT': '2026-12-01',
  'Sun, 30 Nov 2026 10:00:00 GMT': '2026-12-06',
  'Sunday 30 Nov 2026': '2026-12-06',
};
const dayOf = (date) => date.toISOString().slice(0, 10);
let isAsFound = true;
for (const [text, day] of Object.entries(expected)) {
  await jobs.replaceOne({ _id: 1 }, { _id: 1, pubDate: text }, { upsert: true });
  const parsed = { toDate: { $toDate: '$pubDate' }, fromString: { $dateFromString: { dateString: '$pubDate' } } };
  const [read] = await jobs.aggregate([{ $project: parsed }]).toArray();
  const script = dayOf(new Date(text));
  console.log(`${text}: MongoDB ${dayOf(read.toDate)}, JavaScript ${script}`);
  isAsFound &&= dayOf(read.toDate) === day && dayOf(read.fromString) === day && script === '2026-11-30';
}
await client.close();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
