#!/usr/bin/env bash
# Versions:  feedparser 6.0.14 (Python 3).
# Guess:     of an element that occurs twice in an item, both texts can be read; and an element `id` is an id.
# Behaviour: of elements that feedparser does not know, such as the job_listing:* of WP Job Manager, only the last one is
#            kept, without a note in `bozo`. An `id` in an item of RSS is taken for a permanent link: entry.link is "4711"
#            where the item has no link, and entry.id is the guid.
# Seen:      job_listing_location: Berlin
#            categories: ['Care', 'Night']
#            id: g-1, link: 4711, bozo: False
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedparser==6.0.14 >&2

cat > finding.py <<'PY'
import sys
import feedparser

feed = feedparser.parse('''<rss version="2.0" xmlns:job_listing="https://jobs.example/ns"><channel><title>Jobs</title>
<item><title>Nurse</title><id>4711</id><guid>g-1</guid><category>Care</category><category>Night</category>
<job_listing:location>Hamburg</job_listing:location><job_listing:location>Berlin</job_listing:location></item>
</channel></rss>''')
entry = feed.entries[0]
categories = [tag.term for tag in entry.tags]
print(f'job_listing_location: {entry.job_listing_location}')
print(f'categories: {categories}')
print(f'id: {entry.id}, link: {entry.link}, bozo: {bool(feed.bozo)}')
as_found = (
    entry.job_listing_location == 'Berlin'
    and categories == ['Care', 'Night']
    and (entry.id, entry.link, bool(feed.bozo)) == ('g-1', '4711', False)
)
print('as found' if as_found else 'no longer as found')
sys.exit(0 if as_found else 1)
PY
PYTHONPATH=python python3 finding.py
