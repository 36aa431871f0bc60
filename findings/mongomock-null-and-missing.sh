#!/usr/bin/env bash
# Versions:  mongomock 4.3.0 and pymongo 4.20.1 (Python 3), MongoDB 6.0.5 (also where another mongod is on the PATH).
# Guess:     what mongomock does not implement raises NotImplementedError; what it computes is what MongoDB computes, as for
#            null and missing fields in filters and sorts.
# Behaviour: in tests with mongomock these pass, and fail against MongoDB: `$count` of no documents is a document with 0
#            instead of none; `$set` of salary.min where the salary is null changes nothing instead of raising; a comparison
#            with a missing field is left out instead of false; a projection with `$slice` loses all other fields; and
#            `$addFields` into an array of documents replaces it by one document.
# Cause:     its own implementations, in aggregate.py and collection.py.
# Seen:      count of none: mongomock [{'n': 0}], MongoDB []
#            set in null: mongomock matched 1, MongoDB WriteError
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python mongomock==4.3.0 pymongo==4.20.1 >&2
start_mongod

cat > finding.py <<'PY'
import os
import mongomock
import pymongo

JOBS = [
    {'_id': 1, 'salary': {'min': 40000}, 'tags': ['care', 'night']},
    {'_id': 2, 'salary': None, 'places': [{'city': 'Bonn'}, {'city': 'Kiel'}]},
]


def update(jobs):
    try:
        return f"matched {jobs.update_one({'_id': 2}, {'$set': {'salary.min': 50000}}).matched_count}"
    except pymongo.errors.WriteError as error:
        return type(error).__name__


def count(jobs):
    return list(jobs.aggregate([{'$match': {'_id': 3}}, {'$count': 'n'}]))


def compare(jobs):
    compared = jobs.aggregate([{'$project': {'isNull': {'$eq': ['$closed', None]}}}])
    return [job.get('isNull', 'no field') for job in compared]


def slice_tags(jobs):
    return list(jobs.find_one({'_id': 1}, {'tags': {'$slice': 1}}))


def add(jobs):
    stages = [{'$match': {'_id': 2}}, {'$addFields': {'places.country': 'DE'}}, {'$project': {'_id': 0, 'places': 1}}]
    return list(jobs.aggregate(stages))


clients = [mongomock.MongoClient(), pymongo.MongoClient('127.0.0.1', int(os.environ['PORT']))]
for name, use in {
    'count of none': count,
    'set in null': update,
    'missing = null': compare,
    'slice': slice_tags,
    'field of a list': add,
}.items():
    seen = []
    for client in clients:
        jobs = client.finding.jobs
        jobs.delete_many({})
        jobs.insert_many(JOBS)
        seen.append(use(jobs))
    print(f'{name}: mongomock {seen[0]}, MongoDB {seen[1]}')
PY
cat > expected <<'TXT'
count of none: mongomock [{'n': 0}], MongoDB []
set in null: mongomock matched 1, MongoDB WriteError
missing = null: mongomock ['no field', 'no field'], MongoDB [False, False]
slice: mongomock ['_id', 'tags'], MongoDB ['_id', 'salary', 'tags']
field of a list: mongomock [{'places': {'country': 'DE'}}], MongoDB [{'places': [{'city': 'Bonn', 'country': 'DE'}, {'city': 'Kiel', 'country': 'DE'}]}]
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
