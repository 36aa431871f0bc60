import type { Dialect } from './dialect.ts';
import { isoSeconds, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://civicvacancies.example';
const id = (serial: number) => `${SITE}/vacancy/${serial}/en-GB`;

/** An Atom job board of a public body: a URL as id, the vacancy's number in the title. */
export const atom: Dialect = {
  contentType: 'application/atom+xml; charset=utf-8',
  textStyle: 'escaped',
  htmlStyle: 'escaped',
  descriptionLengthBytes: 1320,
  externalId: id,
  open: ({ title, builtAtMs }) => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${SITE}/feed</id>
  <link rel="self" href="${SITE}/feed" type="application/atom+xml"/>
  <title>${title}</title>
  <author>
    <name>Civic Recruitment Service</name>
  </author>
  <updated>${isoSeconds(builtAtMs)}</updated>
`,
  record: (fields) => `  <entry>
    ${unlessAnonymous(fields, `<id>${id(fields.serial)}</id>\n    <link rel="alternate" href="${id(fields.serial)}" type="text/html"/>`)}
    ${titleElement('title', fields, `${fields.serial} - ${fields.title}`)}
    <author><name>${fields.company}</name></author>
    <category term="${fields.category}"/>
    <updated>${isoSeconds(fields.publishedAtMs + fields.edits * 3_600_000)}</updated>
    <published>${isoSeconds(fields.publishedAtMs)}</published>
    <content type="html">${fields.description}&lt;p&gt;Salary: ${fields.currency} ${fields.salaryMin} - ${fields.salaryMax}&lt;br/&gt;Location: ${fields.city}&lt;/p&gt;</content>
  </entry>
`,
  close: '</feed>\n',
};
