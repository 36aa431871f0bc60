#!/usr/bin/env bash
# Versions:  pydantic-xml 2.22.0, pydantic 2.14.4 (Python 3.10 or newer).
# Guess:     of <tag>A</tag><tag/><tag>B</tag>, a field `list[str]` has two or three items, or a ValidationError is raised.
# Behaviour: the list ends at the first empty element: it is ['A'], and empty if the first one is. What the model itself
#            writes for ['A', '', 'B'] is read back as ['A']. list[int], tuple[str, ...] and list[str | None] do the
#            same, in all three search modes. An element with only a comment in it counts as empty.
# Cause:     deserialize() of the homogeneous serializer takes items until one is None: no element, or one without text.
#            Only the option empty_as_string=True, not the default, makes texts of them.
# Seen:      <tag>A</tag><tag/><tag>B</tag> -> ['A']
#            <tag/><tag>A</tag> -> []
#            ['A', '', 'B'] written and read -> ['A']
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python pydantic-xml==2.22.0 pydantic==2.14.4 >&2

cat > finding.py <<'PY'
from pydantic_xml import BaseXmlModel, element

for mode in ('strict', 'unordered'):

    class Job(BaseXmlModel, tag='job', search_mode=mode):
        title: str = element()
        tags: list[str] = element(tag='tag', default=[])
        levels: list[int] = element(tag='level', default=[])

    def read(items):
        return Job.from_xml(f'<job><title>Nurse</title>{items}</job>')

    for items in (
        '<tag>A</tag><tag>B</tag>',
        '<tag>A</tag><tag/><tag>B</tag>',
        '<tag/><tag>A</tag>',
        '<tag>A</tag><tag><!-- none --></tag><tag>B</tag>',
    ):
        print(f'{mode}: {items} -> {read(items).tags}')
    print(f"{mode}: levels 1, none, 2 -> {read('<level>1</level><level/><level>2</level>').levels}")
    written = Job(title='Nurse', tags=['A', '', 'B']).to_xml()
    print(f"{mode}: ['A', '', 'B'] written and read -> {Job.from_xml(written).tags}")
PY
cat > expected <<'TXT'
strict: <tag>A</tag><tag>B</tag> -> ['A', 'B']
strict: <tag>A</tag><tag/><tag>B</tag> -> ['A']
strict: <tag/><tag>A</tag> -> []
strict: <tag>A</tag><tag><!-- none --></tag><tag>B</tag> -> ['A']
strict: levels 1, none, 2 -> [1]
strict: ['A', '', 'B'] written and read -> ['A']
unordered: <tag>A</tag><tag>B</tag> -> ['A', 'B']
unordered: <tag>A</tag><tag/><tag>B</tag> -> ['A']
unordered: <tag/><tag>A</tag> -> []
unordered: <tag>A</tag><tag><!-- none --></tag><tag>B</tag> -> ['A']
unordered: levels 1, none, 2 -> [1]
unordered: ['A', '', 'B'] written and read -> ['A']
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
