#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     a text index over titles concerns the field `title`; with default_language none, titles are indexed as they are.
# Behaviour: a field `language`, as many feeds have it, changes how the title beside it is indexed: of jobs with the same
#            title, those with `language: "en"` and "de" are not found by a word of it, unless the search names their
#            language. A job with "pl", "en-GB", "" or null is refused. If language_override names a field that no job has,
#            all are stored and found.
# Reason:    the index takes the language of a document from its field `language` unless language_override names another one;
#            it knows 15 languages, by their English names and codes of two letters.
# Seen:      by default: stored without, en, de; found by "engineers": without
#            language_override: stored without, en, de, pl, en-GB, "", null; found by "engineers": all
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const languages = [undefined, 'en', 'de', 'pl', 'en-GB', '', null];
const nameOf = (language) => (language === undefined ? 'without' : language || JSON.stringify(language));

async function index(name, options) {
  const jobs = client.db('finding').collection(name);
  await jobs.createIndex({ title: 'text' }, { default_language: 'none', ...options });
  const stored = [];
  for (const language of languages) {
    const job = { title: 'Running engineers', ...(language !== undefined && { language }) };
    await jobs.insertOne(job).then(() => stored.push(nameOf(language)), () => {});
  }
  const found = await jobs.find({ $text: { $search: 'engineers' } }).toArray();
  const names = found.length === stored.length ? 'all' : found.map(({ language }) => nameOf(language)).join(', ');
  return `stored ${stored.join(', ')}; found by "engineers": ${names}`;
}

const byDefault = await index('default', {});
const overridden = await index('overridden', { language_override: 'languageOfTheTextIndex' });
await client.close();
console.log(`by default: ${byDefault}\nlanguage_override: ${overridden}`);
const isAsFound =
  byDefault === 'stored without, en, de; found by "engineers": without' &&
  overridden === 'stored without, en, de, pl, en-GB, "", null; found by "engineers": all';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
