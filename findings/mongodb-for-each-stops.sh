#!/usr/bin/env bash
# Versions:  mongodb 7.9.0 (Node driver), MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     `cursor.forEach()` calls its function with each document, as forEach of arrays does, and what the function returns
#            does not count.
# Behaviour: it stops at the first document for which the function returns false, and resolves. `job => out.write(line)`
#            returns false once the buffer of the stream is full: the file has the first jobs only. `job => missing.delete(id)`
#            stops at the first job that is not in the set. Of the same functions, forEach of an array ignores the result.
#            There is no error, and types allow it.
# Cause:     AbstractCursor.forEach breaks its loop if the result is false, which its comment says in one sentence.
# Seen:      10,000 jobs written by forEach(job => out.write(...)) -> fewer than 1,000 lines; by for await -> 10,000 lines
#            forEach(job => missing.delete(job._id)) of 10 jobs -> 1 call, missing is still 5,6
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { createWriteStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import { MongoClient } from 'mongodb';

const client = await new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`).connect();
const jobs = client.db('finding').collection('jobs');
await jobs.insertMany(Array.from({ length: 10_000 }, (_, _id) => ({ _id, description: 'Nurse '.repeat(40) })));

async function countWritten(write) {
  const out = createWriteStream('jobs.ndjson');
  await write((job) => out.write(`${JSON.stringify(job)}\n`));
  out.end();
  await finished(out);
  return readFileSync('jobs.ndjson', 'utf8').split('\n').length - 1;
}

const byForEach = await countWritten((write) => jobs.find().forEach(write));
const byArray = await countWritten(async (write) => (await jobs.find().toArray()).forEach(write));
const byLoop = await countWritten(async (write) => {
  for await (const job of jobs.find()) write(job);
});
console.log(`10000 jobs written by forEach of the cursor: ${byForEach} lines, of an array: ${byArray}, by for await: ${byLoop}`);

let calls = 0;
const missing = new Set([5, 6]);
await jobs.find().limit(10).forEach((job) => {
  calls += 1;
  return missing.delete(job._id);
});
console.log(`calls for 10 jobs: ${calls}, still missing: ${[...missing]}`);
await client.close();

const asFound = byForEach > 0 && byForEach < 2_000 && byArray === 10_000 && byLoop === 10_000 && calls === 1 && missing.size === 2;
console.log(asFound ? 'as found' : 'no longer as found');
process.exitCode = asFound ? 0 : 1;
JS
node finding.mjs
