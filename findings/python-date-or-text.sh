#!/usr/bin/env bash
# Versions:  pydantic 2.14.4, datamodel-code-generator 0.89.0, openapi-python-client 0.29.1 (Python 3.11 or newer).
# Guess:     in a Python client of a contract whose value is a date-time or a text, a text that is no date-time stays a text.
# Behaviour: for pydantic, and the models of datamodel-code-generator, a text of digits is a count of seconds if the value comes
#            as JSON: the postal code 80331 is 1 January 1970, 22:18. model_validate of the same value keeps it, and so does
#            str | datetime. For openapi-python-client 20261105 is a date-time, and 20261305 a text; what it sends
#            back is 2026-11-05T00:00:00.
# Cause:     pydantic counts each text that becomes a datetime from JSON as an exact match, digits included, and the first exact
#            match of a union wins; openapi-python-client tries datetime.fromisoformat first.
# Seen:      80331 -> as JSON 1970-01-01T22:18:51Z, as object 80331, openapi-python-client 80331
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
packages=(pydantic==2.14.4 datamodel-code-generator==0.89.0 openapi-python-client==0.29.1)
pip install --quiet --target python "${packages[@]}" >&2 2>/dev/null
export PYTHONPATH=$folder/python

cat > contract.json <<'JSON'
{ "openapi": "3.1.0", "info": { "title": "jobs", "version": "1" },
  "paths": { "/changes": { "get": { "operationId": "changes", "responses": { "200": { "description": "a change",
    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Change" } } } } } } } },
  "components": { "schemas": { "Change": { "type": "object", "required": ["value"], "properties": { "value": {
    "anyOf": [{ "type": "string", "format": "date-time" }, { "type": "string" }] } } } } } }
JSON
options=(--output-model-type pydantic_v2.BaseModel --input-file-type openapi)
python3 -m datamodel_code_generator --input contract.json "${options[@]}" --output models.py 2>generator.log
python3 -m openapi_python_client generate --path contract.json --meta none --output-path client >>generator.log 2>&1 || true

cat > finding.py <<'PY'
import json
import sys
from client.models.change import Change as OtherChange
from models import Change


def text(value):
    return value if isinstance(value, str) else value.isoformat().replace('+00:00', 'Z')


for value in sys.argv[1:]:
    change = {'value': value}
    as_json = Change.model_validate_json(json.dumps(change)).value
    as_object = Change.model_validate(change).value
    other = OtherChange.from_dict(change).value
    print(f'{value} -> as JSON {text(as_json)}, as object {text(as_object)}, openapi-python-client {text(other)}')
PY
cat > expected <<'TXT'
2026-11-05T10:00:00Z -> as JSON 2026-11-05T10:00:00Z, as object 2026-11-05T10:00:00Z, openapi-python-client 2026-11-05T10:00:00Z
80331 -> as JSON 1970-01-01T22:18:51Z, as object 80331, openapi-python-client 80331
2026 -> as JSON 1970-01-01T00:33:46Z, as object 2026, openapi-python-client 2026
20261105 -> as JSON 1970-08-23T12:05:05Z, as object 20261105, openapi-python-client 2026-11-05T00:00:00
20261305 -> as JSON 1970-08-23T12:08:25Z, as object 20261305, openapi-python-client 20261305
2026-W45-4 -> as JSON 2026-W45-4, as object 2026-W45-4, openapi-python-client 2026-11-05T00:00:00
TXT
python3 finding.py 2026-11-05T10:00:00Z 80331 2026 20261105 20261305 2026-W45-4 | tee seen
cmp -s seen expected || { cat generator.log; echo 'no longer as found'; exit 1; }
echo 'as found'
