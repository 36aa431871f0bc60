import type { Dialect } from './dialect.ts';
import { dottedDay, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://stellenbote.example';

/** Padded with line breaks and tabs, as found in the wild: a reader must trim. */
const padded = (tag: string, content: string) => `<${tag}>\n\t\t\t${content}\n\t\t</${tag}>`;

/** The feed that boards hand to Jooble: the id is an attribute, dates are dd.mm.yyyy. */
export const jooble: Dialect = {
  contentType: 'application/xml; charset=utf-8',
  textStyle: 'cdata',
  htmlStyle: 'cdata',
  descriptionLengthBytes: 1130,
  externalId: String,
  open: () => '<?xml version="1.0" encoding="utf-8"?>\n<jobs>\n',
  record: (fields) => `	<job${unlessAnonymous(fields, ` id="${fields.serial}"`)}>
		${unlessAnonymous(fields, padded('link', `<![CDATA[${SITE}/job/${fields.serial}?ref=jooble&lang=en]]>`))}
		${titleElement('name', fields)}
		${padded('region', fields.city)}
		${padded('description', `<![CDATA[${fields.description}]]>`)}
		<pubdate>${dottedDay(fields.publishedAtMs)}</pubdate>
		<updated>${dottedDay(fields.publishedAtMs + fields.edits * 86_400_000)}</updated>
		<expire>${dottedDay(fields.expiresAtMs)}</expire>
		<salary><![CDATA[${fields.salaryMin} - ${fields.salaryMax} ${fields.currency}]]></salary>
		<company>${fields.company}</company>
		<jobtype>${fields.jobType}</jobtype>
	</job>
`,
  close: '</jobs>\n',
};
