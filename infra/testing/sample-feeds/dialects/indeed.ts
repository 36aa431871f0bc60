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
  record: (posting) => `<job>
${titleElement('title', posting)}
<date><![CDATA[${new Date(posting.publishedAtMs).toUTCString()}]]></date>
${unlessAnonymous(
  posting,
  `<referencenumber><![CDATA[${reference(posting.serial)}]]></referencenumber>
<url><![CDATA[${SITE}/job/${posting.serial}?utm_source=Indeed&utm_medium=organic]]></url>`,
)}
<company>${posting.company}</company>
<sourcename>${posting.company}</sourcename>
<city>${posting.city}</city>
<state>${posting.region}</state>
<country><![CDATA[${posting.countryCode}]]></country>
<category>${posting.category}</category>
<jobtype><![CDATA[${posting.jobTypeCode}]]></jobtype>
${posting.remote ? '<remotetype><![CDATA[Fully remote]]></remotetype>\n' : ''}<salary><![CDATA[${posting.currency} ${posting.salaryMin} - ${posting.salaryMax} per year]]></salary>
<expirationdate><![CDATA[${rfc822(posting.expiresAtMs).slice(5, 16)}]]></expirationdate>
<description><![CDATA[${posting.description}]]></description>
</job>
`,
  close: '</source>\n',
};
