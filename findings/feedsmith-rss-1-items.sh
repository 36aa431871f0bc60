#!/usr/bin/env bash
# Versions:  feedsmith 3.0.1.
# Guess:     the items of an RSS 1.0 feed are its elements `item`; the list in the channel says their order.
# Behaviour: an item is returned only if its address is in that list, and never if the address has an "&", though the list
#            has it in the same words: a job board with addresses such as job?id=2&lang=en has no jobs, without an error. An
#            item that the list does not name is lost as well. Without a list, all items are returned.
# Cause:     parseString decodes the entities of rdf:resource, and retrieveByAbout compares it with the attribute rdf:about
#            as it is in the file; the items are looked up by the list, not read.
# Seen:      listed: ["Nurse"]
#            first one listed: ["Nurse"]
#            no list: ["Nurse","Cook"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feedsmith@3.0.1

cat > finding.mjs <<'JS'
import { parseRdfFeed } from 'feedsmith';

const jobs = { Nurse: 'https://jobs.example/job?id=1', Cook: 'https://jobs.example/job?id=2&amp;lang=en' };
const items = Object.entries(jobs).map(([title, url]) => `<item rdf:about="${url}"><title>${title}</title><link>${url}</link></item>`);
function titles(listed) {
  const list = listed.map((url) => `<rdf:li rdf:resource="${url}"/>`).join('');
  const xml = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="https://jobs.example/"><title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>
${listed.length > 0 ? `<items><rdf:Seq>${list}</rdf:Seq></items>` : ''}</channel>${items.join('')}</rdf:RDF>`;
  return JSON.stringify(parseRdfFeed(xml).items.map(({ title }) => title));
}
const seen = [
  `listed: ${titles(Object.values(jobs))}`,
  `first one listed: ${titles([jobs.Nurse])}`,
  `no list: ${titles([])}`,
].join('\n');
console.log(seen);
const isAsFound = seen === 'listed: ["Nurse"]\nfirst one listed: ["Nurse"]\nno list: ["Nurse","Cook"]';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
