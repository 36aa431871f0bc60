#!/usr/bin/env bash
# Versions:  feed 6.0.0.
# Guess:     the enclosure of an item, with its type, is in RSS, Atom and JSON Feed, beside an image if there is one.
# Behaviour: an image replaces the enclosure in RSS: the application form of a job with a logo is not in the feed. In Atom
#            the type that the item gives is ignored: application/pdf becomes image/pdf, made from the ending of the path,
#            and without an ending from the whole path. JSON Feed gets no attachment. Nothing of it is reported.
# Cause:     rss2.ts assigns item.enclosure again for image, audio and video; formatEnclosure of atom1.ts does not read
#            type; json.ts does not read enclosure.
# Seen:      RSS: form.pdf application/pdf | logo.png image/png
#            Atom: form.pdf image/pdf | form.pdf image/pdf, logo.png image/png
#            JSON: attachments undefined | undefined
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feed@6.0.0

cat > finding.mjs <<'JS'
import { Feed } from 'feed';

const feed = new Feed({ title: 'Jobs', id: 'https://jobs.example/', link: 'https://jobs.example/', updated: new Date(0) });
const enclosure = { url: 'https://jobs.example/form.pdf', type: 'application/pdf', length: 4711 };
const job = { id: 'https://jobs.example/1', link: 'https://jobs.example/1', title: 'Nurse', date: new Date(0), enclosure };
feed.addItem(job);
feed.addItem({ ...job, image: 'https://jobs.example/logo.png' });

const items = (xml, name) => xml.split(`<${name}>`).slice(1);
const types = (item) =>
  [...item.matchAll(/<(?:enclosure|link rel="enclosure") [^>]*>/g)]
    .map(([tag]) => `${/(?:url|href)="[^"]*\/([^"]*)"/.exec(tag)[1]} ${/type="([^"]*)"/.exec(tag)[1]}`)
    .join(', ');
const seen = [
  `RSS: ${items(feed.rss2(), 'item').map(types).join(' | ')}`,
  `Atom: ${items(feed.atom1(), 'entry').map(types).join(' | ')}`,
  `JSON: attachments ${JSON.parse(feed.json1()).items.map((item) => item.attachments).map(String).join(' | ')}`,
].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `RSS: form.pdf application/pdf | logo.png image/png
Atom: form.pdf image/pdf | form.pdf image/pdf, logo.png image/png
JSON: attachments undefined | undefined`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
