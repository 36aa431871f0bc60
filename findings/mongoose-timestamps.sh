#!/usr/bin/env bash
# Versions:  mongoose 9.12.1 (Node 24.21), MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     with `timestamps`, createdAt is when a document was inserted, updatedAt when it was last changed, and
#            modifiedCount counts the documents that an update changed.
# Behaviour: each document that matches counts as modified, also if the update sets what is there, or nothing, and its
#            updatedAt moves: an import that writes its jobs by updateOne reports all of them as changed at each run. A
#            replaceOne, also of bulkWrite, makes a job of today of each that it replaces: createdAt is now. A createdAt in
#            $setOnInsert is replaced by the time of the write, and one in insertMany is kept. With `timestamps: false` the
#            counts are right.
# Cause:     updatedAt is added to each update before MongoDB compares it with the document; a replacement gets both times as a
#            new document does.
# Seen:      the same title written again: modifiedCount 1, updatedAt moved true; timestamps: false: modifiedCount 0
#            createdAt after replaceOne: now
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongoose@9.12.1
start_mongod

cat > finding.mjs <<'JS'
import { setTimeout as wait } from 'node:timers/promises';
import mongoose from 'mongoose';

await mongoose.connect(`mongodb://127.0.0.1:${process.env.PORT}/finding`);
const Job = mongoose.model('Job', new mongoose.Schema({ id: String, title: String }, { timestamps: true }));
const long = new Date('2020-01-01T00:00:00Z');

async function show(name, write) {
  await Job.deleteMany();
  await Job.collection.insertOne({ id: '1', title: 'Nurse', createdAt: long, updatedAt: long });
  const result = await write();
  await wait(5);
  const job = await Job.findOne({ id: '1' });
  const since = (date) => (date.getTime() === long.getTime() ? '2020' : 'now');
  console.log(`${name}: modified ${result.modifiedCount}, created ${since(job.createdAt)}, updated ${since(job.updatedAt)}`);
}

const same = { $set: { title: 'Nurse' } };
const job = { id: '1', title: 'Nurse' };
await show('updateOne, the same title', () => Job.updateOne({ id: '1' }, same));
await show('updateOne, undefined', () => Job.updateOne({ id: '1' }, { $set: { title: undefined } }));
await show('updateOne without timestamps', () => Job.updateOne({ id: '1' }, same, { timestamps: false }));
await show('bulkWrite, the same title', () => Job.bulkWrite([{ updateOne: { filter: { id: '1' }, update: same } }]));
await show('replaceOne', () => Job.replaceOne({ id: '1' }, job));
await show('bulkWrite, replaceOne', () => Job.bulkWrite([{ replaceOne: { filter: { id: '1' }, replacement: job } }]));

await Job.deleteMany();
await Job.updateOne({ id: '1' }, { $set: { title: 'Nurse' }, $setOnInsert: { createdAt: long } }, { upsert: true });
await Job.insertMany([{ id: '2', createdAt: long }]);
for (const { id, createdAt } of await Job.find().sort('id')) {
  console.log(`job ${id} with a createdAt of 2020: ${createdAt.getFullYear() === 2020 ? 2020 : 'now'}`);
}
await mongoose.disconnect();
JS
cat > expected <<'TXT'
updateOne, the same title: modified 1, created 2020, updated now
updateOne, undefined: modified 1, created 2020, updated now
updateOne without timestamps: modified 0, created 2020, updated 2020
bulkWrite, the same title: modified 1, created 2020, updated now
replaceOne: modified 1, created now, updated now
bulkWrite, replaceOne: modified 1, created now, updated now
job 1 with a createdAt of 2020: now
job 2 with a createdAt of 2020: 2020
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
