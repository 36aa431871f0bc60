#!/usr/bin/env bash
# Versions:  duckdb 2.0.1 (Python 3).
# Guess:     every line of a CSV file is a row: the format has no comments, and none was set.
# Behaviour: lines that begin with # are left out, without an error and also without ignore_errors, if without them a column
#            has a more exact type: if the job "#1 Nurse" has the pay "by agreement" and the others have numbers, it is gone.
#            With a number as its pay, or with the title in quotes, it is there. With comment='' all rows are there.
# Cause:     the sniffer tries # as the sign of comments as well, and prefers the dialect with fewer columns of text.
# Seen:      pay of #1 Nurse 50000: 4 rows, BIGINT
#            pay of #1 Nurse by agreement: 3 rows, BIGINT; with comment='': 4 rows, VARCHAR
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python duckdb==2.0.1 >&2

cat > finding.py <<'PY'
import duckdb


def rows(title, pay, options=''):
    with open('jobs.csv', 'w') as jobs:
        jobs.write('title,company,pay\n')
        jobs.write(f'Cook,Acme,40000\n{title},Acme,{pay}\nDriver,Acme,45000\nWelder,Acme,48000\n')
    read = duckdb.sql(f"from read_csv('jobs.csv'{options})")
    return f'{len(read.fetchall())} rows, {read.types[2]}'


for title, pay in ('#1 Nurse', '50000'), ('Nurse', 'by agreement'), ('#1 Nurse', 'by agreement'), ('"#1 Nurse"', 'by agreement'):
    print(f"pay of {title} {pay}: {rows(title, pay)}; with comment='': {rows(title, pay, ', comment=' + repr(''))}")
PY
cat > expected <<'TXT'
pay of #1 Nurse 50000: 4 rows, BIGINT; with comment='': 4 rows, BIGINT
pay of Nurse by agreement: 4 rows, VARCHAR; with comment='': 4 rows, VARCHAR
pay of #1 Nurse by agreement: 3 rows, BIGINT; with comment='': 4 rows, VARCHAR
pay of "#1 Nurse" by agreement: 4 rows, VARCHAR; with comment='': 4 rows, VARCHAR
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
