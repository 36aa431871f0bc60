#!/usr/bin/env bash
# Versions:  xslt-processor 5.1.2 (Node 20).
# Guess:     key('city', city) finds the jobs whose city is that of the current job, as the XSLT specification says of a
#            second argument that is an element. Grouping in XSLT 1.0 is made of it: the first job of each key begins a group.
# Behaviour: it finds nothing, without an error; key('city', 'Berlin') and key('city', string(city)) find the jobs. A
#            stylesheet that writes one element for each city writes none, and all jobs are lost; one that counts the jobs
#            of the city of each job writes 0.
# Cause:     key() in createCustomFunctions() looks up the array of nodes itself, which is '[object Object]', in the table
#            of the key.
# Seen:      key("city", "Berlin")      -> 2
#            key("city", city)          -> 0
#            the first job of each city -> (none)
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install xslt-processor@5.1.2

cat > finding.js <<'JS'
import { XmlParser, Xslt } from 'xslt-processor';

const feed = `<jobs><job id="1"><city>Berlin</city></job><job id="2"><city>Rome</city></job>
  <job id="3"><city>Berlin</city></job></jobs>`;
async function write(name, template) {
  const parser = new XmlParser();
  const stylesheet = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:output method="text"/>
    <xsl:key name="city" match="job" use="city"/><xsl:template match="/">${template}</xsl:template></xsl:stylesheet>`;
  const text = await new Xslt().xsltProcess(parser.xmlParse(feed), parser.xmlParse(stylesheet));
  console.log(`${name} -> ${text || '(none)'}`);
}
const of = (jobs, value) => `<xsl:for-each select='//job${jobs}'><xsl:value-of select='${value}'/><xsl:text> </xsl:text></xsl:for-each>`;
for (const key of ['key("city", "Berlin")', 'key("city", string(city))', 'key("city", city)']) {
  await write(`how many ${key} for each job`, of('', `count(${key})`));
  await write(`the id of the first ${key} for each job`, of('', `${key}/@id`));
}
for (const key of ['key("city", string(city))', 'key("city", city)']) {
  await write(`the first job of each ${key}`, of(`[generate-id() = generate-id(${key}[1])]`, 'city'));
}
JS
cat > expected <<'TXT'
how many key("city", "Berlin") for each job -> 2 2 2 
the id of the first key("city", "Berlin") for each job -> 1 1 1 
how many key("city", string(city)) for each job -> 2 1 2 
the id of the first key("city", string(city)) for each job -> 1 2 1 
how many key("city", city) for each job -> 0 0 0 
the id of the first key("city", city) for each job ->    
the first job of each key("city", string(city)) -> Berlin Rome 
the first job of each key("city", city) -> (none)
TXT
node finding.js 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
