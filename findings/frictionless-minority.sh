#!/usr/bin/env bash
# Versions:  frictionless 5.21.0 (Python 3).
# Guess:     extract() of a CSV file without a schema returns what is in its cells, as other readers do, for which one text
#            makes a column of texts, or raises where a cell does not fit.
# Behaviour: a type is that of 90 % of the first 100 rows. If nine of ten ids are digits and one has a letter, that id is
#            None, and so are a decimal among integers, a postcode with letters, and a word among true and false, in
#            extract() and in to_pandas(). There is no error; only validate() speaks of it. With eight of ten the column is
#            of texts. Digits with leading zeros are integers: the job 007 is 7, the postcode 01067 is 1067.
# Cause:     Detector has a field_confidence of 0.9 and a sample_size of 100; a row keeps its errors beside its cells, where
#            extract() does not look. Detector(field_type='any') keeps the texts.
# Seen:      8 of 10, the last: {'id': 'A-8', 'zip': 'SW1A 1AA', 'pay': Decimal('17.5'), 'remote': 'hybrid'}
#            9 of 10, the last: {'id': None, 'zip': None, 'pay': None, 'remote': None}, errors of validate: 4
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python frictionless==5.21.0 >&2

cat > finding.py <<'PY'
import frictionless

header = 'id,zip,pay,remote'
common, other = '007,01067,17,true', 'A-8,SW1A 1AA,17.5,hybrid'


def extract(name, *rows, **options):
    with open('jobs.csv', 'w') as file:
        file.write('\n'.join([header, *rows, '']))
    jobs = frictionless.extract('jobs.csv', **options)['jobs']
    errors = frictionless.validate('jobs.csv').stats['errors']
    print(f'{name}, the last: {jobs[-1]}, errors of validate: {errors}')


extract('10 of 10', *[common] * 10)
extract('8 of 10', *[common] * 8, other, other)
extract('9 of 10', *[common] * 9, other)
extract('9 of 10, as any', *[common] * 9, other, detector=frictionless.Detector(field_type='any'))
PY
cat > expected <<'TXT'
10 of 10, the last: {'id': 7, 'zip': 1067, 'pay': 17, 'remote': True}, errors of validate: 0
8 of 10, the last: {'id': 'A-8', 'zip': 'SW1A 1AA', 'pay': Decimal('17.5'), 'remote': 'hybrid'}, errors of validate: 0
9 of 10, the last: {'id': None, 'zip': None, 'pay': None, 'remote': None}, errors of validate: 4
9 of 10, as any, the last: {'id': 'A-8', 'zip': 'SW1A 1AA', 'pay': '17.5', 'remote': 'hybrid'}, errors of validate: 4
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
