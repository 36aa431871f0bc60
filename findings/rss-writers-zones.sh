#!/usr/bin/env bash
# Versions:  PyRSS2Gen 1.1, rfeed 1.1.1 (Python 3).
# Guess:     a pubDate that is a datetime with a zone is written as the same moment, as feedgen does, with its offset or
#            converted to GMT.
# Behaviour: both write the local time with GMT behind it: 10:00 in Berlin is 10:00 GMT, one or two hours late, and 23:30 in
#            New York is four or five hours early. A datetime without a zone and one with any zone are the same text.
# Cause:     _format_date() of PyRSS2Gen and _date() of rfeed put the fields of the datetime and the letters GMT into one
#            format.
# Seen:      2026-11-05T10:00:00+01:00 -> PyRSS2Gen Thu, 05 Nov 2026 10:00:00 GMT, rfeed Thu, 05 Nov 2026 10:00:00 GMT
#            feedgen Thu, 05 Nov 2026 10:00:00 +0100
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python PyRSS2Gen==1.1 rfeed==1.1.1 feedgen==1.0.0 >&2

cat > finding.py <<'PY'
import re
import sys
from datetime import datetime
import PyRSS2Gen
import rfeed
from feedgen.feed import FeedGenerator


def published(feed):
    return re.search('<pubDate>(.*)</pubDate>', feed)[1]


for text in sys.argv[1:]:
    date = datetime.fromisoformat(text)
    channel = {'title': 'Jobs', 'link': 'https://jobs.example/', 'description': 'Jobs'}
    pyrss2gen = PyRSS2Gen.RSS2(**channel, items=[PyRSS2Gen.RSSItem(title='Nurse', pubDate=date)]).to_xml()
    rfeed_ = rfeed.Feed(**channel, items=[rfeed.Item(title='Nurse', pubDate=date)]).rss()
    print(f'{text} -> PyRSS2Gen {published(pyrss2gen)}, rfeed {published(rfeed_)}')
    if date.tzinfo:
        generator = FeedGenerator()
        generator.title('Jobs')
        generator.link(href='https://jobs.example/')
        generator.description('Jobs')
        entry = generator.add_entry()
        entry.title('Nurse')
        entry.pubDate(date)
        print(f"  feedgen {published(generator.rss_str().decode().partition('<item>')[2])}")
PY
cat > expected <<'TXT'
2026-11-05T10:00:00 -> PyRSS2Gen Thu, 05 Nov 2026 10:00:00 GMT, rfeed Thu, 05 Nov 2026 10:00:00 GMT
2026-11-05T10:00:00+01:00 -> PyRSS2Gen Thu, 05 Nov 2026 10:00:00 GMT, rfeed Thu, 05 Nov 2026 10:00:00 GMT
  feedgen Thu, 05 Nov 2026 10:00:00 +0100
2026-11-05T23:30:00-05:00 -> PyRSS2Gen Thu, 05 Nov 2026 23:30:00 GMT, rfeed Thu, 05 Nov 2026 23:30:00 GMT
  feedgen Thu, 05 Nov 2026 23:30:00 -0500
TXT
PYTHONPATH=python python3 finding.py 2026-11-05T10:00:00 2026-11-05T10:00:00+01:00 2026-11-05T23:30:00-05:00 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
