#!/usr/bin/env bash
# Versions:  mongoose 9.12.1, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     syncIndexes makes the indexes of a collection those of the schema, and does nothing where they are: a program
#            may call it each time it starts.
# Behaviour: an index with `unique: false` or `unique: undefined`, as a setting gives it, is dropped and built again by each
#            call: at each start, queries of a large collection have no index until it is built. On the other hand many
#            changes of a schema are never carried out, and diffIndexes does not name them: a collation without its former
#            `strength: 2`, so that the unique index still refuses a link that differs by case; a text index without its
#            former filter, so that searches for all jobs still fail; another wildcardProjection; and `hidden`.
# Reason:    isIndexEqual compares five options with those that the server lists. The server does not list `unique: false`.
#            Of a collation it compares the fields of the schema only, of a text index the weights and the language only, and
#            wildcardProjection and hidden not at all.
# Seen:      link with unique: undefined, three starts: built; dropped, built; dropped, built
#            link with unique left out, three starts: built; nothing; nothing
#            collation without strength 2: differences none, still strength 2; job/aB1 and job/AB1 stored: 1 of 2
#            text index without its filter: differences none, still the filter {"closedAt":null}
#            other wildcardProjection: differences none, still {"city":1}
#            no longer hidden: differences none, still hidden
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongoose@9.12.1
start_mongod

cat > finding.mjs <<'JS'
import mongoose from 'mongoose';

mongoose.set('autoIndex', false);
await mongoose.connect(`mongodb://127.0.0.1:${process.env.PORT}/finding`, { monitorCommands: true });
const commands = [];
mongoose.connection.getClient().on('commandStarted', ({ commandName }) => {
  if (commandName === 'dropIndexes') commands.push('dropped');
  if (commandName === 'createIndexes') commands.push('built');
});

const paths = { link: String, title: String, city: String, closedAt: Date };
let collections = 0;
function model(collection, keys, options, fields = paths) {
  const schema = new mongoose.Schema(fields);
  if (keys) schema.index(keys, options);
  mongoose.deleteModel(/./);
  return mongoose.model('Job', schema, collection);
}

async function start(name, options) {
  const Job = model(`starts${collections++}`, null, null, { link: { type: String, index: true, ...options } });
  await Job.createCollection();
  const starts = [];
  for (let count = 0; count < 3; count++) {
    commands.length = 0;
    await Job.syncIndexes();
    starts.push(commands.join(', ') || 'nothing');
  }
  console.log(`link with ${name}, three starts: ${starts.join('; ')}`);
}

async function change(keys, before, after) {
  const collection = `changes${collections++}`;
  await model(collection, keys, before).syncIndexes();
  const Job = model(collection, keys, after);
  const { toDrop, toCreate } = await Job.diffIndexes();
  await Job.syncIndexes();
  const index = (await Job.collection.indexes()).find(({ name }) => name !== '_id_');
  return { Job, index, differences: [...toDrop, ...toCreate].length || 'none' };
}

await start('unique: undefined', { unique: undefined });
await start('unique left out', {});

const links = await change({ link: 1 }, { unique: true, collation: { locale: 'en', strength: 2 } }, { unique: true, collation: { locale: 'en' } });
const stored = await Promise.allSettled(['job/aB1', 'job/AB1'].map((link) => links.Job.create({ link })));
const count = stored.filter(({ status }) => status === 'fulfilled').length;
console.log(
  `collation without strength 2: differences ${links.differences}, still strength ${links.index.collation.strength};`,
  `job/aB1 and job/AB1 stored: ${count} of 2`,
);
const text = await change({ title: 'text' }, { partialFilterExpression: { closedAt: null } }, {});
console.log(
  `text index without its filter: differences ${text.differences},`,
  `still the filter ${JSON.stringify(text.index.partialFilterExpression)}`,
);
const wildcard = await change({ '$**': 1 }, { wildcardProjection: { city: 1 } }, { wildcardProjection: { title: 1 } });
console.log(
  `other wildcardProjection: differences ${wildcard.differences}, still ${JSON.stringify(wildcard.index.wildcardProjection)}`,
);
const hidden = await change({ city: 1 }, { hidden: true }, {});
console.log(`no longer hidden: differences ${hidden.differences}, still ${hidden.index.hidden ? 'hidden' : 'shown'}`);
await mongoose.disconnect();
JS
cat > expected <<'TXT'
link with unique: undefined, three starts: built; dropped, built; dropped, built
link with unique left out, three starts: built; nothing; nothing
collation without strength 2: differences none, still strength 2; job/aB1 and job/AB1 stored: 1 of 2
text index without its filter: differences none, still the filter {"closedAt":null}
other wildcardProjection: differences none, still {"city":1}
no longer hidden: differences none, still hidden
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
