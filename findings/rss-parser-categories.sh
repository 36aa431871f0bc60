#!/usr/bin/env bash
# Versions:  rss-parser 3.13.0.
# Guess:     the categories of an item are texts, as its types say (string[]) and as its title and guid are.
# Behaviour: a category with a domain, an attribute that RSS 2.0 defines, is an object without prototype among texts: a
#            filter by name does not find it, the same name with two domains is not the same, and join() of the list fails.
#            Atom entries have no categories at all.
# Cause:     parseItemRss assigns the values of xml2js as they are, while copyFromXML takes the text of other elements out
#            of them; parseItemAtom does not read categories.
# Seen:      RSS: [{"_":"Care","$":{"domain":"fields"}},"Night"], includes Care: false
#            Atom: undefined
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rss-parser@3.13.0

cat > finding.mjs <<'JS'
import RssParser from 'rss-parser';

const rss = `<rss version="2.0"><channel><title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>
<item><title>Nurse</title><category domain="fields">Care</category><category>Night</category></item></channel></rss>`;
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:jobs</id><title>Jobs</title><updated>2026-11-05T10:00:00Z</updated>
<entry><id>urn:job:1</id><title>Nurse</title><updated>2026-11-05T10:00:00Z</updated><category term="Care"/></entry></feed>`;
const categories = async (xml) => (await new RssParser().parseString(xml)).items[0].categories;
const found = await categories(rss);
const seen = `RSS: ${JSON.stringify(found)}, includes Care: ${found.includes('Care')}\nAtom: ${await categories(atom)}`;
console.log(seen);
const isAsFound =
  seen ===
  `RSS: [{"_":"Care","$":{"domain":"fields"}},"Night"], includes Care: false
Atom: undefined`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
