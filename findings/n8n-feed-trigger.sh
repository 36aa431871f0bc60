#!/usr/bin/env bash
# Versions:  n8n-nodes-base 2.41.2 (its RSS Feed Trigger), with n8n-workflow 2.41.0, rss-parser 3.13.0, moment-timezone
#            0.5.48.
# Guess:     each poll starts the workflow with the items that were not in the feed before.
# Behaviour: it returns items with a later date than the latest of the poll before. A job added later on the same day is
#            lost where dates are days, as is one that a board adds with the date of its first publication. One item with a
#            date of next month stops the trigger until then. If the last item has no date, it never returns anything. In
#            each case there is no error.
# Cause:     poll() in RssFeedReadTrigger keeps one date per feed and no ids. reduce() takes the later one of two items by
#            >, which is false for an item without a date, so that undefined is stored, and the next poll begins with now.
# Seen:      two jobs of today, a third one later: (none) | 1, 2 | (none)
#            a date of next month, then two of today: (none) | 1, 9 | (none)
#            the last item has no date: (none) | (none) | (none)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install n8n-workflow@2.41.0 rss-parser@3.13.0 moment-timezone@0.5.48
npm pack --silent n8n-nodes-base@2.41.2 >&2
tar xzf n8n-nodes-base-2.41.2.tgz package/package.json package/dist/nodes/RssFeedRead

cat > finding.mjs <<'JS'
import { RssFeedReadTrigger } from './package/dist/nodes/RssFeedRead/RssFeedReadTrigger.node.js';

// The first poll sees the jobs of yesterday, each further one the feed as it is then.
async function poll(name, ...feeds) {
  const data = {};
  const results = [];
  for (const items of feeds) {
    const xml = items.map(([guid, date]) => `<item><guid>${guid}</guid>${date ? `<pubDate>${date}</pubDate>` : ''}</item>`);
    const context = {
      getMode: () => 'trigger',
      getNodeParameter: () => 'https://jobs.example/feed.xml',
      getWorkflowStaticData: () => data,
      helpers: {
        httpRequest: async () => `<rss version="2.0"><channel><title>Jobs</title>${xml.join('')}</channel></rss>`,
        returnJsonArray: (found) => found,
      },
    };
    const found = await new RssFeedReadTrigger().poll.call(context);
    results.push(found ? found[0].map((item) => item.guid).join(', ') : '(none)');
    // n8n keeps the data as JSON.
    Object.assign(data, { lastItemDate: undefined }, JSON.parse(JSON.stringify(data)));
  }
  console.log(`${name}: ${results.join(' | ')}`);
}

const day = (offset) => `${new Date(Date.now() + offset * 86_400_000).toUTCString().slice(0, 16)} 00:00:00 GMT`;
const [yesterday, today, later] = [day(-1), day(0), day(30)];
await poll('times of day', [[0, yesterday]], [[1, today], [0, yesterday]], [[2, today.replace('00:00:00', '00:00:01')], [1, today]]);
await poll('two jobs of today, a third one later', [[0, yesterday]], [[1, today], [2, today]], [[3, today], [1, today], [2, today]]);
await poll('a date of next month, then two of today', [[0, yesterday]], [[1, today], [9, later]], [[2, today], [3, today], [9, later]]);
await poll('the last item has no date', [[0, yesterday], [7]], [[1, today], [0, yesterday], [7]], [[2, today], [1, today], [7]]);
JS
cat > expected <<'TXT'
times of day: (none) | 1 | 2
two jobs of today, a third one later: (none) | 1, 2 | (none)
a date of next month, then two of today: (none) | 1, 9 | (none)
the last item has no date: (none) | (none) | (none)
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
