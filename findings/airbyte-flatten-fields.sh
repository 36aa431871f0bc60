#!/usr/bin/env bash
# Versions:  airbyte-cdk 7.39.1 (Python 3).
# Guess:     the transformation FlattenFields of Airbyte's connectors gives a nested field the same name in each record:
#            company.name, or name if no other field has that.
# Behaviour: a nested field loses its path unless a field of the same last name was written before; the last keys of a
#            record are written first. `name` is the place of jobs that have one, and the company of jobs that have none. If
#            the top has the name as well, it depends on the order of the keys: with the id first, that of the company is
#            lost, with the id last it is company.id. Empty lists and objects are left out. There is no warning.
# Cause:     flatten_record() names a field when its parent is taken from a stack, by what was written until then; what is
#            written later under the same name replaces it.
# Seen:      {"company": {"name": "Acme"}, "place": {"name": "Rome"}} -> {"name": "Rome", "company.name": "Acme"}
#            {"company": {"name": "Acme"}} -> {"name": "Acme"}
#            {"id": 7, "company": {"id": 1}} -> {"id": 7}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python airbyte-cdk==7.39.1 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import json
import sys
from airbyte_cdk.sources.declarative.transformations.flatten_fields import FlattenFields

for text in sys.argv[1:]:
    record = json.loads(text)
    FlattenFields().transform(record)
    print(f'{text} -> {json.dumps(record)}')
PY
cat > expected <<'TXT'
{"company": {"name": "Acme"}, "place": {"name": "Rome"}} -> {"name": "Rome", "company.name": "Acme"}
{"company": {"name": "Acme"}} -> {"name": "Acme"}
{"salary": {"min": 50000}, "hours": {"min": 30}} -> {"min": 30, "salary.min": 50000}
{"salary": {"min": 50000}} -> {"min": 50000}
{"id": 7, "company": {"id": 1}} -> {"id": 7}
{"company": {"id": 1}, "id": 7} -> {"id": 7, "company.id": 1}
{"id": 7, "tags": []} -> {"id": 7}
TXT
mapfile -t records < <(sed 's/ -> .*//' expected)
{ PYTHONPATH=python python3 finding.py "${records[@]}" 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
