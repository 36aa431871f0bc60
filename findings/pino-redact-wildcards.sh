#!/usr/bin/env bash
# Versions:  pino 10.4.0 (with @pinojs/redact 0.4.0), Node 24.21.
# Guess:     redact: ['*.token'] changes the values of fields named token, and nothing in lines that have none.
# Behaviour: each object in a line, at the depth of the *, is copied. The copy of a URL, of a Buffer and of any class that has
#            private fields cannot be written: its value is "[unable to serialize, circular reference is too complex to
#            analyze]", although nothing is circular. A path without * such as request.token changes only that object.
# Reason:    selectiveClone in @pinojs/redact makes an object with the same prototype and the own properties; toJSON of the
#            prototype then throws on it. Objects whose state is in properties, such as ObjectId, and dates are written.
# Seen:      no redact:      "url":"https://acme.example/feed.xml","salary":"50000 EUR","body":{"type":"Buffer","data":[1]}
#            request.token:  "url":"https://acme.example/feed.xml","salary":"50000 EUR","body":{"type":"Buffer","data":[1]}
#            *.token:        "url":"MESSAGE","salary":"MESSAGE","body":"MESSAGE"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install pino@10.4.0

cat > finding.mjs <<'JS'
import { pino } from 'pino';

const MESSAGE = '[unable to serialize, circular reference is too complex to analyze]';

class Salary {
  #amount = 50_000;
  toJSON() {
    return `${this.#amount} EUR`;
  }
}

function print(name, paths) {
  const lines = [];
  const options = { base: null, timestamp: false, ...(paths && { redact: paths }) };
  const log = pino(options, { write: (line) => lines.push(line) });
  log.info({ url: new URL('https://acme.example/feed.xml'), salary: new Salary(), body: Buffer.from([1]) });
  const fields = lines[0].trim().replace(/^{"level":30,|}$/g, '').replaceAll(MESSAGE, 'MESSAGE');
  console.log(`${name.padEnd(15)} ${fields}`);
}

print('no redact:');
print('request.token:', ['request.token']);
print('*.token:', ['*.token']);
JS
cat > expected <<'TXT'
no redact:      "url":"https://acme.example/feed.xml","salary":"50000 EUR","body":{"type":"Buffer","data":[1]}
request.token:  "url":"https://acme.example/feed.xml","salary":"50000 EUR","body":{"type":"Buffer","data":[1]}
*.token:        "url":"MESSAGE","salary":"MESSAGE","body":"MESSAGE"
TXT
timeout 60 node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
