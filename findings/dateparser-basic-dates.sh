#!/usr/bin/env bash
# Versions:  dateparser 1.5.0 (Python 3).
# Guess:     20261105T100000Z, the basic format of ISO 8601, is read as that moment, or is None as it is with +0100.
# Behaviour: it is a number of days before now: 100000 days for 10:00:00, 90000 days for 09:00:00. 2026-11-05T10:00:00,5Z
#            and 2026-11-05T10Z are five and ten days before now. STRICT_PARSING changes nothing; with `languages=['en']`
#            all of them are None.
# Cause:     without accents, `ź` (day in Lower Sorbian) is `z`, and the freshness parser takes the number before it,
#            whatever else is in the text.
# Seen:      on 2026-11-30: 20261105T100000Z -> 1753-02-14T00:00:00 (dsb)
#                           2026-11-05T10Z -> 2026-11-20T00:00:00 (dsb)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python dateparser==1.5.0 >&2

cat > finding.py <<'PY'
import sys
import warnings
from datetime import datetime

from dateparser.date import DateDataParser

warnings.simplefilter('ignore')
settings = {'RELATIVE_BASE': datetime(2026, 11, 30), 'STRICT_PARSING': True}
parser = DateDataParser(settings=settings)
english = DateDataParser(settings=settings, languages=['en'])
for text in sys.argv[1:]:
    data = parser.get_date_data(text)
    only_english = english.get_date_data(text).date_obj
    date = data.date_obj and data.date_obj.isoformat()
    print(f'{text} -> {date} ({data.locale}); English only: {only_english and only_english.isoformat()}')
PY
cat > expected <<'TXT'
20261105T100000+0100 -> None (None); English only: None
20261105T100000Z -> 1753-02-14T00:00:00 (dsb); English only: None
20261105T090000Z -> 1780-07-02T00:00:00 (dsb); English only: None
2026-11-05T10Z -> 2026-11-20T00:00:00 (dsb); English only: None
2026-11-05T10:00:00,5Z -> 2026-11-25T00:00:00 (dsb); English only: None
2026-11-05T10:00:00.5Z -> 2026-11-05T10:00:00.500000+00:00 (en); English only: 2026-11-05T10:00:00.500000+00:00
TXT
dates=(20261105T100000+0100 20261105T100000Z 20261105T090000Z 2026-11-05T10Z 2026-11-05T10:00:00,5Z 2026-11-05T10:00:00.5Z)
PYTHONPATH=python python3 finding.py "${dates[@]}" | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
