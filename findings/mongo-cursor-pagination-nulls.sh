#!/usr/bin/env bash
# Versions:  mongo-cursor-pagination 9.1.1 (with tslib 2.9.1), mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on
#            the PATH).
# Guess:     following `next` to the last page gives each document once, also where the field to sort by is null in some
#            documents and missing in others, as the date of a job may be.
# Behaviour: descending, documents with null can be left out; ascending, some come twice. It depends on where a page ends. With
#            null in all of them, or with missing fields only, each comes once; the README says that both are allowed.
# Cause:     generateCursorQuery in utils/query.js takes missing values to be sorted before null; MongoDB sorts them as equal,
#            by _id.
# Seen:      posted, descending: 5 1 3 6 7 4, of 7: 2 is missing
#            posted, ascending:  2 4 2 7 6 3 1 5, of 7: 2 comes twice
#            closed, descending: 5 1 3 6 7 4 2, of 7: all once
#            closed, ascending:  2 4 7 6 3 1 5, of 7: all once
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongo-cursor-pagination@9.1.1 tslib@2.9.1 mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';
import pagination from 'mongo-cursor-pagination';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const jobs = client.db('finding').collection('jobs');
// `posted` is null or missing in three of them, `closed` is null.
const days = { 1: '2026-11-05', 3: '2026-11-04', 5: '2026-11-05', 6: '2026-11-01' };
for (const _id of [1, 2, 3, 4, 5, 6, 7]) {
  const date = days[_id] ? new Date(days[_id]) : null;
  await jobs.insertOne({ _id, closed: date, ...(_id !== 4 && { posted: date }) });
}

async function follow(paginatedField, sortAscending) {
  const ids = [];
  let next;
  do {
    const page = await pagination.find(jobs, { limit: 2, paginatedField, sortAscending, next });
    ids.push(...page.results.map(({ _id }) => _id));
    next = page.hasNext ? page.next : undefined;
  } while (next && ids.length < 20);
  const missing = [1, 2, 3, 4, 5, 6, 7].filter((id) => !ids.includes(id)).map((id) => `${id} is missing`);
  const repeated = ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `${id} comes twice`);
  const name = `${paginatedField}, ${sortAscending ? 'ascending' : 'descending'}:`;
  console.log(`${name.padEnd(19)} ${ids.join(' ')}, of 7: ${[...missing, ...repeated].join(', ') || 'all once'}`);
}

await follow('posted', false);
await follow('posted', true);
await follow('closed', false);
await follow('closed', true);
await client.close();
JS
cat > expected <<'TXT'
posted, descending: 5 1 3 6 7 4, of 7: 2 is missing
posted, ascending:  2 4 2 7 6 3 1 5, of 7: 2 comes twice
closed, descending: 5 1 3 6 7 4 2, of 7: all once
closed, ascending:  2 4 7 6 3 1 5, of 7: all once
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
