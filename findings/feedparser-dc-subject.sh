#!/usr/bin/env bash
# Versions:  feedparser 2.6.0 (npm).
# Guess:     a `dc:subject` of an item is one category, as a `category` or `media:category` is.
# Behaviour: it is split at each space: "Human Resources" is two categories, and a second space makes an empty one. Names
#            that mean something as a whole, such as "Part time", become words that other jobs have as well, and a filter
#            for the name itself finds no job of such a feed.
# Cause:     handleItem() and handleMeta() call split(' ') for dc:subject only; Dublin Core has one subject in an element.
# Seen:      <category>Human Resources</category> -> ["Human Resources"]
#            <media:category>Human Resources</media:category> -> ["Human Resources"]
#            <dc:subject>Human Resources</dc:subject> -> ["Human","Resources"]
#            <dc:subject>Part time</dc:subject><dc:subject>Sales  (Spain)</dc:subject> -> ["Part","time","Sales","","(Spain)"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feedparser@2.6.0

cat > finding.mjs <<'JS'
import FeedParser from 'feedparser';

const namespaces = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"';
for (const elements of process.argv.slice(2)) {
  const channel = `<title>Jobs</title><item><title>Nurse</title>${elements}</item>`;
  const parser = new FeedParser();
  parser.end(`<rss version="2.0" ${namespaces}><channel>${channel}</channel></rss>`);
  for await (const item of parser) console.log(`${elements} -> ${JSON.stringify(item.categories)}`);
}
JS
cat > expected <<'TXT'
<category>Human Resources</category> -> ["Human Resources"]
<media:category>Human Resources</media:category> -> ["Human Resources"]
<dc:subject>Human Resources</dc:subject> -> ["Human","Resources"]
<dc:subject>Part time</dc:subject><dc:subject>Sales  (Spain)</dc:subject> -> ["Part","time","Sales","","(Spain)"]
TXT
node finding.mjs '<category>Human Resources</category>' '<media:category>Human Resources</media:category>' \
  '<dc:subject>Human Resources</dc:subject>' '<dc:subject>Part time</dc:subject><dc:subject>Sales  (Spain)</dc:subject>' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
