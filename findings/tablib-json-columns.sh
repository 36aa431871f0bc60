#!/usr/bin/env bash
# Versions:  tablib 3.10.0 (Python 3).
# Guess:     tablib puts the values of a JSON object into the columns that have their names, and leaves a cell empty where an
#            object lacks one, as csv.DictWriter and pandas do.
# Behaviour: the columns are the names of the first object; all others give their values in the order they have. A job without
#            a city but with a salary has that as its city, and one whose writer sorts the names has its city as its id. Only
#            another number of values raises. The same with YAML and with Dataset.dict.
# Cause:     _set_dict() in core.py appends list(row.values()) for each object.
# Seen:      id,title,city
#            1,Nurse,Bonn
#            2,Cook,40000
#            Kiel,3,Driver
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python tablib==3.10.0 >&2

cat > finding.py <<'PY'
import json
import tablib


def as_csv(*jobs):
    try:
        return tablib.Dataset().load(json.dumps(jobs), format='json').export('csv', lineterminator='\n').strip()
    except tablib.InvalidDimensions as error:
        return type(error).__name__


nurse = {'id': 1, 'title': 'Nurse', 'city': 'Bonn'}
cook = {'id': 2, 'title': 'Cook', 'salary': 40000}
driver = {'city': 'Kiel', 'id': 3, 'title': 'Driver'}
print(as_csv(nurse, cook, driver))
print('one value less:', as_csv(nurse, {'id': 2, 'title': 'Cook'}))
PY
cat > expected <<'TXT'
id,title,city
1,Nurse,Bonn
2,Cook,40000
Kiel,3,Driver
one value less: InvalidDimensions
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
