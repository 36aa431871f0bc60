#!/usr/bin/env bash
# Versions:  duckdb 2.0.1 (Python 3).
# Guess:     a line of NDJSON whose value does not fit the type that DuckDB took from the first 20,480 lines is an error, as
#            a text is.
# Behaviour: after those lines, decimals are rounded to integers, true becomes 1, and a time loses its offset. A field that
#            was null until then is null to the end: texts and numbers are lost. There is no error, also without ignore_errors.
#            read_csv rounds as well, and rounds 2.5 to 3 where read_json makes it 2. With sample_size=-1 all are kept.
# Cause:     the sample decides the types. The values behind it are converted by casts that may round, and a field that was
#            always null gets the type "NULL", into which each value fits as null.
# Seen:      pay 17.5 -> 18, pay 2.5 -> 2, remote true -> 1, starts 22:00:00+05:00 -> 22:00:00
#            closing 2026-11-05 -> None, whole file: 2026-11-05
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python duckdb==2.0.1 >&2

cat > finding.py <<'PY'
import json
import duckdb


def last(call):
    try:
        return duckdb.sql(f'select * from {call}').fetchall()[-1][0]
    except duckdb.Error as error:
        return type(error).__name__


def show(name, value, before):
    with open('jobs.ndjson', 'w') as jobs, open('jobs.csv', 'w') as table:
        table.write('pay\n')
        for each in [before] * 20480 + [value]:
            jobs.write(json.dumps({name: each}) + '\n')
            table.write(f'{each}\n')
    sampled = last("read_json('jobs.ndjson')")
    whole = last("read_json('jobs.ndjson', sample_size=-1)")
    csv = ', CSV ' + str(last("read_csv('jobs.csv')")) if before == 40 else ''
    print(f'{name} {json.dumps(value)} after {json.dumps(before)}: {sampled}, whole file {whole}{csv}')


show('pay', 17.5, 40)
show('pay', 2.5, 40)
show('pay', 'by agreement', 40)
show('remote', True, 0)
show('starts', '22:00:00+05:00', '09:00:00')
show('closing', '2026-11-05', None)
show('hours', 38.5, None)
PY
cat > expected <<'TXT'
pay 17.5 after 40: 18, whole file 17.5, CSV 18
pay 2.5 after 40: 2, whole file 2.5, CSV 3
pay "by agreement" after 40: InvalidInputException, whole file "by agreement", CSV ConversionException
remote true after 0: 1, whole file true
starts "22:00:00+05:00" after "09:00:00": 22:00:00, whole file 22:00:00+05:00
closing "2026-11-05" after null: None, whole file 2026-11-05
hours 38.5 after null: None, whole file 38.5
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
