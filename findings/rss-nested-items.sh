#!/usr/bin/env bash
# Versions:  feedparser 6.0.14 (Python 3), feedparser 2.6.0 (Node), htmlparser2 12.0.0.
# Guess:     an element `item` within a foreign element of a record (a list of tasks, say) is a part of that record.
# Behaviour: all three readers take it for a record of its own. Python's feedparser also ends the outer record with it: the
#            title and the link that follow replace those of the feed, `bozo` is false, and the job keeps its id only.
#            Node's feedparser emits the two inner records before the job that contains them.
# Cause:     _start_item and _end_item of feedparser set and clear one flag without a depth; Node's feedparser asks for the
#            local name only, and parseFeed of htmlparser2 looks for `item` at any depth.
# Seen:      feedparser (Python): 1 - | - - | - - | 2 Cook; feed Nurse
#            feedparser (Node): - - | - - | 1 Nurse | 2 Cook; feed Jobs
#            htmlparser2: 1 Nurse | - - | - - | 2 Cook; feed Jobs
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install feedparser@2.6.0 htmlparser2@12.0.0
pip install --quiet --target python feedparser==6.0.14 >&2

cat > feed.xml <<'XML'
<rss version="2.0" xmlns:job="https://jobs.example/ns"><channel><title>Jobs</title><link>https://jobs.example/</link>
<description>All jobs</description>
<item><guid isPermaLink="false">1</guid><job:tasks><item>Night shift</item><item>Handover</item></job:tasks>
<title>Nurse</title><link>https://jobs.example/1</link></item>
<item><guid isPermaLink="false">2</guid><title>Cook</title><link>https://jobs.example/2</link></item>
</channel></rss>
XML
cat > finding.py <<'PY'
import feedparser

feed = feedparser.parse(open('feed.xml').read())
items = [f"{entry.get('id', '-')} {entry.get('title', '-')}" for entry in feed.entries]
print(f"feedparser (Python): {' | '.join(items)}; feed {feed.feed.title}" + (' (bozo)' if feed.bozo else ''))
PY
cat > finding.mjs <<'JS'
import { createReadStream, readFileSync } from 'node:fs';
import FeedParser from 'feedparser';
import { parseFeed } from 'htmlparser2';

const line = (reader, items, title) => `${reader}: ${items.map(([id, name]) => `${id ?? '-'} ${name ?? '-'}`).join(' | ')}; feed ${title}`;
const parser = createReadStream('feed.xml').pipe(new FeedParser({}));
const items = [];
for await (const item of parser) items.push([item.guid, item.title]);
console.log(line('feedparser (Node)', items, parser.meta.title));
const feed = parseFeed(readFileSync('feed.xml', 'utf8'));
console.log(line('htmlparser2', feed.items.map(({ id, title }) => [id, title]), feed.title));
JS
cat > expected <<'TXT'
feedparser (Python): 1 - | - - | - - | 2 Cook; feed Nurse
feedparser (Node): - - | - - | 1 Nurse | 2 Cook; feed Jobs
htmlparser2: 1 Nurse | - - | - - | 2 Cook; feed Jobs
TXT
{ PYTHONPATH=python python3 finding.py; node finding.mjs; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
