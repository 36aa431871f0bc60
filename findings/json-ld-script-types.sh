#!/usr/bin/env bash
# Versions:  extruct 0.18.0 (Python 3), web-auto-extractor 1.0.17.
# Guess:     the JobPosting of a page is found in each script whose type is the media type of JSON-LD, in any case and
#            with parameters: HTML compares types so, and JSON-LD 1.1 itself defines a parameter `profile`.
# Behaviour: both find it only if the type is `application/ld+json` letter for letter. With a charset, a profile or a
#            capital the page has no job, without an error.
# Cause:     both select script[type="application/ld+json"], which compares the attribute as a whole.
# Seen:      application/ld+json -> extruct 1, web-auto-extractor 1
#            application/ld+json; charset=utf-8 -> extruct 0, web-auto-extractor 0
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install web-auto-extractor@1.0.17
pip install --quiet --target python extruct==0.18.0 >&2

cat > finding.py <<'PY'
import sys

import extruct

for page in sys.argv[1:]:
    print(len(extruct.extract(page, syntaxes=['json-ld'])['json-ld']))
PY
cat > finding.mjs <<'JS'
import { execFileSync } from 'node:child_process';
import extractor from 'web-auto-extractor';

const types = [
  'application/ld+json',
  'application/ld+json; charset=utf-8',
  'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"',
  'Application/LD+JSON',
];
const pages = types.map((type) => `<html><body><script type='${type}'>{"@type":"JobPosting","title":"Nurse"}</script></body></html>`);
const found = execFileSync('python3', ['finding.py', ...pages], { env: { ...process.env, PYTHONPATH: 'python' }, encoding: 'utf8' });
const counts = found.trim().split('\n');
const seen = types
  .map((type, index) => {
    const { JobPosting: jobs = [] } = extractor.default().parse(pages[index]).jsonld;
    return `${type} -> extruct ${counts[index]}, web-auto-extractor ${jobs.length}`;
  })
  .join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `application/ld+json -> extruct 1, web-auto-extractor 1
application/ld+json; charset=utf-8 -> extruct 0, web-auto-extractor 0
application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted" -> extruct 0, web-auto-extractor 0
Application/LD+JSON -> extruct 0, web-auto-extractor 0`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
