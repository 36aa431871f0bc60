#!/usr/bin/env bash
# Versions:  airbyte-cdk 7.39.1 (Python 3).
# Guess:     the transformation AddFields with the value {{ record['salary'] }} copies a value as it is, and value_type: number
#            makes numbers of texts that are numbers.
# Behaviour: without value_type, a text that is a literal of Python becomes its value: 45,000 is the list [45, 0], 45,500 the
#            list [45, 500], 0x1F is 31, and a company None is null; 007 and 45,000 EUR stay. With value_type: number, the
#            number 50000 is copied as a text, 50000.5 as a number, and null as the text None. There is no error.
# Cause:     JinjaInterpolation.eval() renders a text and gives it to ast.literal_eval(), for which a comma makes a tuple and
#            000 is a zero. value_type only says of which type the result must be, and number is float: of an int or None the
#            rendered text is kept.
# Seen:      "45,000" -> [45, 0]; string "45,000", number "45,000"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python airbyte-cdk==7.39.1 2>pip.log || { cat pip.log; exit 1; }

cat > finding.py <<'PY'
import json
import sys
from airbyte_cdk.sources.declarative.models.declarative_component_schema import AddFields
from airbyte_cdk.sources.declarative.parsers.model_to_component_factory import ModelToComponentFactory


def copied(value, **value_type):
    field = {'type': 'AddedFieldDefinition', 'path': ['to'], 'value': "{{ record['from'] }}", **value_type}
    component = {'type': 'AddFields', 'fields': [field]}
    record = {'from': value}
    ModelToComponentFactory().create_component(AddFields, component, {}).transform(record)
    return json.dumps(record['to'])


for text in sys.argv[1:]:
    value = json.loads(text)
    types = ', '.join(f'{kind} {copied(value, value_type=kind)}' for kind in ('string', 'number'))
    print(f'{text} -> {copied(value)}; {types}')
PY
cat > expected <<'TXT'
"45,000" -> [45, 0]; string "45,000", number "45,000"
"45,500" -> [45, 500]; string "45,500", number "45,500"
"45,000 EUR" -> "45,000 EUR"; string "45,000 EUR", number "45,000 EUR"
"007" -> "007"; string "007", number "007"
"0x1F" -> 31; string "0x1F", number "0x1F"
"None" -> null; string "None", number "None"
50000 -> 50000; string "50000", number "50000"
50000.5 -> 50000.5; string "50000.5", number 50000.5
null -> null; string "None", number "None"
TXT
mapfile -t values < <(sed 's/ -> .*//' expected)
{ PYTHONPATH=python python3 finding.py "${values[@]}" 2>python.log || cat python.log; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
