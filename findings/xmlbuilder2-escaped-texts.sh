#!/usr/bin/env bash
# Versions:  xmlbuilder2 4.0.3.
# Guess:     XML that is read and written again has the same texts, and a text in an object is unescaped.
# Behaviour: reading and writing removes a level of escaping: the description <p>5 &lt; 6</p>, escaped in the feed, comes
#            out as <p>5 < 6</p>, and the text AT&amp;T as AT&T. Objects and JSON have escaped texts, "R&amp;D", but
#            unescaped CDATA sections; "<" and "&lt;" in an object can both stand for a "<".
# Cause:     the serializer, which makes objects as well, leaves an "&" alone that begins something like an entity.
# Seen:      written: <description>&lt;p&gt;5 &lt; 6&lt;/p&gt;</description><company>AT&amp;T</company>
#            object: {"title":"R&amp;D","place":{"$":"A & B"},"description":"&lt;p&gt;5 &lt; 6&lt;/p&gt;","company":"AT&amp;T"}
#            as nodes: R&D | A & B | <p>5 &lt; 6</p> | AT&amp;T
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
install xmlbuilder2@4.0.3

cat > finding.mjs <<'JS'
import { convert, create } from 'xmlbuilder2';

const end = '<description>&lt;p&gt;5 &amp;lt; 6&lt;/p&gt;</description><company>AT&amp;amp;T</company>';
const xml = `<job><title>R&amp;D</title><place><![CDATA[A & B]]></place>${end}</job>`;
const written = /<description>.*<\/company>/.exec(create(xml).end())[0];
const texts = [...create(xml).root().node.childNodes].map(({ textContent }) => textContent);
const seen = `written: ${written}\nobject: ${JSON.stringify(convert(xml, { format: 'object' }).job)}\nas nodes: ${texts.join(' | ')}`;
console.log(seen);
const isAsFound =
  seen ===
  `written: <description>&lt;p&gt;5 &lt; 6&lt;/p&gt;</description><company>AT&amp;T</company>
object: {"title":"R&amp;D","place":{"$":"A & B"},"description":"&lt;p&gt;5 &lt; 6&lt;/p&gt;","company":"AT&amp;T"}
as nodes: R&D | A & B | <p>5 &lt; 6</p> | AT&amp;T`;
console.log(isAsFound ? 'as found' : 'no longer as found');
process.exit(isAsFound ? 0 : 1);
JS
node finding.mjs
