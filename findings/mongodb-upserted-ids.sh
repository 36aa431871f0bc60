#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     the keys of BulkWriteResult.upsertedIds are the positions of the operations, with and without `ordered: false`,
#            as those of insertedIds and the indexes of write errors are.
# Behaviour: with `ordered: false` they are positions among the updates, counted from where the first update was. An upsert
#            is reported for an insert, or for an update that matched; with the ids of a feed one attributes them wrongly.
# Reason:    mergeBatchResults (lib/bulk/common.js) adds the position of a batch's first operation, where for errors it
#            looks up the position of the operation. Unordered batches are one per kind, so they are not contiguous.
# Seen:      operations: 0 update, 1 insert, 2 insert, 3 upsert of "d", 4 insert, 5 upsert of "f"
#            ordered:   upserted {"3":"d","5":"f"}, inserted {"1":"b","2":"c","4":"e"}
#            unordered: upserted {"1":"d","2":"f"}, inserted {"1":"b","2":"c","4":"e"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const insert = (_id) => ({ insertOne: { document: { _id } } });
const upsert = (_id) => ({ updateOne: { filter: { _id }, update: { $set: { open: true } }, upsert: true } });

async function write(ordered) {
  await jobs.deleteMany({});
  await jobs.insertOne({ _id: 'a' });
  const operations = [upsert('a'), insert('b'), insert('c'), upsert('d'), insert('e'), upsert('f')];
  const { upsertedIds, insertedIds } = await jobs.bulkWrite(operations, { ordered });
  return `upserted ${JSON.stringify(upsertedIds)}, inserted ${JSON.stringify(insertedIds)}`;
}

console.log('operations: 0 update, 1 insert, 2 insert, 3 upsert of "d", 4 insert, 5 upsert of "f"');
const ordered = await write(true);
const unordered = await write(false);
await client.close();
console.log(`ordered:   ${ordered}`);
console.log(`unordered: ${unordered}`);
const inserted = 'inserted {"1":"b","2":"c","4":"e"}';
const isAsFound =
  ordered === `upserted {"3":"d","5":"f"}, ${inserted}` &&
  unordered === `upserted {"1":"d","2":"f"}, ${inserted}`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
