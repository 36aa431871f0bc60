#!/usr/bin/env bash
# Versions:  Node 24.21 (readline, FileHandle.readLines), byline 5.0.0, httpx 0.28.1, requests 2.34.2, Python 3.11.7 (codecs).
# Guess:     a line of NDJSON ends at its line feed: JSON escapes control characters, so that no text can part it.
# Behaviour: JSON does not escape U+0085, U+2028 and U+2029, which texts from word processors have in place of line
#            breaks. These readers end a line there: the job is cut into pieces that are no JSON, or lost where bad lines
#            are skipped. Node began with it in version 24, with 22 the same program reads all lines; requests does it
#            with decode_unicode only, and open() of Python never, codecs.open() always.
# Cause:     lines are found by a regular expression in Node and byline, and by str.splitlines() in Python, which know the
#            line breaks of Unicode.
# Seen:      lines of {"title":"Night\u2028Nurse"}, with the character as it is:
#            readline 2, readLines 2, byline 2, httpx 2, requests 1, requests decode_unicode 2, open 1, codecs.open 2
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install byline@5.0.0
pip install --quiet --target python httpx==0.28.1 requests==2.34.2 >&2

cat > finding.mjs <<'JS'
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import readline from 'node:readline';
import byline from 'byline';

const [file] = process.argv.slice(2);
const count = async (lines) => (await Array.fromAsync(lines)).length;
const counts = [
  `readline ${await count(readline.createInterface({ input: createReadStream(file) }))}`,
  `readLines ${await count((await open(file)).readLines())}`,
  `byline ${await count(byline(createReadStream(file)))}`,
];
console.log(counts.join(', '));
JS
cat > finding.py <<'PY'
import codecs
import io
import sys
import warnings

import httpx
import requests

warnings.simplefilter('ignore')
[file] = sys.argv[1:]
with open(file, 'rb') as stream:
    content = stream.read()


def response():
    fetched = requests.Response()
    fetched.raw, fetched.encoding = io.BytesIO(content), 'utf-8'
    return fetched


readers = {
    'httpx': httpx.Response(200, content=content).iter_lines(),
    'requests': response().iter_lines(),
    'requests decode_unicode': response().iter_lines(decode_unicode=True),
    'open': open(file, encoding='utf-8'),
    'codecs.open': codecs.open(file, encoding='utf-8'),
}
print(', '.join(f'{name} {len(list(lines))}' for name, lines in readers.items()))
PY
cat > expected <<'TXT'
U+0085: readline 1, readLines 1, byline 2, httpx 2, requests 1, requests decode_unicode 2, open 1, codecs.open 2
U+2028: readline 2, readLines 2, byline 2, httpx 2, requests 1, requests decode_unicode 2, open 1, codecs.open 2
U+2029: readline 2, readLines 2, byline 2, httpx 2, requests 1, requests decode_unicode 2, open 1, codecs.open 2
TXT
for code in 0085 2028 2029; do
  node -e "console.log(JSON.stringify({ title: 'Night\\u${code}Nurse' }))" > jobs.ndjson
  echo "U+$code: $(node finding.mjs jobs.ndjson), $(PYTHONPATH=python python3 finding.py jobs.ndjson)"
done 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
