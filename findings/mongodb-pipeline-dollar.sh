#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     an update that is a pipeline stores a salary's text as the feed has it, or is refused.
# Behaviour: a text that starts with $ is the path of a field: no such field exists, and the field that should get the text
#            is removed. The update succeeds and counts the document as modified. "US$" and texts inside $literal are stored.
# Reason:    in a pipeline the values of $set are expressions; a path may contain spaces, commas, hyphens and later dollars.
# Seen:      "EUR 50,000": stored
#            "$50,000": removed, modified 1
#            "$50,000 - $60,000 a year": removed, modified 1
#            "$25.50 per hour": removed, modified 1
#            "US$ 50,000": stored
#            {"$literal":"$50,000"}: stored
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');

async function store(value) {
  await jobs.replaceOne({ _id: 1 }, { _id: 1, salary: 'negotiable' }, { upsert: true });
  const { modifiedCount } = await jobs.updateOne({ _id: 1 }, [{ $set: { salary: value, at: '$$NOW' } }]);
  const job = await jobs.findOne({ _id: 1 });
  if (job.salary === (value.$literal ?? value)) return 'stored';
  return 'salary' in job ? job.salary : `removed, modified ${modifiedCount}`;
}

const expected = [
  ['EUR 50,000', 'stored'],
  ['$50,000', 'removed, modified 1'],
  ['$50,000 - $60,000 a year', 'removed, modified 1'],
  ['$25.50 per hour', 'removed, modified 1'],
  ['US$ 50,000', 'stored'],
  [{ $literal: '$50,000' }, 'stored'],
];
let isAsFound = true;
for (const [value, outcome] of expected) {
  const seen = await store(value);
  console.log(`${JSON.stringify(value)}: ${seen}`);
  isAsFound &&= seen === outcome;
}
await client.close();
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
