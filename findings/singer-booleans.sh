#!/usr/bin/env bash
# Versions:  singer-python 6.8.0, singer-sdk 0.54.9 (Python 3), with which taps of Singer, Stitch and Meltano write records.
# Guess:     with the type ["null", "boolean"], null stays null, "false" is false, and a text that is no boolean is an error,
#            as one that is no number is for ["null", "number"], or stays as it is.
# Behaviour: for singer-python, null and '' are false, and each text but "false" is true: "no", "0" and "unknown" as well. A
#            job of which it is not known whether it is remote is not remote, and the field is never null. singer-sdk keeps
#            null, and each text is true, also "false" and ''. Neither raises or warns.
# Cause:     transform_recur() of singer-python tries null last, and its boolean is bool(), which takes all values;
#            singer-sdk's is `value != 0`.
# Seen:      null -> singer-python False, singer-sdk None
#            "false" -> singer-python False, singer-sdk True
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python singer-python==6.8.0 2>pip.log || { cat pip.log; exit 1; }
pip install --quiet --target sdk singer-sdk==0.54.9 2>pip.log || { cat pip.log; exit 1; }

cat > python.py <<'PY'
import json
import sys
import singer

for text in sys.argv[1:]:
    schema = {'type': 'object', 'properties': {'remote': {'type': ['null', 'boolean']}}}
    print(singer.transform({'remote': json.loads(text)}, schema)['remote'])
PY
cat > sdk.py <<'PY'
import json
import sys
from singer_sdk import Stream, Tap
from singer_sdk import typing as th


class Jobs(Stream):
    name = 'jobs'
    schema = th.PropertiesList(th.Property('remote', th.BooleanType)).to_dict()

    def get_records(self, context):
        return [{'remote': json.loads(text)} for text in sys.argv[1:]]


class JobTap(Tap):
    name = 'tap-jobs'
    config_jsonschema = th.PropertiesList().to_dict()

    def discover_streams(self):
        return [Jobs(self)]


JobTap().sync_all()
PY
cat > expected <<'TXT'
true -> singer-python True, singer-sdk True
false -> singer-python False, singer-sdk False
null -> singer-python False, singer-sdk None
"" -> singer-python False, singer-sdk True
"false" -> singer-python False, singer-sdk True
"no" -> singer-python True, singer-sdk True
"0" -> singer-python True, singer-sdk True
"unknown" -> singer-python True, singer-sdk True
TXT
mapfile -t values < <(sed 's/ -> .*//' expected)
PYTHONPATH=python python3 python.py "${values[@]}" > seen.python
PYTHONPATH=sdk python3 sdk.py "${values[@]}" 2>/dev/null | python3 -c "import json, sys
for message in map(json.loads, sys.stdin):
    if message['type'] == 'RECORD':
        print(message['record']['remote'])" > seen.sdk
paste -d '|' <(printf '%s\n' "${values[@]}") seen.python seen.sdk | sed 's/|/ -> singer-python /; s/|/, singer-sdk /' | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
