#!/usr/bin/env bash
# Versions:  fastfeedparser 0.6.5 (Python 3), @rowanmanning/feed-parser 2.1.5, feedparser 6.0.14 (Python 3).
# Guess:     an element of a foreign namespace, such as the link of the company, is not an element of RSS.
# Behaviour: fastfeedparser and feed-parser take the first element with the local name: where the company's elements come
#            before those of the job, all jobs of a company have its guid, title, link and date, so that they are one job to
#            a reader that goes by ids. In the other order nothing is wrong. feedparser tells them apart.
# Cause:     _classify_rss_tag of fastfeedparser cuts namespaces off, and findElementsWithName of feed-parser compares a
#            name without prefix.
# Seen:      feedparser: 1 Nurse https://jobs.example/1 | 2 Cook https://jobs.example/2
#            fastfeedparser: acme Acme https://acme.example/ | acme Acme https://acme.example/
#            feed-parser: acme Acme https://acme.example/ | acme Acme https://acme.example/
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install @rowanmanning/feed-parser@2.1.5
pip install --quiet --target python fastfeedparser==0.6.5 feedparser==6.0.14 >&2

company='<c:title>Acme</c:title><c:link>https://acme.example/</c:link><c:guid>acme</c:guid>'
item() {
  echo "<item>$company<title>$2</title><link>https://jobs.example/$1</link><guid isPermaLink=\"false\">$1</guid></item>"
}
cat > feed.xml <<XML
<rss version="2.0" xmlns:c="https://acme.example/ns"><channel><title>Jobs</title><link>https://jobs.example/</link>
<description>Jobs</description>$(item 1 Nurse)$(item 2 Cook)</channel></rss>
XML
cat > finding.py <<'PY'
import fastfeedparser
import feedparser

xml = open('feed.xml').read()
for reader in (feedparser, fastfeedparser):
    print(f'{reader.__name__}:', ' | '.join(f'{entry.id} {entry.title} {entry.link}' for entry in reader.parse(xml).entries))
PY
cat > finding.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { parseFeed } from '@rowanmanning/feed-parser';

const { items } = parseFeed(readFileSync('feed.xml', 'utf8'));
console.log(`feed-parser: ${items.map(({ id, title, url }) => `${id} ${title} ${url}`).join(' | ')}`);
JS
cat > expected <<'TXT'
feedparser: 1 Nurse https://jobs.example/1 | 2 Cook https://jobs.example/2
fastfeedparser: acme Acme https://acme.example/ | acme Acme https://acme.example/
feed-parser: acme Acme https://acme.example/ | acme Acme https://acme.example/
TXT
{ PYTHONPATH=python python3 finding.py; node finding.mjs; } | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
