#!/usr/bin/env bash
# Versions:  polars 2.1.0 (Python 3).
# Guess:     read_ndjson has the fields of all lines, or raises where a line does not fit what it took from the first ones,
#            as it does for a text in a column of numbers and as read_csv does for a line that is too long.
# Behaviour: a field that first occurs after line 100 is left out, also within an object, without an error or a warning. So is
#            every closing date of an export in which the newest hundred jobs have none. With infer_schema_length=None it
#            is there.
# Cause:     the schema comes from the first 100 lines; keys that it does not have are skipped when the lines are read.
# Seen:      closing in line 100: {'id': '100', 'place': {'city': 'Berlin', 'zip': '10115'}, 'closing': '2026-12-05'}
#            closing in line 101: {'id': '101', 'place': {'city': 'Berlin'}}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python polars==2.1.0 >&2

cat > finding.py <<'PY'
import json
import polars


def last(before, job, **options):
    lines = [{'id': str(line), 'place': {'city': 'Bonn'}, 'pay': 40000} for line in range(1, before)] + [job]
    text = '\n'.join(json.dumps(line) for line in lines)
    try:
        return polars.read_ndjson(text.encode(), **options).drop('pay').to_dicts()[-1]
    except polars.exceptions.PolarsError as error:
        return type(error).__name__


def job(line, pay=45000):
    return {'id': str(line), 'place': {'city': 'Berlin', 'zip': '10115'}, 'pay': pay, 'closing': '2026-12-05'}


print('closing in line 100:', last(100, job(100)))
print('closing in line 101:', last(101, job(101)))
print('closing in line 101, infer_schema_length=None:', last(101, job(101), infer_schema_length=None))
print('pay as text in line 101:', last(101, job(101, 'by agreement')))
PY
cat > expected <<'TXT'
closing in line 100: {'id': '100', 'place': {'city': 'Berlin', 'zip': '10115'}, 'closing': '2026-12-05'}
closing in line 101: {'id': '101', 'place': {'city': 'Berlin'}}
closing in line 101, infer_schema_length=None: {'id': '101', 'place': {'city': 'Berlin', 'zip': '10115'}, 'closing': '2026-12-05'}
pay as text in line 101: ComputeError
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
