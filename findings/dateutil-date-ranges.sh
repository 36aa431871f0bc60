#!/usr/bin/env bash
# Versions:  python-dateutil 4.0.0, pandas 3.1.1 (Python 3.11 or newer).
# Guess:     two dates in a text, such as the interval 2026-11-05/2026-12-05 of ISO 8601 or "5-7 Nov 2026", are refused,
#            or are the first of them.
# Behaviour: without fuzzy=True, dateutil reads the interval as 20:26 on the first day, five hours west of Greenwich, and
#            "5-7 Nov 2026" as 7 November 2005, 20:26. pandas.to_datetime() reads single texts in the same way. Whether
#            an interval is refused depends on its last day, because no offset has 24 hours.
# Cause:     once year, month and day are known, four digits are hours and minutes, and a number behind a hyphen after a
#            time is an offset; the first two numbers of 5-7 Nov are a year and a day.
# Seen:      2026-11-05/2026-12-05 -> dateutil 2026-11-05 20:26:00-05:00, pandas 2026-11-05 20:26:00-05:00
#            5-7 Nov 2026 -> dateutil 2005-11-07 20:26:00, pandas 2005-11-07 20:26:00
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python python-dateutil==4.0.0 pandas==3.1.1 >&2

cat > finding.py <<'PY'
import sys
import warnings

import pandas
from dateutil import parser

warnings.simplefilter('ignore')


def read(parse, text):
    try:
        return str(parse(text))
    except ValueError:
        return 'refused'


for text in sys.argv[1:]:
    print(f'{text} -> dateutil {read(parser.parse, text)}, pandas {read(pandas.to_datetime, text)}')
PY
cat > expected <<'TXT'
2026-11-05 -> dateutil 2026-11-05 00:00:00, pandas 2026-11-05 00:00:00
2026-11-05/2026-12-05 -> dateutil 2026-11-05 20:26:00-05:00, pandas 2026-11-05 20:26:00-05:00
2026-11-05/2026-12-31 -> dateutil refused, pandas refused
2026-11-05 - 2026-12-15 -> dateutil 2026-11-05 20:26:00-15:00, pandas 2026-11-05 20:26:00-15:00
5-7 Nov 2026 -> dateutil 2005-11-07 20:26:00, pandas 2005-11-07 20:26:00
28-30 Nov 2026 -> dateutil 2028-11-30 20:26:00, pandas 2028-11-30 20:26:00
Nov 5-7, 2026 -> dateutil 2007-11-05 20:26:00, pandas 2007-11-05 20:26:00
TXT
texts=(2026-11-05 2026-11-05/2026-12-05 2026-11-05/2026-12-31 '2026-11-05 - 2026-12-15' '5-7 Nov 2026' '28-30 Nov 2026' 'Nov 5-7, 2026')
PYTHONPATH=python python3 finding.py "${texts[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
