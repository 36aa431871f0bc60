import type { Dialect } from './dialect.ts';
import { rfc822, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://harborjobs.example';

/** The text of the first <p>: WordPress makes an excerpt of it. */
const firstParagraph = (html: string) => html.slice('<p>'.length, html.indexOf('</p>'));

/** The job feed of a WordPress board: RSS with elements of its own under job_listing. */
export const wordpress: Dialect = {
  contentType: 'application/rss+xml; charset=UTF-8',
  textStyle: 'escaped',
  htmlStyle: 'cdata',
  descriptionLengthBytes: 870,
  externalId: (serial) => `${SITE}/?post_type=job_listing&p=${serial}`,
  open: ({ title, builtAtMs }) => `<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:atom="http://www.w3.org/2005/Atom"
	xmlns:job_listing="${SITE}"
>
<channel>
	<title>${title}</title>
	<atom:link href="${SITE}/?feed=job_feed" rel="self" type="application/rss+xml" />
	<link>${SITE}</link>
	<description>Jobs on the waterfront and beyond</description>
	<lastBuildDate>${rfc822(builtAtMs)}</lastBuildDate>
	<language>en-US</language>
`,
  record: (fields) => `	<item>
		${titleElement('title', fields)}
		${unlessAnonymous(fields, `<link>${SITE}/job/${fields.serial}/</link>`)}
		<dc:creator><![CDATA[harbor-desk]]></dc:creator>
		<pubDate>${rfc822(fields.publishedAtMs)}</pubDate>
		${unlessAnonymous(fields, `<guid isPermaLink="false">${SITE}/?post_type=job_listing&#038;p=${fields.serial}</guid>`)}
		<description><![CDATA[${firstParagraph(fields.description)} [&#8230;]]]></description>
		<content:encoded><![CDATA[${fields.description}]]></content:encoded>
		<job_listing:location>${fields.city}, ${fields.region}</job_listing:location>
		<job_listing:job_type>${fields.jobType}</job_listing:job_type>
		<job_listing:job_category>${fields.category}</job_listing:job_category>
		<job_listing:company>${fields.company}</job_listing:company>
	</item>
`,
  close: '</channel>\n</rss>\n',
};
