#!/usr/bin/env bash
# Versions:  feedparser 6.0.14 (Python 3).
# Guess:     +0530 and +05:30 are the same offset: RFC 822 writes the one, RFC 3339 the other, and feeds have both.
# Behaviour: in a date with "T", an offset without colon loses its tens of minutes: +0530 counts as +05:00, so that the
#            times of an Indian feed are half an hour late, and +0545 as +05:05. In a date as in RFC 822 both forms are
#            right.
# Cause:     _parse_date_w3dtf takes the hours from the characters 1 to 3 of the offset and the minutes from 4 on, as if
#            there always were a colon; this handler runs before the one of ISO 8601.
# Seen:      2026-11-05T10:00:00+05:30 -> 04:30
#            2026-11-05T10:00:00+0530 -> 05:00
#            2026-11-05T10:00:00+0545 -> 04:55
#            Thu, 05 Nov 2026 10:00:00 +0530 -> 04:30
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedparser==6.0.14 >&2

cat > finding.py <<'PY'
import time
import feedparser

iso, rfc = '2026-11-05T10:00:00', 'Thu, 05 Nov 2026 10:00:00 '
for date in [f'{iso}+05:30', f'{iso}+0530', f'{iso}+0545', f'{rfc}+0530']:
    entry = f'<entry><title>Nurse</title><updated>{date}</updated></entry>'
    feed = feedparser.parse(f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title>{entry}</feed>')
    print(f"{date} -> {time.strftime('%H:%M', feed.entries[0].updated_parsed)}" + (' (bozo)' if feed.bozo else ''))
PY
cat > expected <<'TXT'
2026-11-05T10:00:00+05:30 -> 04:30
2026-11-05T10:00:00+0530 -> 05:00
2026-11-05T10:00:00+0545 -> 04:55
Thu, 05 Nov 2026 10:00:00 +0530 -> 04:30
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
