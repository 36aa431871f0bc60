#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     replaceOne with a document equal to the stored one modifies nothing, as $set with equal values does: an importer
#            that replaces jobs can count the changed ones by modifiedCount.
# Behaviour: it counts as modified each time, and is written to the oplog, unless the replacement has the `_id` as its first
#            field. An importer knows the key of a job and not its _id, so each import reports all of its jobs as changed,
#            and readers of change streams get all of them. So it is in bulkWrite.
# Reason:    the server compares the stored document, which has an _id, with the replacement before it adds the _id to that.
# Seen:      modified in three equal writes each
#            $set: 0 0 0
#            replaceOne: 1 1 1
#            replaceOne in bulkWrite: 1 1 1
#            replaceOne, _id last: 1 1 1
#            replaceOne, _id first: 0 0 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const key = { key: 'board-7' };
const job = { ...key, title: 'Cook', place: { city: 'Rome' } };
const { insertedId: _id } = await jobs.insertOne({ ...job });

async function thrice(write) {
  const counts = [];
  for (let index = 0; index < 3; index++) counts.push((await write()).modifiedCount);
  return counts.join(' ');
}
const replaceOne = (replacement) => () => jobs.replaceOne(key, replacement, { upsert: true });
const seen = {
  $set: await thrice(() => jobs.updateOne(key, { $set: job })),
  replaceOne: await thrice(replaceOne({ ...job })),
  'replaceOne in bulkWrite': await thrice(() => jobs.bulkWrite([{ replaceOne: { filter: key, replacement: { ...job } } }])),
  'replaceOne, _id last': await thrice(replaceOne({ ...job, _id })),
  'replaceOne, _id first': await thrice(replaceOne({ _id, ...job })),
};
await client.close();
console.log('modified in three equal writes each');
for (const [name, counts] of Object.entries(seen)) console.log(`${name}: ${counts}`);
const isAsFound = Object.values(seen).join() === '0 0 0,1 1 1,1 1 1,1 1 1,0 0 0';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
