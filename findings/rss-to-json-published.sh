#!/usr/bin/env bash
# Versions:  rss-to-json 2.1.1.
# Guess:     `published` of an Atom entry is its <published>, and `id` of an RSS item its <guid>.
# Behaviour: `published` of every Atom entry is the time at which the feed was read, and `created` is its <updated>. An
#            RSS item without a pubDate is of now as well. A guid without an attribute is dropped: `id` is undefined; with
#            isPermaLink it is there, as a number if it looks like one (007 is 7).
# Cause:     parse() reads `created` and `pubDate` and falls back to Date.now(); it reads guid.$text, and the XML parser
#            makes a text with that name only of elements with attributes.
# Seen:      Atom: published while it was read true, created 2026-11-06T10:00:00.000Z
#            RSS: <guid>j-1</guid> -> undefined undefined
#            RSS: <guid isPermaLink="false">007</guid> -> number 7
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rss-to-json@2.1.1

cat > finding.mjs <<'JS'
import { createServer } from 'node:http';
import rssToJson from 'rss-to-json';

const dates = '<published>2026-11-05T10:00:00Z</published><updated>2026-11-06T10:00:00Z</updated>';
const guids = ['<guid>j-1</guid>', '<guid isPermaLink="false">j-1</guid>', '<guid isPermaLink="false">007</guid>'];
const items = guids.map((guid) => `<item><title>Nurse</title>${guid}</item>`).join('');
const documents = {
  '/atom': `<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title><id>urn:jobs</id><updated>2026-11-06T10:00:00Z</updated>
    <entry><id>urn:jobs:1</id><title>Nurse</title>${dates}</entry></feed>`,
  '/rss': `<rss version="2.0"><channel><title>Jobs</title>${items}</channel></rss>`,
};
const { parse } = rssToJson;
const server = createServer((request, response) => response.end(documents[request.url])).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const origin = `http://127.0.0.1:${server.address().port}`;
const started = Date.now();
const [entry] = (await parse(`${origin}/atom`)).items;
const jobs = (await parse(`${origin}/rss`)).items;
server.close();

const isNow = (time) => time >= started && time <= Date.now();
const seen = [
  `Atom: published while it was read ${isNow(entry.published)}, created ${new Date(entry.created).toISOString()}`,
  `RSS without pubDate: published while it was read ${jobs.every(({ published }) => isNow(published))}`,
  ...jobs.map(({ id }, index) => `RSS: ${guids[index]} -> ${typeof id} ${id}`),
].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `Atom: published while it was read true, created 2026-11-06T10:00:00.000Z
RSS without pubDate: published while it was read true
RSS: <guid>j-1</guid> -> undefined undefined
RSS: <guid isPermaLink="false">j-1</guid> -> string j-1
RSS: <guid isPermaLink="false">007</guid> -> number 7`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
