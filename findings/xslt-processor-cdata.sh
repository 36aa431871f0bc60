#!/usr/bin/env bash
# Versions:  xslt-processor 5.1.2 (Node 20).
# Guess:     a text in a CDATA section is a text: a stylesheet that turns a feed into other XML reads <pay>50000</pay> and
#            <pay><![CDATA[50000]]></pay> as the same.
# Behaviour: xsl:value-of and xsl:copy-of with a path do, so that the output looks right. For functions, arithmetic and
#            comparisons such a text is empty: the pay is left out of a sum and is never above a limit, a title is not
#            found by = or contains(), and concat() and normalize-space() write nothing. Of a text with a CDATA section in
#            it they know what stands outside. There is no error.
# Cause:     _getTextContent(), which adaptXNode() gives the nodes, joins children of type 3 (text) but not of type 4
#            (CDATA); xmlValue(), which xsl:value-of calls, joins both.
# Seen:      <pay>50000</pay>              //pay: 50000, sum(//pay): 50000, concat(//pay, " EUR"): 50000 EUR
#            <pay><![CDATA[50000]]></pay>  //pay: 50000, sum(//pay): 0, concat(//pay, " EUR"):  EUR
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install xslt-processor@5.1.2

cat > finding.js <<'JS'
import { XmlParser, Xslt } from 'xslt-processor';

const paths = ['//pay', '//pay = 50000', 'sum(//pay)', '//pay * 2', '//pay > 40000'];
paths.push('contains(//pay, "500")', 'concat(//pay, " EUR")');
for (const pay of process.argv.slice(2)) {
  console.log(pay);
  for (const path of paths) {
    const select = path.replaceAll('>', '&gt;');
    const stylesheet = `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
      <xsl:output method="text"/><xsl:template match="/"><xsl:value-of select='${select}'/></xsl:template></xsl:stylesheet>`;
    const parser = new XmlParser();
    const text = await new Xslt().xsltProcess(parser.xmlParse(`<job>${pay}</job>`), parser.xmlParse(stylesheet));
    console.log(`  ${path}: ${text}`);
  }
}
JS
cat > expected <<'TXT'
<pay>50000</pay>
  //pay: 50000
  //pay = 50000: true
  sum(//pay): 50000
  //pay * 2: 100000
  //pay > 40000: true
  contains(//pay, "500"): true
  concat(//pay, " EUR"): 50000 EUR
<pay><![CDATA[50000]]></pay>
  //pay: 50000
  //pay = 50000: false
  sum(//pay): 0
  //pay * 2: NaN
  //pay > 40000: false
  contains(//pay, "500"): false
  concat(//pay, " EUR"):  EUR
<pay>50<![CDATA[000]]></pay>
  //pay: 50000
  //pay = 50000: false
  sum(//pay): 50
  //pay * 2: 100
  //pay > 40000: false
  contains(//pay, "500"): false
  concat(//pay, " EUR"): 50 EUR
TXT
mapfile -t pays < <(grep '^<pay>' expected)
node finding.js "${pays[@]}" 2>&1 | tee seen
cmp -s seen expected || { echo 'no longer as found'; exit 1; }
echo 'as found'
