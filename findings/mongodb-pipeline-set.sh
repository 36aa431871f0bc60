#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     $set in an update that is a pipeline overwrites a field, as the manual says of it and as $set in a plain
#            update does: a job gets the place of the feed, and nothing of its old place stays.
# Behaviour: a document as the value is merged with the document that is there: parts which the new value lacks stay. Where
#            an array is there, each of its elements becomes such a document, and the array keeps its length. An array as the
#            value overwrites; so does a document inside $literal.
# Reason:    the pipeline's $set reads a nested document as paths, one for each leaf, and not as a value.
# Seen:      plain update:      {"city":"Rome"} {"name":"b"}
#            pipeline:          {"city":"Rome","street":"Main St 1"} [{"name":"b"},{"name":"b"}]
#            pipeline, literal: {"city":"Rome"} {"name":"b"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const before = { _id: 1, place: { city: 'Bonn', street: 'Main St 1' }, tags: ['a', 'b'] };
const place = { city: 'Rome' };
const tags = { name: 'b' };

async function after(update) {
  await jobs.replaceOne({ _id: 1 }, before, { upsert: true });
  await jobs.updateOne({ _id: 1 }, update);
  const job = await jobs.findOne({ _id: 1 });
  return `${JSON.stringify(job.place)} ${JSON.stringify(job.tags)}`;
}

const plain = await after({ $set: { place, tags } });
const pipeline = await after([{ $set: { place, tags } }]);
const literal = await after([{ $set: { place: { $literal: place }, tags: { $literal: tags } } }]);
await client.close();
console.log(`plain update:      ${plain}`);
console.log(`pipeline:          ${pipeline}`);
console.log(`pipeline, literal: ${literal}`);
const isAsFound =
  plain === '{"city":"Rome"} {"name":"b"}' &&
  pipeline === '{"city":"Rome","street":"Main St 1"} [{"name":"b"},{"name":"b"}]' &&
  literal === plain;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
