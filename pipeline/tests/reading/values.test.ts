import { describe, expect, test } from 'vitest';
import { readBody } from '../../src/import/read-feed.ts';
import { outcomesOf } from '../support/outcomes.ts';

const FEED_URL = 'https://board.example/feeds/jobs.xml';

/** The only job of a feed. */
async function readJob(body: string) {
  const source = { name: 'values', url: FEED_URL };
  const facts = { mapping: null, contentType: 'application/xml', finalUrl: FEED_URL };
  const reading = await readBody(chunksOf(body), source, facts);
  for await (const [outcome] of outcomesOf(reading)) if (outcome?.job) return outcome.job;
  throw new Error('there is no job');
}

async function* chunksOf(body: string) {
  yield Buffer.from(body);
}

const listed = (fields: string) =>
  readJob(`<jobs><job><id>1</id><title>Ropemaker</title>${fields}</job></jobs>`);
const entry = (fields: string) =>
  readJob(
    `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:h="http://www.w3.org/1999/xhtml"><entry><id>urn:1</id>${fields}</entry></feed>`,
  );

describe('a placeholder is no value', () => {
  test.each([
    'N/A',
    'n/a',
    'None',
    'null',
    'TBD',
    'n.a.',
    'NaN',
    '-',
    '--',
    '—',
    'not specified',
    'Not Available',
    'keine Angabe',
    'k. A.',
    'non précisé',
    'no especificado',
    'не указано',
    'undefined',
    '(none)',
    '&lt;p&gt;N/A&lt;/p&gt;',
  ])('%s', async (text) => {
    const job = await listed(
      `<company>${text}</company><location>${text}</location><salary>${text}</salary><jobtype>${text}</jobtype>
       <category>${text}</category><category>Ropes</category><description>${text}</description>
       <url>${text}</url><remote>${text}</remote><date>${text}</date>`,
    );
    expect(job).toMatchObject({
      company: null,
      location: null,
      salary: null,
      jobType: null,
      categories: ['Ropes'],
      description: null,
      jobUrl: null,
      remote: null,
      publishedAt: null,
    });
  });

  test('the next name of the field is read instead', async () => {
    expect(
      await listed(
        '<company>N/A</company><employer>Knot Ltd</employer><city>null</city><country>NO</country>',
      ),
    ).toMatchObject({ company: 'Knot Ltd', location: 'NO' });
  });

  test.each([
    ['<company>Nonesuch</company>', 'company', 'Nonesuch'],
    ['<company>None of the Above Ltd</company>', 'company', 'None of the Above Ltd'],
    ['<company>Null Island Cafe</company>', 'company', 'Null Island Cafe'],
    ['<country>NA</country>', 'country', 'NA'],
    ['<city>Nan</city>', 'location', 'Nan'],
    ['<city>Y</city>', 'location', 'Y'],
  ] as const)('%s is a value', async (fields, name, value) => {
    expect(await listed(fields)).toMatchObject({ [name]: value });
  });

  test.each(['2 Locations', '12 locations', '3 Standorte', 'Multiple locations', '5+ Locations', 'N/A, N/A'])(
    '%s is no location',
    async (text) => {
      expect(await listed(`<location>${text}</location>`)).toMatchObject({ location: null });
    },
  );

  test('a count of places gives way to the city', async () => {
    expect(
      await listed('<location>2 Locations</location><city>Split</city><country>HR</country>'),
    ).toMatchObject({ location: 'Split, HR' });
  });
});

