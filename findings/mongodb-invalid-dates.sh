#!/usr/bin/env bash
# Versions:  mongodb 7.9.0 with bson 7.3.4, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     an invalid Date, as `new Date(text)` gives for a text that is no date, is stored as null, as JSON has it, or
#            raises.
# Behaviour: it is stored as 1 January 1970, in documents and in updates, without an error: a job with the date "as of now"
#            is 56 years old, and one with such an expiry is deleted by a TTL index within a minute. In a filter it is 1970
#            as well: what was posted since an invalid date is everything.
# Cause:     serializeDate() of bson makes a Long of getTime() by Long.fromNumber(), for which NaN is 0.
# Seen:      stored: 1970-01-01T00:00:00.000Z
#            jobs posted since an invalid date: 2 of 2
#            JSON: {"postedAt":null}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod --setParameter ttlMonitorSleepSecs=1

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

const client = await MongoClient.connect(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('test').collection('jobs');
const invalid = new Date('as of now');
await jobs.insertMany([{ _id: 1, postedAt: invalid }, { _id: 2, postedAt: new Date() }]);
await jobs.updateOne({ _id: 2 }, { $set: { changedAt: invalid } });
const [{ postedAt }, { changedAt }] = await jobs.find().sort({ _id: 1 }).toArray();
console.log(`stored: ${postedAt.toISOString()}, set: ${changedAt.toISOString()}`);
console.log(`jobs posted since an invalid date: ${await jobs.countDocuments({ postedAt: { $gte: invalid } })} of 2`);
console.log(`JSON: ${JSON.stringify({ postedAt: invalid })}`);

const offers = client.db('test').collection('offers');
await offers.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
await offers.insertMany([{ _id: 1, expiresAt: null }, { _id: 2, expiresAt: invalid }]);
for (let tries = 0; tries < 60 && (await offers.countDocuments()) === 2; tries++) await sleep(500);
console.log(`with a TTL index: ${(await offers.find().toArray()).map(({ _id }) => (_id === 1 ? 'null' : 'invalid'))} is left`);
await client.close();
JS
cat > expected <<'TXT'
stored: 1970-01-01T00:00:00.000Z, set: 1970-01-01T00:00:00.000Z
jobs posted since an invalid date: 2 of 2
JSON: {"postedAt":null}
with a TTL index: null is left
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
