import type { Dialect } from './dialect.ts';
import { rfc822, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://harborjobs.example';

/** What stands in the first <p>: WordPress makes an excerpt of it. */
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
  record: (posting) => `	<item>
		${titleElement('title', posting)}
		${unlessAnonymous(posting, `<link>${SITE}/job/${posting.serial}/</link>`)}
		<dc:creator><![CDATA[harbor-desk]]></dc:creator>
		<pubDate>${rfc822(posting.publishedAtMs)}</pubDate>
		${unlessAnonymous(posting, `<guid isPermaLink="false">${SITE}/?post_type=job_listing&#038;p=${posting.serial}</guid>`)}
		<description><![CDATA[${firstParagraph(posting.description)} [&#8230;]]]></description>
		<content:encoded><![CDATA[${posting.description}]]></content:encoded>
		<job_listing:location>${posting.city}, ${posting.region}</job_listing:location>
		<job_listing:job_type>${posting.jobType}</job_listing:job_type>
		<job_listing:job_category>${posting.category}</job_listing:job_category>
		<job_listing:company>${posting.company}</job_listing:company>
	</item>
`,
  close: '</channel>\n</rss>\n',
};
