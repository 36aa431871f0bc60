#!/usr/bin/env bash
# Versions:  mingo 7.2.7, mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     mingo, which runs pipelines of MongoDB on arrays, counts the documents of a $bucket as MongoDB does: a value that
#            is a boundary belongs to the bucket that begins with it.
# Behaviour: it belongs to the one before, except for the first boundary. A pay of 20 is counted among those from 10 to 20, and
#            with a boundary per day and dates without a time, each day but the first is counted on the day before. Empty
#            buckets are part of the result; MongoDB leaves them out.
# Cause:     findInsertIndex, by which $bucket looks up the bucket, returns the place of an equal boundary, not the one behind
#            it, and $bucket takes the one before.
# Seen:      MongoDB pay: 0: 0 5, 10: 10 15, 20: 20 25
#            mingo pay:   0: 0 5 10, 10: 15 20, 20: 25
#            MongoDB days: 01: 1 2, 02: 3, 03: 4 5
#            mingo days:   01: 1 2 3, 02: 4 5, 03:
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mingo@7.2.7 mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { aggregate } from 'mingo';
import { MongoClient } from 'mongodb';

const day = (n) => new Date(Date.UTC(2026, 10, n));
const jobs = [
  { _id: 1, pay: 0, posted: day(1) },
  { _id: 2, pay: 5, posted: day(1) },
  { _id: 3, pay: 10, posted: day(2) },
  { _id: 4, pay: 15, posted: day(3) },
  { _id: 5, pay: 20, posted: day(3) },
  { _id: 6, pay: 25, posted: day(9) },
];
const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const stored = client.db('finding').collection('jobs');
await stored.insertMany(jobs);

async function compare(name, groupBy, boundaries, value, label) {
  const pipeline = [{ $bucket: { groupBy, boundaries, default: 'other', output: { values: { $push: value } } } }];
  const text = (row) => `${label(row)}: ${row.values.join(' ')}`.trim();
  const buckets = (rows) => rows.filter(({ _id }) => _id !== 'other').map(text);
  console.log(`MongoDB ${name}: ${buckets(await stored.aggregate(pipeline).toArray()).join(', ')}`);
  console.log(`mingo ${name}:   ${buckets(aggregate(jobs, pipeline)).join(', ')}`);
}
await compare('pay', '$pay', [0, 10, 20, 30], '$pay', ({ _id }) => _id);
const days = [day(1), day(2), day(3), day(4)];
await compare('days', '$posted', days, '$_id', ({ _id }) => _id.toISOString().slice(8, 10));
await client.close();
JS
cat > expected <<'TXT'
MongoDB pay: 0: 0 5, 10: 10 15, 20: 20 25
mingo pay:   0: 0 5 10, 10: 15 20, 20: 25
MongoDB days: 01: 1 2, 02: 3, 03: 4 5
mingo days:   01: 1 2 3, 02: 4 5, 03:
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
