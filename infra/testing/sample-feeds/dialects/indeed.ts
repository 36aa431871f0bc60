import type { Dialect } from './dialect.ts';
import { rfc822, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://worksaggregate.example';
/** Leading zeros: a reader that takes ids for numbers loses them. */
const reference = (serial: number) => String(serial).padStart(10, '0');

/** The feed that boards hand to Indeed: everything in CDATA, dates in the style of e-mail. */
export const indeed: Dialect = {
  contentType: 'application/xml; charset=utf-8',
  textStyle: 'cdata',
  htmlStyle: 'cdata',
  descriptionLengthBytes: 1010,
  externalId: reference,
  open: ({ title, builtAtMs }) => `<?xml version="1.0" encoding="utf-8"?>
<source>
<publisher>${title}</publisher>
<publisherurl>${SITE}</publisherurl>
<lastBuildDate>${new Date(builtAtMs).toUTCString()}</lastBuildDate>
`,
  record: (fields) => `<job>
${titleElement('title', fields)}
<date><![CDATA[${new Date(fields.publishedAtMs).toUTCString()}]]></date>
${unlessAnonymous(
  fields,
  `<referencenumber><![CDATA[${reference(fields.serial)}]]></referencenumber>
<url><![CDATA[${SITE}/job/${fields.serial}?utm_source=Indeed&utm_medium=organic]]></url>`,
)}
<company>${fields.company}</company>
<sourcename>${fields.company}</sourcename>
<city>${fields.city}</city>
<state>${fields.region}</state>
<country><![CDATA[${fields.countryCode}]]></country>
<category>${fields.category}</category>
<jobtype><![CDATA[${fields.jobTypeCode}]]></jobtype>
${fields.remote ? '<remotetype><![CDATA[Fully remote]]></remotetype>\n' : ''}<salary><![CDATA[${fields.currency} ${fields.salaryMin} - ${fields.salaryMax} per year]]></salary>
<expirationdate><![CDATA[${rfc822(fields.expiresAtMs).slice(5, 16)}]]></expirationdate>
<description><![CDATA[${fields.description}]]></description>
</job>
`,
  close: '</source>\n',
};
