#!/usr/bin/env bash
# Versions:  feedsmith 3.0.1, rss-parser 3.13.0, fast-xml-parser 5.12.1.
# Guess:     generateRssFeed writes the link and the guid of an item as they are, so that any reader gets them back.
# Behaviour: a value with &, < or > becomes a CDATA section on a line of its own: the guid has a line break and spaces on
#            both sides, which belong to the text by the rules of XML. feedsmith trims when it reads and shows nothing of
#            it; rss-parser returns link and guid with the line breaks, so that the id of a job depends on a & in it, and a
#            job whose address gets a second parameter has another id. Atom feeds are alike.
# Cause:     generateTextOrCdataString makes a child node of such a value, and the builder runs with format: true, without
#            an option to switch it off.
# Seen:      rss-parser: "\n        job?id=1&lang=en\n      " | "job?id=2"
#            fast-xml-parser, not trimmed: "\n        job?id=1&lang=en\n      " | "job?id=2"
#            feedsmith: "job?id=1&lang=en" | "job?id=2"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feedsmith@3.0.1 rss-parser@3.13.0 fast-xml-parser@5.12.1

cat > finding.mjs <<'JS'
import { XMLParser } from 'fast-xml-parser';
import { generateRssFeed, parseRssFeed } from 'feedsmith';
import RssParser from 'rss-parser';

const items = ['job?id=1&lang=en', 'job?id=2'].map((value) => ({ title: 'Nurse', guid: { value, isPermaLink: false } }));
const xml = generateRssFeed({ title: 'Jobs', link: 'https://jobs.example/', description: 'Jobs', items });
const exact = new XMLParser({ trimValues: false, parseTagValue: false }).parse(xml);
const guids = {
  'rss-parser': (await new RssParser().parseString(xml)).items.map(({ guid }) => guid),
  'fast-xml-parser, not trimmed': exact.rss.channel.item.map(({ guid }) => guid),
  feedsmith: parseRssFeed(xml).items.map(({ guid }) => guid.value),
};
const seen = Object.entries(guids).map(([reader, ids]) => `${reader}: ${ids.map((id) => JSON.stringify(id)).join(' | ')}`);
console.log(seen.join('\n'));
const padded = '"\\n        job?id=1&lang=en\\n      " | "job?id=2"';
const isAsFound =
  seen.join('\n') ===
  `rss-parser: ${padded}
fast-xml-parser, not trimmed: ${padded}
feedsmith: "job?id=1&lang=en" | "job?id=2"`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
