#!/usr/bin/env bash
# Versions:  feedparser 6.0.14 (Python 3).
# Guess:     author_detail.email is the address in the author of an item, or there is none.
# Behaviour: an address is cut after the fourth letter of its top-level domain, and the rest of it is put into the name:
#            jobs@acme.careers is jobs@acme.care, which is a valid address at the domain of somebody else; a domain in
#            .berlin, .agency or .example gets an invalid one. `bozo` is false. A short domain is read as expected.
# Cause:     the pattern in _sync_author_detail ends a domain with [a-zA-Z]{2,4}, without a boundary after it.
# Seen:      jobs@acme.careers (Acme) -> jobs@acme.care, name 'ers (Acme'
#            Acme <jobs@acme.berlin> -> jobs@acme.berl, name 'Acme <in>'
#            jobs@acme.com (Acme) -> jobs@acme.com, name 'Acme'
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
pip install --quiet --target python feedparser==6.0.14 >&2

cat > finding.py <<'PY'
from xml.sax.saxutils import escape
import feedparser

for author in ['jobs@acme.careers (Acme)', 'Acme <jobs@acme.berlin>', 'jobs@acme.com (Acme)']:
    item = f'<item><title>Nurse</title><author>{escape(author)}</author></item>'
    feed = feedparser.parse(f'<rss version="2.0"><channel><title>Jobs</title>{item}</channel></rss>')
    detail = feed.entries[0].author_detail
    print(f'{author} -> {detail.email}, name {detail.name!r}' + (' (bozo)' if feed.bozo else ''))
PY
cat > expected <<'TXT'
jobs@acme.careers (Acme) -> jobs@acme.care, name 'ers (Acme'
Acme <jobs@acme.berlin> -> jobs@acme.berl, name 'Acme <in>'
jobs@acme.com (Acme) -> jobs@acme.com, name 'Acme'
TXT
PYTHONPATH=python python3 finding.py | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
