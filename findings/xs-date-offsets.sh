#!/usr/bin/env bash
# Versions:  Python 3.11.7, 3.12.1 and 3.13.0; Django 5.2.19, djangorestframework 3.18.3, marshmallow 4.4.0, cattrs 26.2.1.
# Guess:     a day with an offset, as xs:date of XML Schema and Java's XMLGregorianCalendar have it, is midnight at that
#            offset, or an error, as 2026-11-05Z is.
# Behaviour: the offset becomes the time of day, without an offset or in the zone of Django, and its sign is lost. Taken as
#            UTC, +01:00 is one o'clock of the day instead of 23:00 of the day before, while -05:00 happens to be right: only
#            feeds from the east are wrong, by twice their offset.
# Cause:     since Python 3.11, datetime.fromisoformat() takes any character between day and time, also + and -. The others
#            try it first. pydantic and msgspec, which have parsers of their own, refuse such texts.
# Seen:      2026-11-05+01:00 -> fromisoformat 2026-11-05T01:00:00, Django 2026-11-05T01:00:00, REST framework
#            2026-11-05T01:00:00+00:00, marshmallow 2026-11-05T01:00:00, cattrs 2026-11-05T01:00:00
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python Django==5.2.19 djangorestframework==3.18.3 marshmallow==4.4.0 cattrs==26.2.1 >&2

cat > finding.py <<'PY'
from datetime import datetime
import sys

import django
from django.conf import settings

settings.configure(USE_TZ=True, TIME_ZONE='UTC', INSTALLED_APPS=['rest_framework'])
django.setup()
from cattrs.preconf.json import make_converter
from django.utils.dateparse import parse_datetime
from marshmallow import fields
from rest_framework.fields import DateTimeField

readers = {
    'fromisoformat': datetime.fromisoformat,
    'Django': parse_datetime,
    'REST framework': DateTimeField().to_internal_value,
    'marshmallow': fields.DateTime().deserialize,
    'cattrs': lambda text: make_converter().structure(text, datetime),
}


def read(reader, text):
    try:
        return reader(text).isoformat()
    except Exception:
        return 'nothing'


for text in sys.argv[1:]:
    print(text, '->', ', '.join(f'{name} {read(reader, text)}' for name, reader in readers.items()))
PY
cat > expected <<'TXT'
2026-11-05T00:00:00+01:00 -> fromisoformat 2026-11-05T00:00:00+01:00, Django 2026-11-05T00:00:00+01:00, REST framework 2026-11-04T23:00:00+00:00, marshmallow 2026-11-05T00:00:00+01:00, cattrs 2026-11-05T00:00:00+01:00
2026-11-05+01:00 -> fromisoformat 2026-11-05T01:00:00, Django 2026-11-05T01:00:00, REST framework 2026-11-05T01:00:00+00:00, marshmallow 2026-11-05T01:00:00, cattrs 2026-11-05T01:00:00
2026-11-05-05:00 -> fromisoformat 2026-11-05T05:00:00, Django 2026-11-05T05:00:00, REST framework 2026-11-05T05:00:00+00:00, marshmallow 2026-11-05T05:00:00, cattrs 2026-11-05T05:00:00
2026-11-05Z -> fromisoformat nothing, Django nothing, REST framework nothing, marshmallow nothing, cattrs nothing
TXT
mapfile -t texts < <(sed 's/ -> .*//' expected)
PYTHONPATH=python python3 finding.py "${texts[@]}" 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
