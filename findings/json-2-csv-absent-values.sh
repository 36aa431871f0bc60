#!/usr/bin/env bash
# Versions:  json-2-csv 5.6.0 (Node 20).
# Guess:     json2csv() leaves the cell empty of a field that a record does not have, as other writers of CSV do.
# Behaviour: it writes the word undefined, or null if the field is nested and its parent is absent, without quotes. Each
#            other reader of the file has a company named undefined and a least pay of null, and a company whose name is
#            one of these words is written like an absent one: its own csv2json() loses it.
# Cause:     recordFieldValueToString() returns these words; emptyFieldValue, which the documentation names for such values,
#            has no default.
# Seen:      {"id":1,"company":"Acme","pay":{"min":5}} -> 1,Acme,5
#            {"id":2}                                  -> 2,undefined,null
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install json-2-csv@5.6.0

cat > finding.js <<'JS'
import { csv2json, json2csv } from 'json-2-csv';

const acme = { id: 1, company: 'Acme', pay: { min: 5 } };
const jobs = [acme, { id: 2 }, { id: 3, company: '', pay: { min: null } }, { id: 4, company: 'undefined' }];
const show = (name, rows) => rows.forEach((row) => console.log(`${name} ${JSON.stringify(row)}`));
const csv = json2csv(jobs);
show('json2csv', csv.split('\n'));
show('csv2json', csv2json(csv));
show("emptyFieldValue: ''", json2csv(jobs, { emptyFieldValue: '' }).split('\n'));
JS
cat > expected <<'TXT'
json2csv "id,company,pay.min"
json2csv "1,Acme,5"
json2csv "2,undefined,null"
json2csv "3,,null"
json2csv "4,undefined,null"
csv2json {"id":1,"company":"Acme","pay":{"min":5}}
csv2json {"id":2,"pay":{"min":null}}
csv2json {"id":3,"company":"","pay":{"min":null}}
csv2json {"id":4,"pay":{"min":null}}
emptyFieldValue: '' "id,company,pay.min"
emptyFieldValue: '' "1,Acme,5"
emptyFieldValue: '' "2,,"
emptyFieldValue: '' "3,,"
emptyFieldValue: '' "4,undefined,"
TXT
node finding.js 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
