#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     `$min` of an update sets a field that is null, as it sets one that is absent, and as `$max` does.
# Behaviour: it leaves null, without an error: null is less than every date. With `firstSeenAt: null` as the initial value,
#            a job never gets a date of its first sight. The expression $min in a pipeline ignores null and returns the date.
# Reason:    the update operator compares by the order of BSON types, in which null comes before numbers, texts and dates; the
#            expression of the same name leaves out null and absent values.
# Seen:      $min:               null null, absent 2026-11-29
#            $max:               null 2026-11-29, absent 2026-11-29
#            $min in a pipeline: null 2026-11-29, absent 2026-11-29
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const at = new Date('2026-11-29T00:00:00Z');

async function after(update) {
  const seen = [];
  for (const [name, job] of [['null', { firstSeenAt: null }], ['absent', {}]]) {
    await jobs.replaceOne({ _id: 1 }, job, { upsert: true });
    await jobs.updateOne({ _id: 1 }, update);
    const { firstSeenAt } = await jobs.findOne({ _id: 1 });
    seen.push(`${name} ${firstSeenAt?.toISOString().slice(0, 10) ?? 'null'}`);
  }
  return seen.join(', ');
}

const min = await after({ $min: { firstSeenAt: at } });
const max = await after({ $max: { firstSeenAt: at } });
const expression = await after([{ $set: { firstSeenAt: { $min: ['$firstSeenAt', at] } } }]);
await client.close();
console.log(`$min:               ${min}\n$max:               ${max}\n$min in a pipeline: ${expression}`);
const isAsFound =
  min === 'null null, absent 2026-11-29' && max === 'null 2026-11-29, absent 2026-11-29' && expression === max;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
