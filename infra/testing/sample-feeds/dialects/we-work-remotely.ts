import type { Dialect } from './dialect.ts';
import { rfc822, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://remotecollective.example';
const link = (serial: number) => `${SITE}/remote-jobs/${serial}`;

/** RSS as We Work Remotely writes it: the company stands in the title, the HTML is escaped, the guid is the URL. */
export const weWorkRemotely: Dialect = {
  contentType: 'application/rss+xml; charset=utf-8',
  textStyle: 'escaped',
  htmlStyle: 'escaped',
  descriptionLengthBytes: 1030,
  externalId: link,
  open: ({ title }) => `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss">
  <channel>
    <title>${title}</title>
    <link>${SITE}/remote-jobs.rss</link>
    <description>${title}</description>
    <language>en-US</language>
    <ttl>60</ttl>
`,
  record: (posting) => `    <item>
      <media:content url="https://${posting.companyHost}/logo.gif" type="image/png"/>
      ${titleElement('title', posting, `${posting.company}: ${posting.title}`)}
      <region>${posting.remote ? 'Anywhere in the World' : `${posting.country} Only`}</region>
      <country/>
      <state/>
      <category>${posting.category}</category>
      <type>${posting.jobType}</type>
      <description>&lt;img src="https://${posting.companyHost}/logo.gif?w=50&amp;amp;h=50" /&gt;

&lt;p&gt;
  &lt;strong&gt;Headquarters:&lt;/strong&gt; ${posting.city}
    &lt;br /&gt;&lt;strong&gt;URL:&lt;/strong&gt; &lt;a href="https://${posting.companyHost}/"&gt;https://${posting.companyHost}/&lt;/a&gt;
&lt;/p&gt;

${posting.description}</description>
      <pubDate>${rfc822(posting.publishedAtMs)}</pubDate>
      <expires_at>${rfc822(posting.expiresAtMs)}</expires_at>
      ${unlessAnonymous(posting, `<guid>${link(posting.serial)}</guid>\n      <link>${link(posting.serial)}</link>`)}
    </item>
`,
  close: '  </channel>\n</rss>\n',
};
