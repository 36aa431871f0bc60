#!/usr/bin/env bash
# Versions:  pandas 3.1.1, lxml 6.1.3 (Python 3).
# Guess:     read_xml with iterparse, which its documentation recommends for large files, reads the same columns as without
#            it.
# Behaviour: with iterparse a column takes every element and every attribute of that name at any depth of the record, and
#            the last one counts: the name of the company, or of its contact, becomes the name of the job, and its attribute
#            id the id. Without iterparse only the children and attributes of the record itself count.
# Cause:     _iterparse_nodes compares the name of each element between start and end of a row, without its depth.
# Seen:      whole file: A 4711 Nurse, B 4712 Cook
#            iterparse: A 9 Acme, B 4712 Cook
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python pandas==3.1.1 lxml==6.1.3 >&2

cat > feed.xml <<'XML'
<jobs>
<job ref="A"><id>4711</id><name>Nurse</name><company id="9"><name>Acme</name></company></job>
<job ref="B"><company id="10"><name>Beta</name></company><id>4712</id><name>Cook</name></job>
</jobs>
XML
cat > finding.py <<'PY'
import pandas

def jobs(**options):
    table = pandas.read_xml('feed.xml', dtype=str, **options)
    return ', '.join(' '.join(row) for row in table[['ref', 'id', 'name']].values.tolist())

print('whole file:', jobs())
print('iterparse:', jobs(iterparse={'job': ['ref', 'id', 'name']}))
PY
cat > expected <<'TXT'
whole file: A 4711 Nurse, B 4712 Cook
iterparse: A 9 Acme, B 4712 Cook
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
