#!/usr/bin/env bash
# Versions:  @ascorbic/feed-loader 2.0.1 (live collections of Astro), with @rowanmanning/feed-parser 2.1.5, zod 3.25.76 (as
#            astro/zod).
# Guess:     getLiveCollection('jobs', { category: 'Nursing', limit: 3 }) returns the first three items of that category.
# Behaviour: it takes the first three items of the feed, and returns those of them that are of the category: none, if the
#            feed begins with others. The same holds for author, since and until. A category counts if the word is anywhere
#            in it: IT finds Hospitality. There is no error.
# Cause:     loadCollection() of liveFeedLoader slices the items before it filters them, and compares categories by
#            includes().
# Seen:      limit 3: 1, 2, 3
#            category Nursing: 4, 5, 6
#            category Nursing, limit 3: (none)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @ascorbic/feed-loader@2.0.1 @rowanmanning/feed-parser@2.1.5 zod@3.25.76
# Of Astro, the loader needs its copy of zod only.
mkdir -p node_modules/astro
echo '{"name":"astro","version":"5.0.0","type":"module","exports":{"./zod":"./zod.js"}}' > node_modules/astro/package.json
echo "export { z } from 'zod';" > node_modules/astro/zod.js

cat > finding.mjs <<'JS'
import { createServer } from 'node:http';
import { liveFeedLoader } from '@ascorbic/feed-loader';

const categories = ['Hospitality', 'Hospitality', 'IT', 'Nursing', 'Nursing', 'Nursing'];
const items = categories.map((category, index) => {
  const date = `<pubDate>0${index + 1} Oct 2026 10:00:00 GMT</pubDate>`;
  return `<item><guid>${index + 1}</guid><title>Job</title><category>${category}</category>${date}</item>`;
});
const feed = `<rss version="2.0"><channel><title>Jobs</title>${items.join('')}</channel></rss>`;
const server = createServer((_, response) => response.setHeader('Content-Type', 'application/rss+xml').end(feed));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const loader = liveFeedLoader({ url: `http://127.0.0.1:${server.address().port}/` });
async function load(name, filter) {
  const { entries } = await loader.loadCollection({ filter });
  console.log(`${name}: ${entries.map(({ id }) => id).join(', ') || '(none)'}`);
}
await load('limit 3', { limit: 3 });
await load('category Nursing', { category: 'Nursing' });
await load('category Nursing, limit 3', { category: 'Nursing', limit: 3 });
await load('since 4 October', { since: new Date('2026-10-04') });
await load('since 4 October, limit 3', { since: new Date('2026-10-04'), limit: 3 });
await load('category IT', { category: 'IT' });
server.close();
JS
cat > expected <<'TXT'
limit 3: 1, 2, 3
category Nursing: 4, 5, 6
category Nursing, limit 3: (none)
since 4 October: 4, 5, 6
since 4 October, limit 3: (none)
category IT: 1, 2, 3
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
