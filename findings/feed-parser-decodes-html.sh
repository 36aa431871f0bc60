#!/usr/bin/env bash
# Versions:  @rowanmanning/feed-parser 2.1.5.
# Guess:     the HTML of a description is what the feed has after XML is decoded, also from a CDATA section.
# Behaviour: entities are decoded once more: the text List&lt;String&gt; of a description becomes List<String>, which a
#            browser takes for a tag and hides. CDATA sections, content:encoded and Atom of all types are alike, and ids are
#            decoded, too, so that the guids a&b and a&amp;b are one.
# Cause:     textContentNormalized and innerHtml run html-entities over a text that the XML parser has decoded.
# Seen:      escaped: <p>Knows List<String>, 5 < 6</p>
#            CDATA: <p>Knows List<String>, 5 < 6</p>
#            ids: a&b, a&b
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @rowanmanning/feed-parser@2.1.5

cat > finding.mjs <<'JS'
import { parseFeed } from '@rowanmanning/feed-parser';

const html = '<p>Knows List&lt;String&gt;, 5 &lt; 6</p>';
const escaped = html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const item = (guid, description) => `<item><title>Developer</title><guid isPermaLink="false">${guid}</guid><description>${description}</description></item>`;
const xml = `<rss version="2.0"><channel><title>Jobs</title><link>https://jobs.example/</link><description>Jobs</description>
${item('a&amp;b', escaped)}${item('a&amp;amp;b', `<![CDATA[${html}]]>`)}</channel></rss>`;
const [first, second] = parseFeed(xml).items;
const seen = `escaped: ${first.description}\nCDATA: ${second.description}\nids: ${first.id}, ${second.id}`;
console.log(seen);
const isAsFound =
  seen ===
  `escaped: <p>Knows List<String>, 5 < 6</p>
CDATA: <p>Knows List<String>, 5 < 6</p>
ids: a&b, a&b`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
