#!/usr/bin/env bash
# Versions:  singer-sdk 0.54.9 (Python 3), the SDK of Meltano's taps and targets.
# Guess:     flattening gives nested fields a column at the top; {"anyOf": [{"type": "number"}, {"type": "null"}]}, as pydantic
#            writes it, and {"type": ["number", "null"]} are the same.
# Behaviour: with flattening_enabled, a target has no column for a number, integer or boolean of the first form, at the top or
#            nested: the salary is lost for all jobs, with one line in the log for its name. Texts of the same form stay. The
#            second form loses nothing, nor does the first one without flattening. Taps call the same function.
# Cause:     of an anyOf or oneOf, _flatten_schema() keeps the first branch if it is a string, array or object, and has no else
#            for the other types; the sink then drops the fields of a record that are not in the schema.
# Seen:      flattened, any_of -> {"id": "7", "city": "Bern", "company__name": "Acme"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python singer-sdk==0.54.9 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import io
import json
import sqlite3
from singer_sdk import typing as th
from singer_sdk.sql import SQLConnector, SQLSink, SQLTarget


class Sink(SQLSink):
    connector_class = SQLConnector


class Jobs(SQLTarget):
    name = 'jobs'
    default_sink_class = Sink
    config_jsonschema = th.PropertiesList(th.Property('sqlalchemy_url', th.StringType)).to_dict()


def any_of(kind):
    return {'anyOf': [{'type': kind}, {'type': 'null'}]}


def listed(kind):
    return {'type': [kind, 'null']}


def stored(form, nested, **config):
    job = {'id': '7', 'city': 'Bern', 'salary': 50000, 'remote': True}
    fields = {'id': {'type': 'string'}, 'city': form('string'), 'salary': form('number'), 'remote': form('boolean')}
    if nested:
        job['company'] = {'name': 'Acme', 'size': 9}
        fields['company'] = {'type': 'object', 'properties': {'name': form('string'), 'size': form('integer')}}
    schema = {'type': 'object', 'properties': fields}
    messages = [
        {'type': 'SCHEMA', 'stream': 'jobs', 'schema': schema, 'key_properties': ['id']},
        {'type': 'RECORD', 'stream': 'jobs', 'record': job},
    ]
    file = f'{form.__name__}-{len(config)}-{nested}.db'
    target = Jobs(config={'sqlalchemy_url': f'sqlite:///{file}', **config})
    target.listen(io.StringIO(''.join(json.dumps(message) + '\n' for message in messages)))
    rows = sqlite3.connect(file)
    rows.row_factory = sqlite3.Row
    return json.dumps(dict(rows.execute('select * from jobs').fetchone()))


print('not flattened, anyOf ->', stored(any_of, False))
for form in (listed, any_of):
    print(f'flattened, {form.__name__} ->', stored(form, True, flattening_enabled=True, flattening_max_depth=1))
PY
cat > expected <<'TXT'
not flattened, anyOf -> {"id": "7", "city": "Bern", "salary": 50000, "remote": 1}
flattened, listed -> {"id": "7", "city": "Bern", "salary": 50000, "remote": 1, "company__name": "Acme", "company__size": 9}
flattened, any_of -> {"id": "7", "city": "Bern", "company__name": "Acme"}
TXT
{ PYTHONPATH=python python3 finding.py 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
