#!/usr/bin/env bash
# Versions:  singer-python 6.8.0 (Python 3), with which taps of Singer, Stitch and Meltano write records.
# Guess:     a text such as 45,50 or 1,2,3 that is no number in JSON is an error for the type number, as "n/a" is, and stays
#            a text for ["number", "string"]; 17.9 is 17.9 for ["integer", "number"].
# Behaviour: commas are removed: 45,50 is 4550, 17,5 is 175, 1.234,50 is 1.2345, and of the type ["number", "string"] the
#            list 1,2,3 of ids or categories is the number 123. For ["integer", "number"] 17.9 is 17; with the types in the
#            other order it is 17.9.
# Cause:     _transform() replaces "," by nothing in texts, and takes the first type whose int() or float() does not raise.
# Seen:      "45,50" -> number 4550.0, number or string 4550.0
#            "1.234,50" -> number 1.2345
#            17.9 -> integer or number 17, number or integer 17.9
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python singer-python==6.8.0 >&2

cat > finding.py <<'PY'
import json
import sys
import singer
from singer.transform import SchemaMismatch


def transform(value, types):
    schema = {'type': 'object', 'properties': {'value': {'type': types.split(' or ')}}}
    try:
        return repr(singer.transform({'value': value}, schema)['value'])
    except SchemaMismatch:
        return 'error'


kinds = ['number', 'number or string', 'integer or number', 'number or integer']
for text in sys.argv[1:]:
    print(f"{text} -> {', '.join(f'{kind} {transform(json.loads(text), kind)}' for kind in kinds)}")
PY
cat > expected <<'TXT'
"50,000" -> number 50000.0, number or string 50000.0, integer or number 50000, number or integer 50000.0
"45,50" -> number 4550.0, number or string 4550.0, integer or number 4550, number or integer 4550.0
"17,5" -> number 175.0, number or string 175.0, integer or number 175, number or integer 175.0
"1.234,50" -> number 1.2345, number or string 1.2345, integer or number 1.2345, number or integer 1.2345
"1,2,3" -> number 123.0, number or string 123.0, integer or number 123, number or integer 123.0
17.9 -> number 17.9, number or string 17.9, integer or number 17, number or integer 17.9
"n/a" -> number error, number or string 'n/a', integer or number error, number or integer error
TXT
mapfile -t values < <(sed 's/ -> .*//' expected)
{ PYTHONPATH=python python3 finding.py "${values[@]}" 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
