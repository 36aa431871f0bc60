#!/usr/bin/env bash
# Versions:  @extractus/feed-extractor 8.0.3.
# Guess:     the id of an entry is the text of its guid, so that two items with different guids have different ids.
# Behaviour: guids and titles pass through numbers: 007, 7, 7.0 and 0x7 all have the id "7", and the title "00123" is
#            "123". A reader that recognises jobs by this id takes four jobs for one.
# Seen:      007 -> 7, 7 -> 7, 7.0 -> 7, 0x7 -> 7; 4 items, 1 id; title 123
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @extractus/feed-extractor@8.0.3

cat > finding.mjs <<'JS'
import { extractFromXml } from '@extractus/feed-extractor';

const guids = ['007', '7', '7.0', '0x7'];
const items = guids.map(
  (guid) =>
    `<item><title>00123</title><link>https://jobs.example/${guid}</link><guid isPermaLink="false">${guid}</guid></item>`,
);
const head = '<title>Jobs</title><link>https://jobs.example</link><description>Jobs</description>';
const feed = extractFromXml(`<rss version="2.0"><channel>${head}${items.join('')}</channel></rss>`);
const ids = feed.entries.map(({ id }) => id);
const seen = `${guids.map((guid, index) => `${guid} -> ${ids[index]}`).join(', ')}; ${ids.length} items, ${new Set(ids).size} id; title ${feed.entries[0].title}`;
console.log(seen);
const isAsFound = seen === '007 -> 7, 7 -> 7, 7.0 -> 7, 0x7 -> 7; 4 items, 1 id; title 123';
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
