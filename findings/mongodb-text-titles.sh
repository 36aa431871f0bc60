#!/usr/bin/env bash
# Versions:  mongodb 7.9.0, MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     a text index over English job titles finds the titles that contain the searched word, and forms of it.
# Behaviour: "IT" finds nothing, nor does the phrase "of IT": they are stop words. "intern" finds International Sales,
#            "university" finds Universal Robots, "organizer" finds Organic Chemist. With default_language none they find
#            what they name.
# Reason:    English is the default language of a text index: it leaves out `it` and `of`, and its stemmer reduces intern
#            and international to intern, university and universal to univers, organizer and organic to organ.
# Seen:      english: IT: nothing; "of IT": nothing; intern: International Sales, Marketing Intern;
#            university: Universal Robots, University Lecturer; organizer: Event Organizer, Organic Chemist
#            none: IT: Head of IT, IT Manager; "of IT": Head of IT; intern: Marketing Intern;
#            university: University Lecturer; organizer: Event Organizer
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install mongodb@7.9.0
start_mongod

cat > finding.mjs <<'JS'
import { MongoClient } from 'mongodb';

const client = new MongoClient(`mongodb://127.0.0.1:${process.env.PORT}`);
const titles = [
  'IT Manager',
  'Head of IT',
  'Marketing Intern',
  'International Sales',
  'University Lecturer',
  'Universal Robots',
  'Event Organizer',
  'Organic Chemist',
];
const searches = ['IT', '"of IT"', 'intern', 'university', 'organizer'];

async function search(name, options) {
  const jobs = client.db('finding').collection(name);
  await jobs.createIndex({ title: 'text' }, options);
  await jobs.insertMany(titles.map((title) => ({ title })));
  const found = [];
  for (const $search of searches) {
    const matches = await jobs.find({ $text: { $search } }).toArray();
    found.push(`${$search}: ${matches.map(({ title }) => title).sort().join(', ') || 'nothing'}`);
  }
  return found.join('; ');
}

const english = await search('english', {});
const none = await search('none', { default_language: 'none' });
await client.close();
console.log(`english: ${english}\nnone: ${none}`);
const isAsFound =
  english ===
    'IT: nothing; "of IT": nothing; intern: International Sales, Marketing Intern; university: Universal Robots, University Lecturer; organizer: Event Organizer, Organic Chemist' &&
  none ===
    'IT: Head of IT, IT Manager; "of IT": Head of IT; intern: Marketing Intern; university: University Lecturer; organizer: Event Organizer';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
