#!/usr/bin/env bash
# Versions:  mongoose-aggregate-paginate-v2 1.1.5, mongoose 9.12.1, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     aggregatePaginate gives a page of what the pipeline gives, and totalDocs counts the same rows.
# Behaviour: each $match runs before all other stages. After $unwind it then chooses documents instead of rows, so that rows
#            come that it excludes; after $group or $addFields it looks for a field that is not there yet, and nothing comes.
#            totalDocs and totalPages count the documents before the other stages, so that the last pages of an $unwind are
#            never offered, and the last ones of a $group are empty. `useFacet: false` gives the right rows and counts.
# Cause:     with useFacet, which is the default, aggregatePaginate moves all $match stages in front of its $facet, and counts
#            there; all others run in its branch `docs` only.
# Seen:      unwind, match remote: 2 rows (remote, remote); paginated 4 rows (remote, nights, remote, weekend), total 2
#            group, match above 1: 1 row (acme 2); paginated 0 rows, total 0
#            unwind, limit 2: 6 rows; paginated total 3, pages 2, which have 4 rows
#            unwind, match remote, useFacet false: paginated 2 rows (remote, remote), total 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongoose-aggregate-paginate-v2@1.1.5 mongoose@9.12.1
start_mongod

cat > finding.mjs <<'JS'
import mongoose from 'mongoose';
import paginate from 'mongoose-aggregate-paginate-v2';

await mongoose.connect(`mongodb://127.0.0.1:${process.env.PORT}/finding`);
const schema = new mongoose.Schema({ source: String, tags: [String] });
schema.plugin(paginate);
const Job = mongoose.model('Job', schema);
await Job.insertMany([
  { source: 'acme', tags: ['remote', 'nights'] },
  { source: 'acme', tags: ['remote', 'weekend'] },
  { source: 'globex', tags: ['office', 'nights'] },
]);
const run = async (pipeline, options = {}) => {
  const page = await Job.aggregatePaginate(Job.aggregate(pipeline), options);
  return [await Job.aggregate(pipeline), page.docs, page];
};
const text = (rows, name) => {
  const names = rows.length ? ` (${rows.map(name).join(', ')})` : '';
  return `${rows.length} row${rows.length === 1 ? '' : 's'}${names}`;
};

const unwind = { $unwind: '$tags' };
const remote = [unwind, { $match: { tags: 'remote' } }];
const tag = ({ tags }) => tags;
const [rows, docs, { totalDocs }] = await run(remote);
console.log(`unwind, match remote: ${text(rows, tag)}; paginated ${text(docs, tag)}, total ${totalDocs}`);

const count = ({ _id, jobs }) => `${_id} ${jobs}`;
const several = [{ $group: { _id: '$source', jobs: { $sum: 1 } } }, { $match: { jobs: { $gt: 1 } } }];
const [groups, found, grouped] = await run(several);
console.log(`group, match above 1: ${text(groups, count)}; paginated ${text(found, count)}, total ${grouped.totalDocs}`);

const pages = [];
for (let page = 1; page <= (pages[0]?.totalPages ?? 1); page++) pages.push((await run([unwind], { limit: 2, page }))[2]);
const offered = pages.flatMap((page) => page.docs).length;
const all = (await Job.aggregate([unwind])).length;
console.log(`unwind, limit 2: ${all} rows; paginated total ${pages[0].totalDocs}, pages ${pages.length}, which have ${offered} rows`);

const [, plain, { totalDocs: plainTotal }] = await run(remote, { useFacet: false });
console.log(`unwind, match remote, useFacet false: paginated ${text(plain, tag)}, total ${plainTotal}`);
process.exit();
JS
cat > expected <<'TXT'
unwind, match remote: 2 rows (remote, remote); paginated 4 rows (remote, nights, remote, weekend), total 2
group, match above 1: 1 row (acme 2); paginated 0 rows, total 0
unwind, limit 2: 6 rows; paginated total 3, pages 2, which have 4 rows
unwind, match remote, useFacet false: paginated 2 rows (remote, remote), total 2
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
