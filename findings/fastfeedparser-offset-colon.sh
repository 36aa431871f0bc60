#!/usr/bin/env bash
# Versions:  fastfeedparser 0.6.5 (Python 3).
# Guess:     "Thu, 05 Nov 2026 10:00:00 +01:00", a common slip of writers, is 09:00 UTC, or no date.
# Behaviour: it is 10:00 UTC: in a date with the name of a month, an offset with a colon is dropped, and so is one after
#            GMT, as JavaScript prints it. `published` is marked as UTC all the same. In a date as in ISO 8601 the colon is
#            fine.
# Cause:     email.utils.parsedate_to_datetime returns a date without zone for such an offset, and _ensure_utc calls it UTC;
#            the pattern for RFC 822 has no end, so that it stops at GMT of GMT+0100.
# Seen:      Thu, 05 Nov 2026 10:00:00 +0100 -> 2026-11-05T09:00:00+00:00
#            Thu, 05 Nov 2026 10:00:00 +01:00 -> 2026-11-05T10:00:00+00:00
#            Thu, 05 Nov 2026 10:00:00 GMT+0100 -> 2026-11-05T10:00:00+00:00
#            2026-11-05T10:00:00+01:00 -> 2026-11-05T09:00:00+00:00
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python fastfeedparser==0.6.5 >&2

cat > finding.py <<'PY'
import fastfeedparser

rfc = 'Thu, 05 Nov 2026 10:00:00'
for date in [f'{rfc} +0100', f'{rfc} +01:00', f'{rfc} GMT+0100', '2026-11-05T10:00:00+01:00']:
    item = f'<item><title>Nurse</title><link>https://jobs.example/1</link><pubDate>{date}</pubDate></item>'
    feed = fastfeedparser.parse(f'<rss version="2.0"><channel><title>Jobs</title>{item}</channel></rss>')
    print(f'{date} -> {feed.entries[0].published}')
PY
cat > expected <<'TXT'
Thu, 05 Nov 2026 10:00:00 +0100 -> 2026-11-05T09:00:00+00:00
Thu, 05 Nov 2026 10:00:00 +01:00 -> 2026-11-05T10:00:00+00:00
Thu, 05 Nov 2026 10:00:00 GMT+0100 -> 2026-11-05T10:00:00+00:00
2026-11-05T10:00:00+01:00 -> 2026-11-05T09:00:00+00:00
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
