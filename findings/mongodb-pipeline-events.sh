#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     updateOne causes an event of type `update`, which names the fields that changed; replaceOne one of type `replace`.
# Behaviour: an update that is a pipeline causes either, by the sizes: a small document, or one of which most changed, is
#            reported as `replace`, without names of fields. The same update of two jobs comes as two types, so that a reader
#            that asks for `update` events, or for one field in updateDescription, misses some of them.
# Reason:    the server computes what changed and stores the whole document where the description would not be smaller.
# Seen:      $set of the status, short job: update, status
#            pipeline, short job: replace
#            pipeline, job with a description: update, status
#            pipeline that changes most of the job: replace
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod --replSet finding --oplogSize 50

cat > finding.mjs <<'JS'
import { setTimeout as sleep } from 'node:timers/promises';
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}/?directConnection=true`);
const members = [{ _id: 0, host: `127.0.0.1:${process.env.PORT}` }];
await client.db('admin').command({ replSetInitiate: { _id: 'finding', members } });
while (!(await client.db('admin').command({ hello: 1 })).isWritablePrimary) await sleep(100);
const jobs = client.db('finding').collection('jobs');
await jobs.insertMany([
  { _id: 1, status: 'open' },
  { _id: 2, status: 'open', text: 'A long description. '.repeat(50) },
]);
const changes = jobs.watch();
await changes.tryNext();

async function eventOf(_id, update) {
  await jobs.updateOne({ _id }, update);
  const { operationType, updateDescription } = await changes.next();
  return [operationType, ...Object.keys(updateDescription?.updatedFields ?? {})].join(', ');
}

const seen = {
  '$set of the status, short job': await eventOf(1, { $set: { status: 'held' } }),
  'pipeline, short job': await eventOf(1, [{ $set: { status: 'closed' } }]),
  'pipeline, job with a description': await eventOf(2, [{ $set: { status: 'closed' } }]),
  'pipeline that changes most of the job': await eventOf(2, [{ $set: { status: 'open', text: 'Another one. '.repeat(50) } }]),
};
await changes.close();
await client.close();
for (const [name, event] of Object.entries(seen)) console.log(`${name}: ${event}`);
const isAsFound = Object.values(seen).join(' | ') === 'update, status | replace | update, status | replace';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
