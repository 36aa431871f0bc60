#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     pages that are sorted by a date, newest first, and continue after the last date by `$lt`, have every job: the
#            sort puts jobs without a date after all others.
# Behaviour: the pages end before the first job without a date: those jobs are on no page, and nothing shows that they are
#            missing. Oldest first, the pages end after one of jobs without a date, since `$gt: null` matches no date.
# Reason:    sort orders values of all types; `$lt` and `$gt` match only values of the type that they are given.
# Seen:      6 jobs, 3 without a date
#            sorted: a b c d e f
#            newest first in pages of 2: a b c
#            oldest first in pages of 2: d e
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
const day = (number) => new Date(Date.UTC(2026, 10, number));
await jobs.insertMany([
  { _id: 'a', postedAt: day(29) },
  { _id: 'b', postedAt: day(28) },
  { _id: 'c', postedAt: day(27) },
  { _id: 'd', postedAt: null },
  { _id: 'e', postedAt: null },
  { _id: 'f', postedAt: null },
]);
const idsOf = (found) => found.map(({ _id }) => _id).join(' ');

async function pages(direction, operator) {
  const read = [];
  for (let filter = {}; ; filter = { postedAt: { [operator]: read.at(-1).postedAt } }) {
    const page = await jobs.find(filter).sort({ postedAt: direction, _id: 1 }).limit(2).toArray();
    if (page.length === 0) return idsOf(read);
    read.push(...page);
  }
}

const sorted = idsOf(await jobs.find().sort({ postedAt: -1, _id: 1 }).toArray());
const newestFirst = await pages(-1, '$lt');
const oldestFirst = await pages(1, '$gt');
await client.close();
console.log(`6 jobs, 3 without a date\nsorted: ${sorted}`);
console.log(`newest first in pages of 2: ${newestFirst}\noldest first in pages of 2: ${oldestFirst}`);
const isAsFound = sorted === 'a b c d e f' && newestFirst === 'a b c' && oldestFirst === 'd e';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
