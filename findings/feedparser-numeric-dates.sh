#!/usr/bin/env bash
# Versions:  feedparser 6.0.14 (Python 3).
# Guess:     published_parsed is the date, or None for a form that feedparser does not know.
# Behaviour: a date of digits in another order is read in part, and the rest is made up. A day-first date with hyphens, as
#            Dutch, Indian and British boards write it, is a day of another year, and 2026/03/05 is the first day of the
#            month in which it is read, so that every job changes its date at the turn of a month. 14.10.2026 is None.
# Cause:     the templates of _parse_date_iso8601 match a prefix (YY-MM-DD: "12-10-20" of "12-10-2026"; YYYY: "2026"),
#            nothing asks for the end of the text, and a missing month is that of the clock.
# Seen:      12-10-2026 -> 2012-10-20
#            05-11-2026 09:30 -> 2005-11-20
#            2026/03/05 -> the first of this month
#            14.10.2026 -> None
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedparser==6.0.14 >&2

cat > finding.py <<'PY'
import time
import feedparser

def read(date):
    item = f'<item><title>Nurse</title><pubDate>{date}</pubDate></item>'
    parsed = feedparser.parse(f'<rss version="2.0"><channel><title>Jobs</title>{item}</channel></rss>').entries[0].get('published_parsed')
    return parsed and time.strftime('%Y-%m-%d', parsed)

for date in ['12-10-2026', '05-11-2026 09:30', '2026/03/05', '14.10.2026']:
    month = time.strftime('2026-%m-01', time.gmtime())
    found = read(date)
    print(f"{date} -> {'the first of this month' if date == '2026/03/05' and found == month else found}")
PY
cat > expected <<'TXT'
12-10-2026 -> 2012-10-20
05-11-2026 09:30 -> 2005-11-20
2026/03/05 -> the first of this month
14.10.2026 -> None
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
