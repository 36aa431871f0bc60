import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { previewFeed } from '../../src/feed-preview/preview.ts';
import { serve, serveBody, testFetcher } from '../support/feed-server.ts';

const ITEM = '<item><guid>1</guid><title>Pilot</title><link>https://b.example/1</link></item>';

/** A preview of the feed at this URL. */
function preview(url: string) {
  const source = { name: 'preview', url, http: { etag: null, lastModified: null } };
  const target = { kind: 'url', source } as const;
  return previewFeed({ fetcher: testFetcher() }, target, { maxRecords: 10, samples: 1 });
}

test.each([
  [`<rss><channel><title>Harbour jobs</title><ttl>90</ttl>${ITEM}</channel></rss>`, 'Harbour jobs', 90],
  [`<rss><channel><title> </title><ttl>soon</ttl>${ITEM}</channel></rss>`, null, null],
  [
    `<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>A &amp; B</title><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>${ITEM}</channel></rss>`,
    'A & B',
    720,
  ],
  [
    `<source><publisher>Acme</publisher><job><title>Pilot</title><referencenumber>1</referencenumber><url>https://b.example/1</url></job></source>`,
    'Acme',
    null,
  ],
])('a feed suggests the name and the interval of its source: %#', async (feed, name, intervalMinutes) => {
  const { suggestions } = await preview(await serveBody(feed));
  expect(suggestions).toEqual({ name, intervalMinutes });
});

const LINKS = `<link rel="alternate" type="application/rss+xml" title="Jobs" href="/jobs.xml?a=1&amp;b=2">
<link rel="alternate" hreflang="de" href="/de/">
<link rel='alternate home' type='application/atom+xml; charset=utf-8' href='https://other.example/atom'>
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
<link rel="stylesheet" type="text/xml" href="/style.xml">`;

test('a page names the feeds it links to, although its head arrives in parts', async () => {
  const url = await serve(async (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.write('<!doctype html><html><head><title>Careers at Acme</title>');
    await sleep(100);
    response.end(
      `${LINKS}</head><body><link rel="alternate" type="text/xml" href="/late.xml"></body></html>`,
    );
  });
  await expect(preview(`${url}/careers/`)).rejects.toMatchObject({
    code: 'feed-not-xml',
    message: expect.stringContaining(`the page links to the feed ${url}/jobs.xml?a=1&b=2`),
    details: { linkedFeeds: [`${url}/jobs.xml?a=1&b=2`, 'https://other.example/atom', `${url}/late.xml`] },
  });
});

test('a page without such links is named as before', async () => {
  const url = await serveBody('<html><head><title>Careers</title></head><body>None</body></html>');
  const failed = preview(url);
  await expect(failed).rejects.toMatchObject({ code: 'feed-not-xml' });
  await expect(failed).rejects.not.toMatchObject({ details: { linkedFeeds: expect.anything() } });
});
