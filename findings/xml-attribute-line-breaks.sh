#!/usr/bin/env bash
# Versions:  linkedom 0.18.15, cheerio 1.2.0, xmlbuilder2 4.0.3, xml 1.0.1, fast-xml-builder 1.3.2; for comparison
#            @xmldom/xmldom 0.9.12, xmlbuilder 15.1.1; read with saxes 6.0.0.
# Guess:     a writer escapes what a reader would change, so that an attribute is read as it was set.
# Behaviour: five writers write line breaks and tabs of an attribute as they are. A parser that follows XML reads each of
#            them as a space: a description in an attribute loses its lines on the way, also if a program has only read
#            and written the feed. Readers that do not follow XML here, such as cheerio itself, do not show it.
# Cause:     they escape & < > and quotes only; XML (3.3.3) has white space of attributes normalized unless it is written
#            as a character reference such as &#10;.
# Seen:      linkedom: <job text="Tasks:(LF)- plan(LF)- build" /> -> "Tasks: - plan - build"
#            @xmldom/xmldom: <job text="Tasks:&#10;- plan&#10;- build"/> -> "Tasks:\n- plan\n- build"
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install linkedom@0.18.15 cheerio@1.2.0 xmlbuilder2@4.0.3 xml@1.0.1 fast-xml-builder@1.3.2 @xmldom/xmldom@0.9.12 xmlbuilder@15.1.1 saxes@6.0.0

cat > finding.mjs <<'JS'
import { DOMParser, XMLSerializer } from '@xmldom/xmldom';
import { load } from 'cheerio';
import XMLBuilder from 'fast-xml-builder';
import { DOMParser as LinkedomParser } from 'linkedom';
import { SaxesParser } from 'saxes';
import xml from 'xml';
import xmlbuilder from 'xmlbuilder';
import { create } from 'xmlbuilder2';

const text = 'Tasks:\n- plan\n- build';
const source = '<job text="Tasks:&#10;- plan&#10;- build"/>';
const written = {
  linkedom: new LinkedomParser().parseFromString(source, 'text/xml').toString(),
  cheerio: load(source, { xml: true }).xml(),
  xmlbuilder2: create(source).end({ headless: true }),
  xml: xml({ job: { _attr: { text } } }),
  'fast-xml-builder': new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' }).build({ job: { '@text': text } }),
  '@xmldom/xmldom': new XMLSerializer().serializeToString(new DOMParser().parseFromString(source, 'text/xml')),
  xmlbuilder: xmlbuilder.create({ job: { '@text': text } }, { headless: true }).end(),
};

function read(document) {
  let found;
  const parser = new SaxesParser();
  parser.on('opentag', ({ attributes }) => {
    found = attributes.text;
  });
  parser.write(document).close();
  return found;
}
const seen = Object.entries(written).map(([name, document]) => `${name}: ${JSON.stringify(read(document))}`).join('\n');
for (const [name, document] of Object.entries(written)) console.log(`${name}: ${document.replaceAll('\n', '(LF)')}`);
console.log(seen);
const isAsFound =
  seen ===
  String.raw`linkedom: "Tasks: - plan - build"
cheerio: "Tasks: - plan - build"
xmlbuilder2: "Tasks: - plan - build"
xml: "Tasks: - plan - build"
fast-xml-builder: "Tasks: - plan - build"
@xmldom/xmldom: "Tasks:\n- plan\n- build"
xmlbuilder: "Tasks:\n- plan\n- build"`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
