#!/usr/bin/env bash
# Versions:  mongodb 7.9.0 for Node, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     insertedIds in the error of a bulkWrite names the documents that were inserted, as after insertMany: a program
#            that marks those as done, and repeats the others, loses none.
# Behaviour: not in ordered writes in which operations of another kind come before the inserts: there it also names the
#            document that was refused, and documents behind it that were never sent. Each operation before the inserts adds
#            one. insertedCount is right.
# Reason:    getSuccessfullyInsertedIds in bulk/common.js takes as many of the ids as the index of the failed operation says,
#            which counts operations of all kinds.
# Seen:      in the collection before: b. Inserts a, b, c, d
#            insertMany: insertedIds a, insertedCount 1, inserted a
#            bulkWrite, 2 updates first: insertedIds a, b, c, insertedCount 1, inserted a
#            bulkWrite, 2 updates first, unordered: insertedIds a, c, d, insertedCount 3, inserted a, c, d
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const collection = client.db('finding').collection('jobs');
const ids = (documents) => documents.map(({ _id }) => _id).join(', ');
const documents = () => ['a', 'b', 'c', 'd'].map((_id) => ({ _id }));
const updates = [1, 2].map((n) => ({ updateOne: { filter: { _id: 'run' }, update: { $set: { n } } } }));
const inserts = () => documents().map((document) => ({ insertOne: { document } }));

async function print(name, write) {
  await collection.deleteMany({});
  await collection.insertMany([{ _id: 'b' }, { _id: 'run' }]);
  const { result } = await write().catch((error) => error);
  const inserted = await collection.find({ _id: { $nin: ['b', 'run'] } }).sort({ _id: 1 }).toArray();
  const named = Object.values(result.insertedIds).join(', ');
  console.log(`${name}: insertedIds ${named}, insertedCount ${result.insertedCount}, inserted ${ids(inserted)}`);
}

console.log(`in the collection before: b. Inserts ${ids(documents())}`);
await print('insertMany', () => collection.insertMany(documents()));
await print('bulkWrite, 2 updates first', () => collection.bulkWrite([...updates, ...inserts()]));
await print('bulkWrite, 2 updates first, unordered', () => collection.bulkWrite([...updates, ...inserts()], { ordered: false }));
await client.close();
JS
cat > expected <<'TXT'
in the collection before: b. Inserts a, b, c, d
insertMany: insertedIds a, insertedCount 1, inserted a
bulkWrite, 2 updates first: insertedIds a, b, c, insertedCount 1, inserted a
bulkWrite, 2 updates first, unordered: insertedIds a, c, d, insertedCount 3, inserted a, c, d
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
