#!/usr/bin/env bash
# Versions:  singer-python 6.8.0 (Python 3), with which taps of Singer, Stitch and Meltano write records.
# Guess:     with the type ["null", "boolean"], null stays null, and a text that is no boolean is an error, as one that is no
#            number is for ["null", "number"].
# Behaviour: null and '' become false, and each text but "false" becomes true: "no", "0" and "unknown" as well. A job of
#            which it is not known whether it is remote is not remote, and one with remote: "no" is. The field is never null,
#            although the schema that the tap sends allows it. No error; ["null", "number"] keeps null.
# Cause:     transform_recur() moves null to the end of the types, and _transform() for a boolean is bool(), which accepts
#            all values.
# Seen:      null -> boolean False, number None
#            "no" -> boolean True, number error
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python singer-python==6.8.0 >&2

cat > finding.py <<'PY'
import json
import sys
import singer
from singer.transform import SchemaMismatch


def transform(value, kind):
    schema = {'type': 'object', 'properties': {'value': {'type': ['null', kind]}}}
    try:
        return singer.transform({'value': value}, schema)['value']
    except SchemaMismatch:
        return 'error'


for text in sys.argv[1:]:
    value = json.loads(text)
    print(f"{text} -> boolean {transform(value, 'boolean')}, number {transform(value, 'number')}")
PY
cat > expected <<'TXT'
true -> boolean True, number 1.0
false -> boolean False, number 0.0
null -> boolean False, number None
"" -> boolean False, number None
"false" -> boolean False, number error
"no" -> boolean True, number error
"0" -> boolean True, number 0.0
"unknown" -> boolean True, number error
TXT
mapfile -t values < <(sed 's/ -> .*//' expected)
{ PYTHONPATH=python python3 finding.py "${values[@]}" 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
