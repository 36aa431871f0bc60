#!/usr/bin/env bash
# Versions:  papaparse 5.7.1, csv-parser 3.2.1, fast-csv 5.0.8.
# Guess:     how a CSV stream is cut into pieces does not matter to its reader.
# Behaviour: papaparse decides on the first piece what ends a line. fast-csv writes the names of the columns as a piece of their
#            own, and each line break with the line that follows: of its files with CRLF papaparse reads the last column as
#            "pay\r", with "5\r" in it, also over HTTP. Where the first piece ends between CR and LF, papaparse and csv-parser
#            have "\n" before each first field, and one row too many.
# Cause:     guessLineEndings of papaparse takes LF where the piece has no CR, and keeps it; both take CR for the whole line
#            break where it is the end of the piece.
# Seen:      fast-csv to papaparse: {"id":"1","pay\r":"5\r"}, {"id":"2","pay\r":"6"}
#            cut behind CR, to csv-parser: {"id":"\n1","pay":"5"}, {"id":"\n2","pay":"6"}, {"id":"\n"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install papaparse@5.7.1 csv-parser@3.2.1 fast-csv@5.0.8

cat > finding.mjs <<'JS'
import { createServer, get } from 'node:http';
import { Readable } from 'node:stream';
import csvParser from 'csv-parser';
import { format } from 'fast-csv';
import Papa from 'papaparse';

const readers = {
  papaparse: () => Papa.parse(Papa.NODE_STREAM_INPUT, { header: true }),
  'csv-parser': () => csvParser(),
};
const jobs = [{ id: '1', pay: '5' }, { id: '2', pay: '6' }];
const write = () => Readable.from(jobs).pipe(format({ headers: true, rowDelimiter: '\r\n' }));
const cut = (...pieces) => Readable.from(pieces.map((piece) => Buffer.from(piece)), { objectMode: false });

async function read(reader, stream) {
  const rows = await stream.pipe(readers[reader]()).toArray();
  return rows.map((row) => JSON.stringify(row)).join(', ');
}

const server = createServer((_request, response) => write().pipe(response)).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;
const response = await new Promise((resolve) => get(url, resolve));
for (const reader in readers) {
  console.log(`whole file to ${reader}: ${await read(reader, cut('id,pay\r\n1,5\r\n2,6'))}`);
  console.log(`fast-csv to ${reader}: ${await read(reader, write())}`);
  console.log(`cut behind CR, to ${reader}: ${await read(reader, cut('id,pay\r', '\n1,5\r\n2,6\r\n'))}`);
}
console.log(`fast-csv over HTTP to papaparse: ${await read('papaparse', response)}`);
server.close();
JS
cat > expected <<'TXT'
whole file to papaparse: {"id":"1","pay":"5"}, {"id":"2","pay":"6"}
fast-csv to papaparse: {"id":"1","pay\r":"5\r"}, {"id":"2","pay\r":"6"}
cut behind CR, to papaparse: {"id":"\n1","pay":"5"}, {"id":"\n2","pay":"6"}, {"id":"\n"}
whole file to csv-parser: {"id":"1","pay":"5"}, {"id":"2","pay":"6"}
fast-csv to csv-parser: {"id":"1","pay":"5"}, {"id":"2","pay":"6"}
cut behind CR, to csv-parser: {"id":"\n1","pay":"5"}, {"id":"\n2","pay":"6"}, {"id":"\n"}
fast-csv over HTTP to papaparse: {"id":"1","pay\r":"5\r"}, {"id":"2","pay\r":"6"}
TXT
node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
