#!/usr/bin/env bash
# Versions:  petl 1.7.30 (Python 3).
# Guess:     without a header, petl.fromjson finds the fields in the first `sample` objects, 1,000 by default, as it documents,
#            whether the file is an array or has an object per line.
# Behaviour: with lines=True the fields are those of the first line, and `sample` is accepted and ignored: each field that
#            the newest job has not is missing for all jobs, without an error or a warning. So it is lost from line 2 on what
#            an array keeps up to object 1,000.
# Cause:     JsonView passes the sample to iterdicts() only, and not to iterjlines().
# Seen:      array: {'id': '2', 'title': 'Cook', 'closing': '2026-12-05'}
#            lines: {'id': '2', 'title': 'Cook'}
#            lines, sample=1000: {'id': '2', 'title': 'Cook'}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python petl==1.7.30 >&2

cat > finding.py <<'PY'
import json
from pathlib import Path
import petl

jobs = [{'id': '1', 'title': 'Nurse'}, {'id': '2', 'title': 'Cook', 'closing': '2026-12-05'}]
Path('jobs.json').write_text(json.dumps(jobs))
Path('jobs.ndjson').write_text('\n'.join(json.dumps(job) for job in jobs))


def last(*arguments, **options):
    return list(petl.dicts(petl.fromjson(*arguments, **options)))[-1]


print('array:', last('jobs.json'))
print('lines:', last('jobs.ndjson', lines=True))
print('lines, sample=1000:', last('jobs.ndjson', lines=True, sample=1000))
print('lines, header:', last('jobs.ndjson', lines=True, header=['id', 'closing']))
PY
cat > expected <<'TXT'
array: {'id': '2', 'title': 'Cook', 'closing': '2026-12-05'}
lines: {'id': '2', 'title': 'Cook'}
lines, sample=1000: {'id': '2', 'title': 'Cook'}
lines, header: {'id': '2', 'closing': '2026-12-05'}
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
