import type { Dialect } from './dialect.ts';
import { rfc822, titleElement, unlessAnonymous } from './elements.ts';

const SITE = 'https://remotecollective.example';
const link = (serial: number) => `${SITE}/remote-jobs/${serial}`;

/** RSS as We Work Remotely writes it: the title contains the company, the HTML is escaped, the guid is the URL. */
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
  record: (fields) => `    <item>
      <media:content url="https://${fields.companyHost}/logo.gif" type="image/png"/>
      ${titleElement('title', fields, `${fields.company}: ${fields.title}`)}
      <region>${fields.remote ? 'Anywhere in the World' : `${fields.country} Only`}</region>
      <country/>
      <state/>
      <category>${fields.category}</category>
      <type>${fields.jobType}</type>
      <description>&lt;img src="https://${fields.companyHost}/logo.gif?w=50&amp;amp;h=50" /&gt;

&lt;p&gt;
  &lt;strong&gt;Headquarters:&lt;/strong&gt; ${fields.city}
    &lt;br /&gt;&lt;strong&gt;URL:&lt;/strong&gt; &lt;a href="https://${fields.companyHost}/"&gt;https://${fields.companyHost}/&lt;/a&gt;
&lt;/p&gt;

${fields.description}</description>
      <pubDate>${rfc822(fields.publishedAtMs)}</pubDate>
      <expires_at>${rfc822(fields.expiresAtMs)}</expires_at>
      ${unlessAnonymous(fields, `<guid>${link(fields.serial)}</guid>\n      <link>${link(fields.serial)}</link>`)}
    </item>
`,
  close: '  </channel>\n</rss>\n',
};
