#!/usr/bin/env bash
# Versions:  rss 1.2.2, saxes 6.0.0.
# Guess:     lat and long of an item are written as geo:lat and geo:long, and 0 is a number like any other.
# Behaviour: a 0 is left out, and the prefix geo is declared only if an item has two numbers that are not 0: a feed whose
#            one job with a position is on the meridian of Greenwich has <geo:lat> without a namespace, and a parser that
#            knows namespaces refuses the whole feed. One other job with a position hides it.
# Cause:     the declaration depends on (item.lat && item.long), the elements on ifTruePush.
# Seen:      0.1, 51.5: <geo:lat>51.5</geo:lat><geo:long>0.1</geo:long>, read
#            0, 51.5: <geo:lat>51.5</geo:lat>, refused
#            both: <geo:lat>51.5</geo:lat><geo:long>0.1</geo:long><geo:lat>51.5</geo:lat>, read
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install rss@1.2.2 saxes@6.0.0

cat > finding.mjs <<'JS'
import RSS from 'rss';
import { SaxesParser } from 'saxes';

function isRead(xml) {
  try {
    new SaxesParser({ xmlns: true }).write(xml).close();
    return true;
  } catch {
    return false;
  }
}
function write(...longitudes) {
  const feed = new RSS({ title: 'Jobs', site_url: 'https://jobs.example/', feed_url: 'https://jobs.example/rss' });
  for (const long of longitudes) feed.item({ title: 'Nurse', url: `https://jobs.example/${long}`, lat: 51.5, long });
  const xml = feed.xml();
  return `${xml.match(/<geo:[^/]*\/[^>]*>/g).join('')}, ${isRead(xml) ? 'read' : 'refused'}`;
}
const seen = [`0.1, 51.5: ${write(0.1)}`, `0, 51.5: ${write(0)}`, `both: ${write(0.1, 0)}`].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `0.1, 51.5: <geo:lat>51.5</geo:lat><geo:long>0.1</geo:long>, read
0, 51.5: <geo:lat>51.5</geo:lat>, refused
both: <geo:lat>51.5</geo:lat><geo:long>0.1</geo:long><geo:lat>51.5</geo:lat>, read`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