describe('a date that is a placeholder gives way to the next name of the field', () => {
  test.each(['0000-00-00', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Posted Today', 'Posted 30+ Days Ago', 'nan'])(
    '%s',
    async (text) => {
      const date = '2026-03-02';
      expect(
        (await listed(`<pubdate>${text}</pubdate><date>${date}</date>`)).publishedAt?.toISOString(),
      ).toMatch(date);
      expect((await listed(`<pubdate>${text}</pubdate>`)).publishedAt).toBe(null);
    },
  );

  test('the first day of work is no date of publication', async () => {
    expect((await listed('<startdate>2026-09-01</startdate>')).publishedAt).toBe(null);
  });
});

describe('"$" is the dollar of the country of the job', () => {
  test.each([
    ['<city>Toronto</city><country>CA</country>', 'CAD'],
    ['<location>Hamilton, ON, Canada</location>', 'CAD'],
    ['<location>Hamilton, ON</location>', 'CAD'],
    ['<location>Hamilton, Bermuda</location>', 'BMD'],
    ['<location>Hamilton, Scotland</location>', null],
    ['<city>Los Angeles</city><state>CA</state><country>US</country>', 'USD'],
    ['<location>Los Angeles, CA</location>', 'USD'],
    ['<country>Australia</country>', 'AUD'],
    ['<country>nz</country>', 'NZD'],
    ['<location>Singapore</location>', 'SGD'],
    ['<country>HKG</country>', 'HKD'],
    ['<country>México</country>', 'MXN'],
    ['<country>Deutschland</country>', null],
    ['<city>Springvale</city>', 'USD'],
    ['', 'USD'],
  ])('%s: %s', async (place, currency) => {
    expect((await listed(`${place}<salary>$24 - $29 per hour</salary>`)).salary).toMatchObject({
      min: 24,
      max: 29,
      currency,
    });
  });

  test('a currency with a name stays', async () => {
    expect((await listed('<country>CA</country><salary>US$ 24</salary>')).salary?.currency).toBe('USD');
    expect((await listed('<country>CA</country><salary>24 USD</salary>')).salary?.currency).toBe('USD');
  });
});

test('a salary has the words of the feed without markup', async () => {
  expect((await listed('<salary>&lt;b&gt;£38,200&lt;/b&gt; plus&lt;br/&gt;car</salary>')).salary).toEqual({
    min: 38_200,
    max: 38_200,
    currency: 'GBP',
    period: null,
    text: '£38,200 plus car',
  });
});

describe('remote among places', () => {
  test.each([
    ['<location>Remote, NL</location>', true, 'Remote, NL'],
    ['<location>Porto / Remote / Braga</location>', true, 'Porto / Remote / Braga'],
    ['<location>Lyon (remote)</location>', true, 'Lyon (remote)'],
    ['<location>Remote - Germany</location>', true, 'Remote - Germany'],
    ['<city>Remote</city><country>US</country>', true, 'Remote, US'],
    ['<location>Remote</location><location>Gdynia</location>', true, 'Remote; Gdynia'],
    ['<location>Wien oder Homeoffice</location>', true, 'Wien oder Homeoffice'],
    ['<location>100% Remote</location>', true, '100% Remote'],
    ['<location>Lisboa / Remoto</location>', true, 'Lisboa / Remoto'],
    ['<location>Stockholm, på distans</location>', true, 'Stockholm, på distans'],
    ['<location>Praha; práce z domova</location>', true, 'Praha; práce z domova'],
    ['<location>София / дистанционно</location>', true, 'София / дистанционно'],
    ['<location>Milano / ibrido / remoto</location>', null, 'Milano / ibrido / remoto'],
    ['<location>Distance Road, Leeds</location>', null, 'Distance Road, Leeds'],
    ['<remote>Remoto</remote>', true, undefined],
    ['<location>Remoteville, KY</location>', null, 'Remoteville, KY'],
    ['<location>Remote Sensing Centre, Bonn</location>', null, 'Remote Sensing Centre, Bonn'],
    ['<location>Leeds (no remote)</location>', null, 'Leeds (no remote)'],
    ['<location>Leeds, remote work is not possible</location>', null, 'Leeds, remote work is not possible'],
    ['<location>Turin, not remote</location>', null, 'Turin, not remote'],
    ['<location>Remote or hybrid not available, Bergen</location>', null, undefined],
    ['<location>Oslo, hybrid</location>', null, 'Oslo, hybrid'],
    ['<location>Remote</location><remote>false</remote>', false, 'Remote'],
    ['<location>Remote</location><remote>n/a</remote>', true, 'Remote'],
  ])('%s', async (fields, remote, location) => {
    const job = await listed(fields);
    expect(job.remote).toBe(remote);
    if (location !== undefined) expect(job.location).toBe(location);
  });

  test.each([
    ['<location>Remote US</location>', 'US'],
    ['<location>Remote - Germany</location>', 'Germany'],
    ['<location>Remote (Canada)</location>', 'Canada'],
    // Newfoundland or the Netherlands.
    ['<location>Remote, NL</location>', null],
    ['<location>Remote; PL</location>', 'PL'],
    ['<location>Remote, CA</location>', null],
    ['<location>Remote, Warsaw</location>', null],
  ])('%s is in %s', async (fields, country) => {
    expect(await listed(fields)).toMatchObject({ remote: true, country });
  });
});

describe('links', () => {
  test.each([
    ['/offres/chef de projet été', 'https://board.example/offres/chef%20de%20projet%20%C3%A9t%C3%A9'],
    ['offer.php?title=pastry chef', 'https://board.example/feeds/offer.php?title=pastry%20chef'],
    ['www.acme.example', 'https://www.acme.example/'],
    ['www.acme.example/jobs/1?a=b', 'https://www.acme.example/jobs/1?a=b'],
    ['careers.acme.com/jobs/7', 'https://careers.acme.com/jobs/7'],
    ['See our website', null],
    ['jobs/index.html', 'https://board.example/feeds/jobs/index.html'],
    ['detail.php', 'https://board.example/feeds/detail.php'],
    ['http://a.example/b c', 'http://a.example/b%20c'],
  ])('%s', async (text, url) => {
    expect((await listed(`<url>${text}</url>`)).jobUrl).toBe(url);
  });
});

describe('no markup is left in lines of text', () => {
  test.each([
    ['&lt;b&gt;Senior&lt;/b&gt; &amp;amp; Lead', 'Senior & Lead'],
    ['<![CDATA[Baker<br/>nights]]>', 'Baker nights'],
    ['Cook <i>and</i> Host', 'Cook and Host'],
    ['&lt;script&gt;Vet&lt;/script&gt;', 'Vet'],
    ['C++ &lt; Rust', 'C++ < Rust'],
    ['List&lt;String&gt; Expert', 'List<String> Expert'],
    ['<![CDATA[<p>Night</p><p>Guard</p>]]>', 'Night Guard'],
    ['<![CDATA[&lt;strong&gt;Vet&lt;/strong&gt;]]>', 'Vet'],
  ])('%s', async (text, title) => {
    expect((await readJob(`<jobs><job><id>1</id><title>${text}</title></job></jobs>`)).title).toBe(title);
  });

  test('a title of XHTML', async () => {
    expect(
      await entry(
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><b>Net</b> <i>Mender</i> &amp; Co</div></title>',
      ),
    ).toMatchObject({ title: 'Net Mender & Co' });
  });
});

describe('content of XHTML', () => {
  test.each([
    [
      '<div xmlns="http://www.w3.org/1999/xhtml"><p>Fish &amp; <b>chips</b></p></div>',
      '<p>Fish &amp; <b>chips</b></p>',
    ],
    ['<h:div><h:p class="a">Salt<h:br/>water</h:p></h:div>', '<p class="a">Salt<br/>water</p>'],
    ['<div>\n<div>One</div><div>Two</div>\n</div>', '<div>One</div><div>Two</div>'],
    ['<div>Write &lt;b&gt; by hand</div>', 'Write &lt;b&gt; by hand'],
    ['<div><p>Write &lt;b&gt; <i>now</i></p></div>', '<p>Write &lt;b&gt; <i>now</i></p>'],
    ['<div><![CDATA[a <b> & c]]></div>', 'a &lt;b&gt; &amp; c'],
    ['<div>Ropes only</div>', 'Ropes only'],
    ['<p>No wrapper</p><p>at all</p>', '<p>No wrapper</p><p>at all</p>'],
  ])('%s', async (content, description) => {
    const job = await entry(`<title>A</title><content type="xhtml">${content}</content>`);
    expect(job.description).toBe(description);
  });
});
