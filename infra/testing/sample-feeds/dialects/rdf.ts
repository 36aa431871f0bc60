import type { Dialect } from './dialect.ts';
import { isoWestOf, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://townlist.example';
const link = (serial: number) => `${SITE}/jobs/${serial}.html`;
const HOURS_WEST = 5;

/** RSS 1.0 as local classifieds write it: items stand beside the channel, the id is an attribute. */
export const rdf: Dialect = {
  contentType: 'application/rdf+xml; charset=utf-8',
  textStyle: 'escaped',
  htmlStyle: 'cdata',
  descriptionLengthBytes: 1350,
  externalId: link,
  open: ({ title, builtAtMs }) => `<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns="http://purl.org/rss/1.0/"
 xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:dcterms="http://purl.org/dc/terms/">
<channel rdf:about="${SITE}/jobs/index.rdf">
<title>${title}</title>
<link>${SITE}/jobs</link>
<description>${title}</description>
<dc:language>en-us</dc:language>
<dc:date>${isoWestOf(builtAtMs, HOURS_WEST)}</dc:date>
</channel>
`,
  record: (fields) => `<item${unlessAnonymous(fields, ` rdf:about="${link(fields.serial)}"`)}>
${titleElement('title', fields, `${fields.title} (${fields.city})`)}
${unlessAnonymous(fields, `<link>${link(fields.serial)}</link>`)}
<description><![CDATA[${fields.description}]]></description>
<dc:creator>${fields.company}</dc:creator>
<dc:date>${isoWestOf(fields.publishedAtMs, HOURS_WEST)}</dc:date>
<dc:language>en-us</dc:language>
<dc:rights>copyright townlist</dc:rights>
<dc:type>${fields.category}</dc:type>
<dcterms:issued>${isoWestOf(fields.publishedAtMs, HOURS_WEST)}</dcterms:issued>
</item>
`,
  close: '</rdf:RDF>\n',
};
