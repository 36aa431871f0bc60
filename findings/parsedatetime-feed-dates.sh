#!/usr/bin/env bash
# Versions:  parsedatetime 2.6 (Python 3).
# Guess:     parseDT() reads the dates of RSS and Atom, or its flag is 0, which says that a text is no date, as for "until
#            filled".
# Behaviour: it reads other dates, with the flag of a date or a time: 2026-11-05T10:00:00Z is 20:26 of the day on which it
#            is read, with and without an offset, and Thu, 05 Nov 2026 10:00:00 GMT is the first of November. Without the
#            weekday, or with a space for the T, both are read right. No offset counts.
# Cause:     parse() takes what it knows from a text, one after another: the year of a text with a T is a time of four
#            digits, and behind a weekday, Nov 2026 is a month.
# Seen:      (read on 20 December 2026)
#            Thu, 05 Nov 2026 10:00:00 GMT -> 2026-11-01 10:00:00, flag 3
#            2026-11-05T10:00:00Z -> 2026-12-20 20:26:00, flag 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python parsedatetime==2.6 >&2

cat > finding.py <<'PY'
import sys
from datetime import datetime
import parsedatetime

calendar = parsedatetime.Calendar()
for text in sys.argv[1:]:
    date, flag = calendar.parseDT(text, sourceTime=datetime(2026, 12, 20, 8, 0))
    print(f'{text} -> {date}, flag {flag}')
PY
cat > expected <<'TXT'
2026-11-05 -> 2026-11-05 08:00:00, flag 1
2026-11-05 10:00:00 -> 2026-11-05 10:00:00, flag 3
2026-11-05T10:00:00Z -> 2026-12-20 20:26:00, flag 2
2026-11-05T10:00:00+01:00 -> 2026-12-20 20:26:00, flag 2
20261105 -> 2026-12-20 08:00:00, flag 0
Thu, 05 Nov 2026 10:00:00 GMT -> 2026-11-01 10:00:00, flag 3
05 Nov 2026 10:00:00 +0100 -> 2026-11-05 10:00:00, flag 3
5 Nov 2026 -> 2026-11-05 08:00:00, flag 1
until filled -> 2026-12-20 08:00:00, flag 0
TXT
texts=('2026-11-05' '2026-11-05 10:00:00' '2026-11-05T10:00:00Z' '2026-11-05T10:00:00+01:00' '20261105'
  'Thu, 05 Nov 2026 10:00:00 GMT' '05 Nov 2026 10:00:00 +0100' '5 Nov 2026' 'until filled')
PYTHONPATH=python python3 finding.py "${texts[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
