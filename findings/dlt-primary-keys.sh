#!/usr/bin/env bash
# Versions:  dlt 1.31.0 (Python 3).
# Guess:     a resource with primary_key='id', write_disposition='merge' and an incremental cursor loads each job that was
#            changed, as the documentation of merging says.
# Behaviour: a job that has the same cursor value as the newest one of the run before is left out if its key was loaded by
#            then, whatever else changed, without a warning; new jobs of that value are loaded. With a feed that has days
#            and not times, each change of a job on the day of its last load is lost, and is not loaded later. With
#            merge_key instead of primary_key, or without a key, the changed job is loaded.
# Cause:     Incremental takes the primary key of the resource as the identity of a row for its removal of duplicates at the
#            border of two runs; without one it takes a hash of the row.
# Seen:      three runs, in the second of which Nurse is Senior Nurse:
#            primary_key: Nurse | Cook | Surgeon
#            merge_key: Nurse | Senior Nurse, Cook | Surgeon
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python dlt==1.31.0 >&2

cat > finding.py <<'PY'
import os

os.environ.update(RUNTIME__DLTHUB_TELEMETRY='false', DLT_DATA_DIR=os.getcwd())
import dlt

nurse = {'id': 1, 'title': 'Nurse', 'updated': '2026-11-05'}
changed = {**nurse, 'title': 'Senior Nurse'}
cook = {'id': 2, 'title': 'Cook', 'updated': '2026-11-05'}
surgeon = {'id': 3, 'title': 'Surgeon', 'updated': '2026-11-06'}


def load(name, **options):
    loaded = []

    @dlt.destination(name='loaded', batch_size=100)
    def destination(rows, table):
        if not table['name'].startswith('_dlt'):
            loaded.extend(row['title'] for row in rows)

    pipeline = dlt.pipeline(name, destination=destination)
    runs = []
    for feed in ([nurse], [changed, cook], [changed, cook, surgeon]):
        @dlt.resource(name='jobs', **options)
        def jobs(updated=dlt.sources.incremental('updated')):
            yield from feed

        loaded.clear()
        pipeline.run(jobs())
        runs.append(', '.join(loaded) or '(none)')
    print(f"{name}: {' | '.join(runs)}")


load('primary_key', primary_key='id', write_disposition='merge')
load('merge_key', merge_key='id', write_disposition='merge')
load('no_key')
PY
cat > expected <<'TXT'
primary_key: Nurse | Cook | Surgeon
merge_key: Nurse | Senior Nurse, Cook | Surgeon
no_key: Nurse | Senior Nurse, Cook | Surgeon
TXT
PYTHONPATH=python python3 finding.py 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
