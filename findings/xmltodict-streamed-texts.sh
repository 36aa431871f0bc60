#!/usr/bin/env bash
# Versions:  xmltodict 1.0.4 (Python 3).
# Guess:     in streaming mode (item_depth with item_callback) an item is what parse() returns for the same element.
# Behaviour: the text of an item is lost if the item has an attribute or a child element: of <job id="2">Come and
#            cook</job>, the callback gets the id alone, while parse() returns the text as #text. An item without attributes
#            is its text.
# Cause:     at the depth of the items, endElement of _DictSAXHandler takes the text only if there is no dict for the
#            element yet.
# Seen:      parse:    [{"@id": "1", "title": "Nurse"}, {"@id": "2", "#text": "Come and cook"}, "Clerk"]
#            streamed: [{"@id": "1", "title": "Nurse"}, {"@id": "2"}, "Clerk"]
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python xmltodict==1.0.4 >&2

cat > finding.py <<'PY'
import json
import xmltodict

xml = '<jobs><job id="1"><title>Nurse</title></job><job id="2">Come and cook</job><job>Clerk</job></jobs>'
streamed = []
xmltodict.parse(xml, item_depth=2, item_callback=lambda path, item: streamed.append(item) or True)
print('parse:   ', json.dumps(xmltodict.parse(xml)['jobs']['job']))
print('streamed:', json.dumps(streamed))
PY
cat > expected <<'TXT'
parse:    [{"@id": "1", "title": "Nurse"}, {"@id": "2", "#text": "Come and cook"}, "Clerk"]
streamed: [{"@id": "1", "title": "Nurse"}, {"@id": "2"}, "Clerk"]
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
