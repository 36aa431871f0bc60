#!/usr/bin/env bash
# Versions:  jstoxml 7.1.1 (Node 24.21).
# Guess:     toXML(job) writes an empty element, or none, for a field that is null, as it does for one that is undefined.
# Behaviour: it writes the name of the field as text: a job without a salary has the word salary in it, between its elements,
#            and one whose fields are all null is a text of their names. A text that has an entity keeps it: a title that is
#            about "&amp;" reads as "&". A Date is written by its toString(), in the zone of the machine.
# Cause:     null stands for "the key is the content"; & is escaped only where no entity begins; values are made texts by
#            String().
# Seen:      {title: 'Nurse', salary: null} -> <title>Nurse</title>salary
#            {title: 'Escape &amp; and &lt;'} -> read as "Escape & and <"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install jstoxml@7.1.1 saxes@6.0.0

cat > finding.mjs <<'JS'
import { toXML } from 'jstoxml';
import { SaxesParser } from 'saxes';

function textOf(xml) {
  let text = '';
  const parser = new SaxesParser();
  parser.on('text', (piece) => {
    text += piece;
  });
  parser.write(xml).close();
  return text;
}

console.log(toXML({ job: { title: 'Nurse', salary: null, city: 'Bern' } }));
console.log(toXML({ job: { title: 'Nurse', salary: undefined, city: 'Bern' } }));
console.log(toXML({ job: { salary: null, city: null } }));
console.log(toXML({ job: { salary: 0, remote: false, city: '' } }));
for (const title of ['R&D', 'Escape &amp; and &lt;']) console.log(`${title} -> ${textOf(toXML({ title }))}`);
console.log(toXML({ pubDate: new Date(Date.UTC(2026, 10, 5, 10)) }));
JS
cat > expected <<'TXT'
<job><title>Nurse</title>salary<city>Bern</city></job>
<job><title>Nurse</title><salary/><city>Bern</city></job>
<job>salarycity</job>
<job><salary>0</salary><remote>false</remote><city/></job>
R&D -> R&D
Escape &amp; and &lt; -> Escape & and <
<pubDate>Thu Nov 05 2026 10:00:00 GMT+0000 (Coordinated Universal Time)</pubDate>
TXT
TZ=UTC node finding.mjs | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
