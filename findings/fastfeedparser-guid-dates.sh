#!/usr/bin/env bash
# Versions:  fastfeedparser 0.6.5, python-dateutil 4.0.0 (Python 3).
# Guess:     an item whose `pubDate` is missing or cannot be read has no date of publication, or the one of its `updated`.
# Behaviour: its guid is read as a date, before `updated`: the job 150324 was published on 15 March 2024, and job 17 on day
#            17 of the month in which the feed is read. What sorts by `published`, or drops what is old, drops such a job
#            or has a new date for it each month.
# Cause:     _parse_rss_feed_entry_fast() calls _parse_date() with each guid that is no address, and dateutil fills in the
#            parts that a text does not have from today.
# Seen:      150324, no date -> 2024-03-15T00:00:00+00:00
#            150324, updated -> 2024-03-15T00:00:00+00:00
#            job-17, updated -> 2026-11-05T10:00:00+00:00
#            17, no date -> day 17 of this month: True
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python fastfeedparser==0.6.5 python-dateutil==4.0.0 >&2

cat > finding.py <<'PY'
import datetime
import fastfeedparser


def published(guid, dates=''):
    item = f'<item><title>Nurse</title><link>https://jobs.example/{guid}</link><guid isPermaLink="false">{guid}</guid>{dates}</item>'
    return fastfeedparser.parse(f'<rss version="2.0"><channel><title>Jobs</title>{item}</channel></rss>').entries[0].get('published')


updated = '<updated>2026-11-05T10:00:00Z</updated>'
for guid in ('150324', '20240317', 'job-17'):
    print(f'{guid}, no date -> {published(guid)}')
print(f'job-17, updated -> {published("job-17", updated)}')
print(f'150324, updated -> {published("150324", updated)}')
print(f'150324, pubDate today -> {published("150324", "<pubDate>today</pubDate>")}')
month = datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m')
print(f'17, no date -> day 17 of this month: {published("17") == f"{month}-17T00:00:00+00:00"}')
PY
cat > expected <<'TXT'
150324, no date -> 2024-03-15T00:00:00+00:00
20240317, no date -> 2024-03-17T00:00:00+00:00
job-17, no date -> None
job-17, updated -> 2026-11-05T10:00:00+00:00
150324, updated -> 2024-03-15T00:00:00+00:00
150324, pubDate today -> 2024-03-15T00:00:00+00:00
17, no date -> day 17 of this month: True
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
