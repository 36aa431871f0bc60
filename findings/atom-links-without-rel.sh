#!/usr/bin/env bash
# Versions:  rss-parser 3.13.0, htmlparser2 12.0.0.
# Guess:     the link of an Atom entry is the one with rel="alternate" or, as RFC 4287 has it, the one without rel.
# Behaviour: a link without rel does not count as alternate. rss-parser falls back to the first link of all: the link of a
#            job is its logo, the link of the feed is its next page, and feedUrl, which should be rel="self", is the second
#            link. parseFeed of htmlparser2 ignores rel, so that a related page of the company replaces an explicit
#            alternate, too.
# Cause:     getLink of rss-parser compares rel with a name and then takes a position; htmlparser2 takes the first element.
# Seen:      rss-parser: feed ?page=2 (feedUrl /), Nurse /logo.png, Cook /2
#            htmlparser2: feed ?page=2, Nurse /logo.png, Cook /company
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rss-parser@3.13.0 htmlparser2@12.0.0

cat > finding.mjs <<'JS'
import { parseFeed } from 'htmlparser2';
import RssParser from 'rss-parser';

const entry = (title, links) => `<entry><id>urn:job:${title}</id><title>${title}</title><updated>2026-11-05T10:00:00Z</updated>${links}</entry>`;
const xml = `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:jobs</id><title>Jobs</title><updated>2026-11-05T10:00:00Z</updated>
<link rel="next" href="?page=2"/><link href="/"/>
${entry('Nurse', '<link rel="enclosure" href="/logo.png"/><link href="/1"/>')}
${entry('Cook', '<link rel="related" href="/company"/><link rel="alternate" href="/2"/>')}</feed>`;
const jobs = ({ items }) => items.map(({ title, link }) => `${title} ${link}`).join(', ');
const feed = await new RssParser().parseString(xml);
const plain = parseFeed(xml);
const seen = `rss-parser: feed ${feed.link} (feedUrl ${feed.feedUrl}), ${jobs(feed)}\nhtmlparser2: feed ${plain.link}, ${jobs(plain)}`;
console.log(seen);
const isAsFound =
  seen ===
  `rss-parser: feed ?page=2 (feedUrl /), Nurse /logo.png, Cook /2
htmlparser2: feed ?page=2, Nurse /logo.png, Cook /company`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
