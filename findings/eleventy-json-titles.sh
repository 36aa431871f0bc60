#!/usr/bin/env bash
# Versions:  @11ty/eleventy-plugin-rss 3.0.0, @11ty/eleventy 3.1.8.
# Guess:     the JSON Feed that feedPlugin writes has the same title for an entry as its RSS and Atom.
# Behaviour: it has the title as HTML: `R&D Lead` is "R&amp;D Lead", which every reader of JSON Feed shows as it is,
#            because a title there is plain text. So are the title of the feed and the author; `content_html` is right.
# Cause:     the template has "title": "{{ post.data.title }}", which Nunjucks escapes as HTML; `dump` is used for the
#            content only.
# Seen:      /feed.json: written R&amp;D Lead, read as R&amp;D Lead
#            /feed.rss: written R&amp;D Lead, read as R&D Lead
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @11ty/eleventy-plugin-rss@3.0.0 @11ty/eleventy@3.1.8
mkdir input
printf -- '---\ntitle: R&D Lead\ntags: jobs\ndate: 2026-11-05\n---\n<p>R&amp;D</p>\n' > input/job.md

cat > finding.mjs <<'JS'
import { Eleventy } from '@11ty/eleventy';
import { feedPlugin } from '@11ty/eleventy-plugin-rss';

const config = (eleventy) => {
  for (const type of ['rss', 'atom', 'json']) {
    eleventy.addPlugin(feedPlugin, { type, outputPath: `/feed.${type}`, collection: { name: 'jobs' } });
  }
};
const pages = await new Eleventy('input', 'output', { quietMode: true, config }).toJSON();
for (const { url, content } of pages.filter(({ url }) => url.startsWith('/feed.')).sort((a, b) => (a.url < b.url ? -1 : 1))) {
  const isJson = url.endsWith('json');
  const title = isJson ? JSON.parse(content).items[0].title : /<(?:item|entry)>\s*<title>(.*?)<\/title>/.exec(content)[1];
  console.log(`${url}: written ${title}, read as ${isJson ? title : title.replace('&amp;', '&')}`);
}
JS
cat > expected <<'TXT'
/feed.atom: written R&amp;D Lead, read as R&D Lead
/feed.json: written R&amp;D Lead, read as R&amp;D Lead
/feed.rss: written R&amp;D Lead, read as R&D Lead
TXT
node finding.mjs 2>node.log | tee seen || cat node.log
cmp -s seen expected || { cat node.log; echo 'no longer as found'; exit 1; }
echo 'as found'
