#!/usr/bin/env bash
# Versions:  ofetch 1.5.1 (the $fetch of Nuxt), fast-xml-parser 5.12.1, txml 6.0.3, cheerio 1.2.0, linkedom 0.18.15.
# Guess:     ofetch gives the text of a feed whatever its server calls it, and an XML parser that does not get a text raises.
# Behaviour: only text/xml and application/xml are texts. The types registered for feeds, application/rss+xml and
#            application/atom+xml, and NDJSON are a Blob, and four parsers read that as a feed without an item, without an
#            error. When a server corrects the type of its feed, all its jobs seem to be gone.
# Cause:     detectResponseType in ofetch knows a list of types for texts, without +xml; the parsers make a text of what they
#            get, "[object Blob]", or find no tag in it.
# Seen:      text/xml:             string, items 1, 1, 1, 1
#            application/xml:      string, items 1, 1, 1, 1
#            application/rss+xml:  Blob, items 0, 0, 0, 0
#            application/atom+xml: Blob, items 0, 0, 0, 0
#            application/x-ndjson: Blob
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install ofetch@1.5.1 fast-xml-parser@5.12.1 txml@6.0.3 cheerio@1.2.0 linkedom@0.18.15

cat > finding.mjs <<'JS'
import http from 'node:http';
import { load } from 'cheerio';
import { XMLParser } from 'fast-xml-parser';
import { DOMParser } from 'linkedom';
import { ofetch } from 'ofetch';
import * as txml from 'txml';

const server = http.createServer(({ url }, response) => {
  response.setHeader('Content-Type', url.slice(1));
  response.end('<rss version="2.0"><channel><item><title>Nurse</title></item></channel></rss>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const counts = (feed) => [
  [new XMLParser().parse(feed).rss?.channel.item ?? []].flat().length,
  txml.filter(txml.parse(feed), ({ tagName }) => tagName === 'item').length,
  load(feed, { xml: true })('item').length,
  new DOMParser().parseFromString(feed, 'text/xml').querySelectorAll('item').length,
];
for (const type of ['text/xml', 'application/xml', 'application/rss+xml', 'application/atom+xml', 'application/x-ndjson']) {
  const feed = await ofetch(`http://127.0.0.1:${server.address().port}/${type}`);
  const kind = typeof feed === 'string' ? 'string' : feed.constructor.name;
  console.log(`${`${type}:`.padEnd(21)} ${kind}${type.endsWith('xml') ? `, items ${counts(feed).join(', ')}` : ''}`);
}
process.exit();
JS
cat > expected <<'TXT'
text/xml:             string, items 1, 1, 1, 1
application/xml:      string, items 1, 1, 1, 1
application/rss+xml:  Blob, items 0, 0, 0, 0
application/atom+xml: Blob, items 0, 0, 0, 0
application/x-ndjson: Blob
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
