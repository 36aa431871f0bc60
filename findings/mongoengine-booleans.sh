#!/usr/bin/env bash
# Versions:  mongoengine 0.29.3, pymongo 4.20.1 (Python 3).
# Guess:     a BooleanField takes the text "false" for false, or refuses it when the document is validated, as an IntField
#            refuses "5,000" and as the BooleanField itself does after an assignment.
# Behaviour: in the arguments of a document each text but the empty one is True: "false", "no" and "0", and the document is
#            valid; a stored text is True when it is loaded. Assignments refuse the same texts, and queries compare with the text.
# Cause:     BooleanField.to_python is bool(value), and the constructor of a document calls it before anything checks the type;
#            assignments do not call it.
# Seen:      Job(remote='false') -> True, valid
#            job.remote = 'false' -> refused
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python mongoengine==0.29.3 pymongo==4.20.1 >&2

cat > finding.py <<'PY'
from mongoengine import BooleanField, Document, IntField, ValidationError
from mongoengine.queryset import transform


class Job(Document):
    remote = BooleanField()
    places = IntField()


def checked(job, field):
    try:
        job.validate()
    except ValidationError:
        return 'refused'
    return f'{job.to_mongo()[field]}, valid'


for text in ('true', 'false', 'no', '0', ''):
    print(f'Job(remote={text!r}) -> {checked(Job(remote=text), "remote")}')
job = Job()
job.remote = 'false'
print(f"job.remote = 'false' -> {checked(job, 'remote')}")
print(f"Job(places='5,000') -> {checked(Job(places='5,000'), 'places')}")
print(f"stored as 'false' -> {Job._from_son({'remote': 'false'}).remote}")
print("query remote='false' ->", transform.query(Job, remote='false'))
PY
cat > expected <<'TXT'
Job(remote='true') -> True, valid
Job(remote='false') -> True, valid
Job(remote='no') -> True, valid
Job(remote='0') -> True, valid
Job(remote='') -> False, valid
job.remote = 'false' -> refused
Job(places='5,000') -> refused
stored as 'false' -> True
query remote='false' -> {'remote': 'false'}
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
