#!/usr/bin/env bash
# Versions:  feedparser-rs 0.7.1, feedparser 6.0.14 (Python 3).
# Guess:     feedparser-rs, by its README a drop-in replacement for feedparser, reads what that reads: also elements that neither
#            knows, which feedparser keeps by their name.
# Behaviour: it drops those elements: a job has neither company nor salary, in a namespace or without. Of the categories it
#            keeps the first 100, without a sign, and of the items the first 10,000, with bozo alone as a sign; parse() has no
#            option for that. Titles of RSS are HTML: R&D is R&amp;D, 50 > 40 is 50 &gt; 40.
# Cause:     its entries have fixed fields, and ParserLimits has max_tags and max_entries; titles pass through the sanitizer of
#            HTML, whether they have tags or not.
# Seen:      company -> feedparser Acme, feedparser-rs None
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedparser-rs==0.7.1 feedparser==6.0.14 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import feedparser
import feedparser_rs


def show(name, items, value):
    feed = f'<rss version="2.0" xmlns:job="https://jobs.example/ns"><channel><title>Jobs</title>{items}</channel></rss>'
    print(f'{name} -> feedparser {value(feedparser.parse(feed))}, feedparser-rs {value(feedparser_rs.parse(feed))}')


job = '<item><title>R&amp;D, 50 &gt; 40</title><company>Acme</company><job:salary>50000</job:salary></item>'
for field in ('company', 'job_salary', 'title'):
    show(field, job, lambda feed: feed.entries[0].get(field))
categories = ''.join(f'<category>c{number}</category>' for number in range(150))
show('categories', f'<item>{categories}</item>', lambda feed: f'{len(feed.entries[0].tags)} (bozo {bool(feed.bozo)})')
items = ''.join(f'<item><guid>{number}</guid></item>' for number in range(10_500))
show('items', items, lambda feed: f'{len(feed.entries)} (bozo {bool(feed.bozo)})')
PY
cat > expected <<'TXT'
company -> feedparser Acme, feedparser-rs None
job_salary -> feedparser 50000, feedparser-rs None
title -> feedparser R&D, 50 > 40, feedparser-rs R&amp;D, 50 &gt; 40
categories -> feedparser 150 (bozo False), feedparser-rs 100 (bozo False)
items -> feedparser 10500 (bozo False), feedparser-rs 10000 (bozo True)
TXT
{ PYTHONPATH=python python3 finding.py 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
