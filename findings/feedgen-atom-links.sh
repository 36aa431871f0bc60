#!/usr/bin/env bash
# Versions:  feedgen 1.0.0, feedparser 6.0.14 (Python 3).
# Guess:     link(href=…, rel=…, type=…) of a FeedEntry is written into Atom with rel and type, as that of the feed is.
# Behaviour: only href is written, so that by RFC 4287 every link of an entry is its alternate page: a reader has the form
#            or the company for the page of the job, the last one in feedparser, and no enclosure. In RSS the same entry is
#            right.
# Cause:     the loop of atom_entry() gives the new element the name of the loop variable, and then reads rel and type from
#            it.
# Seen:      written: <link href="https://jobs.example/1"/><link href="https://jobs.example/form.pdf"/>
#            feedparser, Atom: link https://jobs.example/form.pdf, 0 enclosures
#            feedparser, RSS: link https://jobs.example/1, 1 enclosures
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedgen==1.0.0 feedparser==6.0.14 >&2

cat > finding.py <<'PY'
import re
import feedparser
from feedgen.feed import FeedGenerator

feed = FeedGenerator()
feed.id('urn:jobs')
feed.title('Jobs')
feed.description('Jobs')
feed.link(href='https://jobs.example/', rel='alternate')
entry = feed.add_entry()
entry.id('urn:job:1')
entry.title('Nurse')
entry.link(href='https://jobs.example/1', rel='alternate', type='text/html')
entry.link(href='https://jobs.example/form.pdf', rel='enclosure', type='application/pdf', length='4711')
atom = feed.atom_str().decode()
print('written:', ''.join(re.findall('<link [^>]*>', atom.split('<entry>')[1])))
for name, xml in (('Atom', atom), ('RSS', feed.rss_str().decode())):
    job = feedparser.parse(xml).entries[0]
    print(f'feedparser, {name}: link {job.link}, {len(job.enclosures)} enclosures')
PY
cat > expected <<'TXT'
written: <link href="https://jobs.example/1"/><link href="https://jobs.example/form.pdf"/>
feedparser, Atom: link https://jobs.example/form.pdf, 0 enclosures
feedparser, RSS: link https://jobs.example/1, 1 enclosures
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
