#!/usr/bin/env bash
# Versions:  pymongoarrow 1.15.0 with pymongo 4.20.1 and pyarrow 25.0.1 (Python 3), MongoDB 6.0.5 (also where another mongod
#            is on the PATH).
# Guess:     without a schema, a column of 18 and 17.5 becomes a column of decimals, as 18 and 5000000000 become one of long
#            integers; with a schema of integers, 17.5 raises a TypeError, as the documentation says of values of other
#            types.
# Behaviour: in both, 17.5 becomes 17. Without a schema the first value makes the type of the column: decimals behind an
#            integer are cut, texts behind a number are null, and a text behind a list is an empty list. In the other order
#            all numbers are kept. Node's driver stores 18 as an integer and 17.5 as a double: sums depend on the order.
# Cause:     get_builder() takes the type of the first value, and only an int64 behind an int32 makes another column; the
#            builders of integers read doubles by bson_iter_as_int64().
# Seen:      [18, 17.5, 5000000000] -> int64 [18, 17, 5000000000]
#            [17.5, 18] -> double [17.5, 18.0]
#            schema int64, [17.5] -> int64 [17]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python pymongoarrow==1.15.0 pymongo==4.20.1 pyarrow==25.0.1 >&2
start_mongod

cat > finding.py <<'PY'
import os
import pyarrow
from bson.int64 import Int64
from pymongo import MongoClient
from pymongoarrow.api import Schema, find_arrow_all

jobs = MongoClient('127.0.0.1', int(os.environ['PORT'])).test.jobs


def read(values, schema=None):
    jobs.drop()
    jobs.insert_many([{'_id': index, 'pay': value} for index, value in enumerate(values)])
    name = f'schema {schema}, ' if schema else ''
    try:
        table = find_arrow_all(jobs, {}, schema=schema and Schema({'pay': schema}), sort=[('_id', 1)])
        print(f"{name}{values} -> {table.schema.field('pay').type} {table['pay'].to_pylist()}")
    except TypeError:
        print(f'{name}{values} -> TypeError')



read([18, 17.5, Int64(5000000000)])
read([17.5, 18])
read([18, '18 to 20', 17.5])
read([['18'], '18 to 20'])
read([17.5], pyarrow.int64())
read(['18 to 20'], pyarrow.int64())
PY
cat > expected <<'TXT'
[18, 17.5, 5000000000] -> int64 [18, 17, 5000000000]
[17.5, 18] -> double [17.5, 18.0]
[18, '18 to 20', 17.5] -> int32 [18, None, 17]
[['18'], '18 to 20'] -> list<item: string> [['18'], []]
schema int64, [17.5] -> int64 [17]
schema int64, ['18 to 20'] -> TypeError
TXT
PYTHONPATH=python python3 -W ignore finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
