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
  record: (posting) => `	<job${unlessAnonymous(posting, ` id="${posting.serial}"`)}>
		${unlessAnonymous(posting, padded('link', `<![CDATA[${SITE}/job/${posting.serial}?ref=jooble&lang=en]]>`))}
		${titleElement('name', posting)}
		${padded('region', posting.city)}
		${padded('description', `<![CDATA[${posting.description}]]>`)}
		<pubdate>${dottedDay(posting.publishedAtMs)}</pubdate>
		<updated>${dottedDay(posting.publishedAtMs + posting.edits * 86_400_000)}</updated>
		<expire>${dottedDay(posting.expiresAtMs)}</expire>
		<salary><![CDATA[${posting.salaryMin} - ${posting.salaryMax} ${posting.currency}]]></salary>
		<company>${posting.company}</company>
		<jobtype>${posting.jobType}</jobtype>
	</job>
`,
  close: '</jobs>\n',
};
