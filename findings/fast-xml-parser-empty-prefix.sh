#!/usr/bin/env bash
# Versions:  fast-xml-parser 5.12.1.
# Guess:     with attributeNamePrefix '' an attribute and an element of the same name end in a list, as two elements do.
# Behaviour: the attribute replaces the element, and a whole list of elements as well: of a job with an attribute `location`
#            that is a key and two elements `location`, both places are lost, without a warning. With a prefix nothing is.
# Cause:     compress builds the object of the child elements first, and assignAttributes then sets the keys of the
#            attributes without a look at what is there.
# Seen:      '': {"id":"A","title":"Nurse","location":"7"}
#            '@': {"id":4711,"title":"Nurse","location":["Hamburg","Berlin"],"@id":"A","@location":"7"}
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install fast-xml-parser@5.12.1

cat > finding.mjs <<'JS'
import { XMLParser } from 'fast-xml-parser';

const xml =
  '<job id="A" location="7"><id>4711</id><title>Nurse</title><location>Hamburg</location><location>Berlin</location></job>';
const read = (attributeNamePrefix) =>
  `'${attributeNamePrefix}': ${JSON.stringify(new XMLParser({ ignoreAttributes: false, attributeNamePrefix }).parse(xml).job)}`;
const seen = [read(''), read('@')].join('\n');
console.log(seen);
const isAsFound =
  seen ===
  `'': {"id":"A","title":"Nurse","location":"7"}
'@': {"id":4711,"title":"Nurse","location":["Hamburg","Berlin"],"@id":"A","@location":"7"}`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
