import { describe, expect, test } from 'vitest';
import { failureOf, readAll, serveBody } from '../support/feed-server.ts';

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';

async function read(body: string, source: Parameters<typeof readAll>[1] = {}) {
  const { outcomes, summary } = await readAll(await serveBody(body), source);
  return {
    element: summary.feed.recordElement,
    titles: outcomes.map((outcome) => outcome.job?.title ?? outcome.failure?.reasonCode),
    jobs: outcomes.map((outcome) => outcome.job),
  };
}

async function messageOf(body: string): Promise<string> {
  const failure = await failureOf(readAll(await serveBody(body)));
  expect(failure).toMatchObject({ code: 'feed-not-xml' });
  return failure?.message ?? '';
}

const times = (count: number, of: (n: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index + 1)).join('\n');

const link = (n: number): string => `https://board.example/jobs/${n}`;
const job = (n: number, name = 'job'): string =>
  `<${name}><id>${n}</id><title>Job ${n}</title><url>${link(n)}</url></${name}>`;

describe('a syndication feed has the records of its format', () => {
  test('Atom: entry, behind authors, contributors and categories that hold elements', async () => {
    const person = (n: number): string => `<name>Author ${n}</name><uri>https://a.example/${n}</uri>`;
    const body = `${PROLOG}<feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs</title>
      ${times(3, (n) => `<author>${person(n)}</author>`)}
      ${times(2, (n) => `<contributor>${person(n)}</contributor>`)}
      ${times(2, (n) => `<category term="c${n}"/>`)}
      <entry><id>urn:job:1</id><title>Only job</title><link href="${link(1)}"/></entry></feed>`;
    expect(await read(body)).toMatchObject({ element: 'entry', titles: ['Only job'] });
  });

  test('Atom with a prefix', async () => {
    const body = `<a:feed xmlns:a="http://www.w3.org/2005/Atom">
      ${times(2, (n) => `<a:author><a:name>Author ${n}</a:name></a:author>`)}
      ${times(2, (n) => `<a:entry><a:id>${n}</a:id><a:title>Job ${n}</a:title></a:entry>`)}</a:feed>`;
    expect(await read(body)).toMatchObject({ element: 'a:entry', titles: ['Job 1', 'Job 2'] });
  });

  test('RSS: item, behind repeated parts of the channel that have a title', async () => {
    const input =
      '<textInput><title>Search</title><name>q</name><link>https://board.example/s</link></textInput>';
    const body = `<rss version="2.0"><channel><title>Board</title>${times(2, () => input)}
      ${times(3, (n) => `<category domain="area">Area ${n}</category>`)}
      <item><title>Job 1</title><guid>1</guid></item>${times(2, () => input)}</channel></rss>`;
    expect(await read(body)).toMatchObject({ element: 'item', titles: ['Job 1'] });
  });

  test('RSS: item, in two channels and beside an empty channel', async () => {
    const items = (n: number): string => `<title>Board ${n}</title>${job(n, 'item')}`;
    const body = `<rss version="2.0">${times(2, (n) => `<channel>${items(n)}</channel>`)}</rss>`;
    expect(await read(body)).toMatchObject({ element: 'item', titles: ['Job 1', 'Job 2'] });
    const beside = `<rss version="0.90"><channel><title>Board</title></channel>${times(2, (n) => job(n, 'item'))}</rss>`;
    expect(await read(beside)).toMatchObject({ element: 'item', titles: ['Job 1', 'Job 2'] });
  });

  test('RSS: item, behind repeated blocks of the channel', async () => {
    const body = `<rss version="2.0"><channel><title>Board</title>
      ${times(3, (n) => `<media:credit><name>Credit ${n}</name></media:credit>`)}
      ${times(2, (n) => `<job:location><city>City ${n}</city></job:location>`)}
      ${times(2, (n) => `<image><title>Logo ${n}</title><url>https://board.example/${n}.png</url></image>`)}
      <item><title>Job 1</title><guid>1</guid></item></channel></rss>`;
    expect(await read(body)).toMatchObject({ element: 'item', titles: ['Job 1'] });
  });

  test('RSS 1.0: item, behind the list of its resources', async () => {
    const body = `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>Board</title>
      <items><rdf:Seq>${times(4, (n) => `<rdf:li rdf:resource="${link(n)}"/>`)}</rdf:Seq></items></channel>
      <image><title>One</title></image><image><title>Two</title></image>
      ${times(2, (n) => `<item rdf:about="${link(n)}"><title>Job ${n}</title><link>${link(n)}</link></item>`)}</rdf:RDF>`;
    expect(await read(body)).toMatchObject({ element: 'item', titles: ['Job 1', 'Job 2'] });
  });

  test.each([
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>${times(2, (n) => `<author><name>A${n}</name></author>`)}</feed>`,
    `<rss><channel><title>T</title>${times(3, (n) => `<category><name>C${n}</name></category>`)}</channel></rss>`,
  ])('without records it is empty, whatever is repeated in it', async (body) => {
    expect(await read(body)).toMatchObject({ element: '', titles: [] });
  });
});

describe('a known name of records beats repetition', () => {
  const companies = (count: number): string =>
    `<companies>${times(count, (n) => `<company><id>c${n}</id><name>Company ${n}</name><branch><title>HQ</title></branch></company>`)}</companies>`;
  const jobs = `<jobs>${times(3, (n) => job(n))}</jobs>`;
  const found = { element: 'job', titles: ['Job 1', 'Job 2', 'Job 3'] };

  test.each([0, 1, 2, 40])('behind %i companies, and before them', async (count) => {
    expect(await read(`<export>${companies(count)}${jobs}</export>`)).toMatchObject(found);
    expect(await read(`<export>${jobs}${companies(count)}</export>`)).toMatchObject(found);
  });

  test('behind departments at the level of the records', async () => {
    const department = (n: number): string => `<department><title>Department ${n}</title></department>`;
    const body = `<board>${times(5, department)}${times(2, (n) => job(n, 'vacancy'))}</board>`;
    expect(await read(body)).toMatchObject({ element: 'vacancy', titles: ['Job 1', 'Job 2'] });
  });

  test('behind currencies and categories', async () => {
    const body = `<board_catalog><shop>
      <currencies><currency id="EUR"><rate>1</rate></currency><currency id="USD"><rate>1.1</rate></currency></currencies>
      <categories>${times(4, (n) => `<category id="${n}"><name>Category ${n}</name></category>`)}</categories>
      <offers>${times(2, (n) => job(n, 'offer'))}</offers></shop></board_catalog>`;
    expect(await read(body)).toMatchObject({ element: 'offer', titles: ['Job 1', 'Job 2'] });
  });

  test('within the companies that hold the records', async () => {
    const company = (n: number): string =>
      `<company><name>Company ${n}</name><jobs>${job(2 * n - 1)}${job(2 * n)}</jobs></company>`;
    expect(await read(`<companies>${times(2, company)}</companies>`)).toMatchObject({
      element: 'job',
      titles: ['Job 1', 'Job 2', 'Job 3', 'Job 4'],
    });
  });

  test.each(['department', 'group', 'region', 'category'])('grouped by %s', async (name) => {
    const group = (n: number): string =>
      `<${name}><name>Group ${n}</name>${job(2 * n - 1)}${job(2 * n)}</${name}>`;
    expect(await read(`<company><name>Inn</name>${times(2, group)}</company>`)).toMatchObject({
      element: 'job',
      titles: ['Job 1', 'Job 2', 'Job 3', 'Job 4'],
    });
  });

  test('in two lists of different names', async () => {
    const list = (name: string, from: number): string => `<${name}>${job(from)}${job(from + 1)}</${name}>`;
    const body = `<export>${list('permanent-jobs', 1)}${list('temporary', 3)}</export>`;
    expect((await read(body)).titles).toEqual(['Job 1', 'Job 2', 'Job 3', 'Job 4']);
  });

  test('in the envelope of a web service, with a prefix and in capitals', async () => {
    const soap = (records: string): string =>
      `${PROLOG}<s:Envelope xmlns:s="x"><s:Header><auth><user>u</user></auth></s:Header>
        <s:Body><GetJobsResponse><GetJobsResult>${records}</GetJobsResult></GetJobsResponse></s:Body></s:Envelope>`;
    expect(await read(soap(times(2, (n) => job(n, 'Vacancy'))))).toMatchObject({
      element: 'vacancy',
      titles: ['Job 1', 'Job 2'],
    });
    const prefixed = (n: number): string =>
      `<NS2:JOB><NS2:ID>${n}</NS2:ID><NS2:TITLE>Job ${n}</NS2:TITLE></NS2:JOB>`;
    expect(await read(`<NS2:JOBS xmlns:NS2="x">${times(2, prefixed)}</NS2:JOBS>`)).toMatchObject({
      element: 'ns2:job',
      titles: ['Job 1', 'Job 2'],
    });
  });

  test.each(['row', 'Result', 'node', 'element', 'record', 'Table'])(
    'or a record is named %s',
    async (name) => {
      for (const count of [1, 2]) {
        const { titles } = await read(`<data>${times(count, (n) => job(n, name))}</data>`);
        expect(titles).toEqual(['Job 1', 'Job 2'].slice(0, count));
      }
    },
  );

  test('the outer of two, one in the other', async () => {
    const record = (n: number): string =>
      `<vacancy><id>${n}</id><title>Vacancy ${n}</title><positions><position><title>Inner</title><count>2</count></position></positions></vacancy>`;
    expect(await read(`<vacancies>${times(2, record)}</vacancies>`)).toMatchObject({
      element: 'vacancy',
      titles: ['Vacancy 1', 'Vacancy 2'],
    });
  });

  test('an item of a list of jobs, with an advertisement in it', async () => {
    const item = (n: number): string =>
      `<PositionListItem><id>${n}</id><name>Job ${n}</name><advertisements><advertisement><title>Ad</title></advertisement></advertisements></PositionListItem>`;
    expect(await read(`<list><items>${times(2, item)}</items></list>`)).toMatchObject({
      element: 'positionlistitem',
      jobs: [{ externalId: '1' }, { externalId: '2' }],
    });
  });

  test('not what a record has of its own, named after it', async () => {
    const entries = times(2, (n) => `<jobRecord><title>Step ${n}</title></jobRecord>`);
    const listings = `<export>${times(3, (n) => `<listing><title>Job ${n}</title><url>${link(n)}</url><workflow>${entries}</workflow></listing>`)}</export>`;
    expect(await read(listings)).toMatchObject({
      element: 'listing',
      titles: ['Job 1', 'Job 2', 'Job 3'],
    });
    const log = '<jobEntry><title>Export</title></jobEntry>';
    expect(await read(`<export>${log}${times(3, (n) => job(n, 'item'))}</export>`)).toMatchObject({
      element: 'item',
    });
    const node = (n: number): string =>
      `<node><title>Job ${n}</title>${times(2, (m) => `<positionItem><title>${m}</title></positionItem>`)}</node>`;
    expect(await read(`<export>${times(3, node)}</export>`)).toMatchObject({ element: 'node' });
  });

  test('a name of jobs beats a name of anything', async () => {
    const menu = `<menu>${times(6, (n) => `<item><title>Page ${n}</title><href>/p${n}</href></item>`)}</menu>`;
    const rows = `<lookup>${times(3, (n) => `<row><code>${n}</code><label>Label ${n}</label></row>`)}</lookup>`;
    expect(await read(`<portal>${menu}${rows}${jobs}</portal>`)).toMatchObject(found);
    expect(await read(`<portal>${jobs}${rows}${menu}</portal>`)).toMatchObject(found);
  });

  test('the same name in two lists: the list of jobs', async () => {
    const places = `<locations>${times(4, (n) => `<item><id>p${n}</id><title>Place ${n}</title></item>`)}</locations>`;
    const vacancies = `<vacancies>${times(2, (n) => job(n, 'item'))}</vacancies>`;
    const expected = { element: 'item', titles: ['Job 1', 'Job 2'] };
    expect(await read(`<export>${places}${vacancies}</export>`)).toMatchObject(expected);
    expect(await read(`<export>${vacancies}${places}</export>`)).toMatchObject(expected);
  });

  test('a container in the plural names its records, in other languages too', async () => {
    const agencies = `<agences>${times(3, (n) => `<agence><nom>Agence ${n}</nom><ville>Lyon</ville></agence>`)}</agences>`;
    for (const [list, name] of [
      ['annonces', 'annonce'],
      ['stellenangebote', 'stellenangebot'],
      ['ofertas', 'oferta'],
      ['vacatures', 'vacature'],
    ] as const) {
      const body = `<flux>${agencies}<${list}>${times(2, (n) => job(n, name))}</${list}></flux>`;
      expect(await read(body)).toMatchObject({ element: name, titles: ['Job 1', 'Job 2'] });
    }
  });

  test.each([
    ['stellenausschreibungen', 'stellenausschreibung', 'bild'],
    ['annonser', 'annons', 'kontakt'],
    ['Report_Data', 'Report_Entry', 'ID'],
    ['nabidky', 'nabidka', 'foto'],
  ])('a single one: %s/%s, not %s in it', async (list, name, part) => {
    const parts = [1, 2].map(
      (n) => `<${part}><title>Part ${n}</title><url>https://p.example/${n}</url></${part}>`,
    );
    const feed = `<${list}><${name}><id>1</id><title>Cook</title>${parts.join('')}</${name}></${list}>`;
    expect((await read(feed)).titles).toEqual(['Cook']);
  });

  test('names of unknown meaning are still found by repetition', async () => {
    const body = `<zoznam>${times(3, (n) => `<brigada><id>${n}</id><title>Job ${n}</title></brigada>`)}</zoznam>`;
    expect(await read(body)).toMatchObject({ element: 'brigada', titles: ['Job 1', 'Job 2', 'Job 3'] });
  });
});

describe('a record of a known name', () => {
  test.each([
    `<jobs>${job(1)}</jobs>`,
    `<stellenangebote>${job(1, 'stellenangebot')}</stellenangebote>`,
    `<export><meta><created>2026-11-01</created></meta><vacancies>${job(1, 'vacancy')}</vacancies></export>`,
    `<result><company><name>A</name></company><company><name>B</name></company><jobs>${job(1)}</jobs></result>`,
  ])('may be the only one', async (body) => {
    expect((await read(body)).titles).toEqual(['Job 1']);
  });

  test('may consist of attributes', async () => {
    const record = (n: number): string =>
      `<vacancy id="${n}" title="Cook &amp; waiter ${n}" url="${link(n)}" company="Inn"/>`;
    for (const count of [1, 3]) {
      const { element, jobs } = await read(`<vacancies>${times(count, record)}</vacancies>`);
      expect(element).toBe('vacancy');
      expect(jobs).toHaveLength(count);
      expect(jobs[0]).toMatchObject({
        externalId: '1',
        title: 'Cook & waiter 1',
        jobUrl: link(1),
        company: 'Inn',
      });
    }
  });

  test('may consist of attributes and text, which describes the job', async () => {
    const record = (n: number): string =>
      `<ad id="${n}" title="Ad ${n}" link="${link(n)}">Come and work ${n}</ad>`;
    const { element, jobs } = await read(`<ads>${times(2, record)}</ads>`);
    expect(element).toBe('ad');
    expect(jobs[1]).toMatchObject({
      externalId: '2',
      title: 'Ad 2',
      jobUrl: link(2),
      description: 'Come and work 2',
    });
  });

  test('may have its title in an attribute and lists in elements', async () => {
    const record = (n: number): string => `<vacancy id="${n}" title="Job ${n}" url="${link(n)}">
      <skills><skill name="a" level="1"/><skill name="b" level="2"/></skills>
      <places><place city="Graz" country="AT"/><place city="Linz" country="AT"/></places></vacancy>`;
    const { element, jobs } = await read(`<vacancies>${times(2, record)}</vacancies>`);
    expect(element).toBe('vacancy');
    expect(jobs).toMatchObject([
      { externalId: '1', title: 'Job 1', jobUrl: link(1) },
      { externalId: '2', title: 'Job 2', jobUrl: link(2) },
    ]);
  });

  test('of an unknown name may consist of attributes, if one is the title', async () => {
    const record = (n: number): string => `<brigada id="${n}" title = 'Job ${n}' url="${link(n)}"/>`;
    expect(await read(`<list>${times(3, record)}</list>`)).toMatchObject({
      element: 'brigada',
      titles: ['Job 1', 'Job 2', 'Job 3'],
    });
    const untitled = await messageOf(`<list>${times(3, (n) => `<brigada id="${n}" code="x"/>`)}</list>`);
    expect(untitled).toContain('repeated elements: brigada (3)');
  });

  test('keeps attributes of its own where it has elements as well', async () => {
    const body = `<jobs>${times(2, (n) => `<job id="${n}"><title>Job ${n}</title><position id="9" title="x"/></job>`)}</jobs>`;
    expect((await read(body)).jobs).toMatchObject([{ externalId: '1' }, { externalId: '2' }]);
  });
});

describe('the root decides what a document is', () => {
  test.each([
    `<!DOCTYPE html>\n<rss version="2.0"><channel>${job(1, 'item')}</channel></rss>`,
    `<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><source>${job(1)}</source>`,
    `${PROLOG}<!doctype HTML><jobs>${job(1)}</jobs>`,
    `<!DOCTYPE html><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><title>Job 1</title></entry></feed>`,
  ])('also behind a DOCTYPE of HTML', async (body) => {
    expect((await read(body)).titles).toEqual(['Job 1']);
  });

  test.each([
    [
      'a home page',
      '<!DOCTYPE html><html lang="en"><head><title>Board</title></head><body><ul><li><a>1</a></li><li><a>2</a></li></ul></body></html>',
    ],
    ['a page without its root', '<!DOCTYPE html>\n<title>Board</title><body><p>Welcome</p>'],
    ['a part of a page', '<!DOCTYPE html><div><p>Down</p><p>for maintenance</p></div>'],
    [
      'a page of custom elements',
      '<!DOCTYPE html><app-root><app-row><b>1</b></app-row><app-row><b>2</b></app-row></app-root>',
    ],
    [
      'a page with parts in sections',
      '<!doctype html><main><section><h1>1</h1></section><section><h1>2</h1></section></main>',
    ],
    ['text', 'The feed is disabled.'],
    [
      'an error of a store',
      `${PROLOG}<Error><Code>AccessDenied</Code><Message>Denied</Message><RequestId>1</RequestId></Error>`,
    ],
    ['an error in the root of a feed', '<source><error>The feed has expired</error></source>'],
    ['an error in RSS', '<rss><channel><error>Account suspended</error></channel></rss>'],
    ['a root with a message', '<jobs>No feed for this account</jobs>'],
    ['a channel with a message', '<rss><channel><![CDATA[disabled]]></channel></rss>'],
    ['JSON in CDATA', '<response><![CDATA[{"jobs":[{"id":1,"title":"Cook"}]}]]></response>'],
    ['JSON in the root of a feed', '<jobs><![CDATA[[{"id":1,"title":"Cook"}]]]></jobs>'],
    ['JSON in records', `<items>${times(2, (n) => `<item><![CDATA[{"id":${n}}]]></item>`)}</items>`],
    [
      'an error with details',
      `${PROLOG}<Error><Code>X</Code><Details><Detail><Key>a</Key></Detail><Detail><Key>b</Key></Detail></Details></Error>`,
    ],
  ])('%s is no feed', async (_name, body) => {
    await messageOf(body);
  });
});

describe('a document of another kind is named', () => {
  test.each([
    [
      'a list of feeds (OPML)',
      `<opml><body>${times(2, (n) => `<outline text="x" title="B${n}" xmlUrl="y"/>`)}</body></opml>`,
    ],
    ['a sitemap', `<urlset>${times(3, (n) => `<url><loc>${link(n)}</loc></url>`)}</urlset>`],
    ['a list of sitemaps', `<sitemapindex><sitemap><loc>x</loc></sitemap></sitemapindex>`],
    ['an SVG image', `<svg>${times(2, (n) => `<g><title>G${n}</title><path d="M0"/></g>`)}</svg>`],
    [
      'an XML schema',
      `<xs:schema>${times(2, (n) => `<xs:element name="e${n}"><xs:any/></xs:element>`)}</xs:schema>`,
    ],
    [
      'the listing of a file store',
      `<ListBucketResult>${times(2, (n) => `<Contents><Key>${n}</Key></Contents>`)}</ListBucketResult>`,
    ],
    ['an HTML page', '<html><body><ul><li>1</li><li>2</li></ul></body></html>'],
    ['JSON', '{"jobs":[]}'],
  ])('%s', async (what, body) => {
    expect(await messageOf(body)).toContain(`expected RSS, Atom or job-board XML but got ${what}`);
  });
});

describe('a feed without jobs', () => {
  test.each([
    '<jobs></jobs>',
    '<jobs total="0"><!-- none today --></jobs>',
    '<jobs><generated>2026-11-01</generated><total>0</total></jobs>',
    '<response><status>ok</status><error>0</error><vacancies/></response>',
    '<export><jobs><!-- none today --></jobs></export>',
    '<rss version="2.0"><channel><title>Board</title><link>https://board.example</link></channel></rss>',
  ])('is empty: %s', async (body) => {
    expect(await read(body)).toMatchObject({ element: '', titles: [] });
  });

  const companies = `<companies>${times(3, (n) => `<company><id>${n}</id><title>Company ${n}</title></company>`)}</companies>`;
  const stores = `<stores>${times(3, (n) => `<store><id>${n}</id><title>Store ${n}</title></store>`)}</stores>`;
  const menu = `<menu>${times(3, (n) => `<item><id>${n}</id><title>Page ${n}</title></item>`)}</menu>`;

  test.each([
    ['company (3)', companies],
    ['store (3)', stores],
    ['item (3)', menu],
    ['company (2)', '<company id="1" title="A"/><company id="2" title="B"/>'],
  ])('fails if it holds other lists: %s', async (repeated, lists) => {
    for (const body of [`<export>${lists}<jobs/></export>`, `<export><jobs></jobs>${lists}</export>`]) {
      expect(await messageOf(body)).toContain(
        `no record element found; repeated elements: ${repeated}; <jobs> is empty; <export> has no element`,
      );
    }
  });

  test('fails if its records are empty', async () => {
    expect(await messageOf('<jobs><job/><job></job></jobs>')).toContain('repeated elements: job (2)');
    expect(await messageOf('<rss><channel><item/><item/></channel></rss>')).toContain('item (2)');
  });

  test('fails if RSS repeats elements of another name', async () => {
    const body = `<rss><channel>${times(2, (n) => `<post><title>P${n}</title></post>`)}</channel></rss>`;
    expect(await messageOf(body)).toContain('repeated elements: post (2)');
  });

  test('an empty list within records of an unknown name is no list of the feed', async () => {
    const body = `<list>${times(2, (n) => `<brigada><id>${n}</id><title>Job ${n}</title><offers/></brigada>`)}</list>`;
    expect((await read(body)).titles).toEqual(['Job 1', 'Job 2']);
  });

  test('fails if it repeats other elements than the one that the mapping names', async () => {
    const failure = await failureOf(
      readAll(await serveBody(`<jobs>${times(2, (n) => job(n))}</jobs>`), {
        mapping: { record: 'offer', fields: {} },
      }),
    );
    expect(failure?.message).toContain(
      "no record element found; repeated elements: job (2); <jobs> has no <offer>, the record element of the source's mapping",
    );
  });
});

describe('a record within the text of a record', () => {
  const vacancy = (n: number): string =>
    `<Vacancy><Reference>${n}</Reference><Title>Job ${n}</Title><Url>${link(n)}</Url></Vacancy>`;
  const escaped = (xml: string): string =>
    xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const found = ['Job 1', 'Job 2'];

  test.each<[string, (n: number) => string]>([
    ['in CDATA', (n) => `<record><![CDATA[${vacancy(n)}]]></record>`],
    ['in CDATA with a prolog', (n) => `<record><![CDATA[\n${PROLOG}\n${vacancy(n)}\n]]></record>`],
    ['in escaped text', (n) => `<record>${escaped(vacancy(n))}</record>`],
    ['in an element of a shell', (n) => `<record><payload><![CDATA[${vacancy(n)}]]></payload></record>`],
    [
      'beside empty fields',
      (n) => `<record><title/><link></link><content><![CDATA[${vacancy(n)}]]></content></record>`,
    ],
  ])('%s', async (_name, record) => {
    expect((await read(`<records>${times(2, record)}</records>`)).titles).toEqual(found);
  });

  test('in items of RSS and entries of Atom that have no title', async () => {
    const item = (n: number): string =>
      `<item><title></title><description>${escaped(vacancy(n))}</description></item>`;
    const rss = `<rss version="2.0"><channel><title>T</title>${times(2, item)}</channel></rss>`;
    expect((await read(rss)).titles).toEqual(found);
    const entry = (n: number): string =>
      `<entry><id>urn:${n}</id><title/><content type="application/xml">${vacancy(n)}</content></entry>`;
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom">${times(2, entry)}</feed>`;
    expect((await read(atom)).titles).toEqual(found);
  });

  test('is only looked for where the record has no title, and only once', async () => {
    const inner = '<Kit><Title>Inner</Title><Id>9</Id></Kit>';
    const titled = `<record><title>Outer</title><id>1</id><content><![CDATA[${inner}]]></content></record>`;
    expect((await read(`<records>${titled}${titled.replace('1', '2')}</records>`)).titles).toEqual([
      'Outer',
      'Outer',
    ]);
    const deep = `<record><id>1</id><content>${escaped(`<Vacancy><Reference>1</Reference><Body>${escaped(inner)}</Body></Vacancy>`)}</content></record>`;
    expect((await read(`<records>${deep}</records>`)).titles).toEqual(['title-missing']);
  });

  test('keeps what the record says itself besides the title, if it names a job', async () => {
    const record = (n: number): string =>
      `<item><title>Outer ${n}</title><guid>g${n}</guid><a:content type="text/xml"><Vacancy><Title>Inner ${n}</Title><Id>9</Id><Salary/>
        <Location>Graz</Location><Description><![CDATA[<p>A<br>B</p>]]></Description></Vacancy></a:content></item>`;
    const { jobs } = await read(`<rss xmlns:a="x"><channel>${times(2, record)}</channel></rss>`);
    expect(jobs).toMatchObject([
      { title: 'Inner 1', externalId: 'g1', location: 'Graz', description: '<p>A<br>B</p>' },
      { title: 'Inner 2', externalId: 'g2' },
    ]);
  });

  test('but not in a job with a title: another one in it is similar', async () => {
    const vacancyOf = (n: number): string =>
      `<vacancy><id>${n}</id><title>Job ${n}</title><relatedJobs>${job(9)}</relatedJobs></vacancy>`;
    expect((await read(`<vacancies>${times(2, vacancyOf)}</vacancies>`)).jobs).toMatchObject([
      { externalId: '1', title: 'Job 1' },
      { externalId: '2', title: 'Job 2' },
    ]);
  });

  test.each([
    ['<data><![CDATA[<job><title>Cook</title><city>Graz</city></job>]]></data>', 'Graz'],
    ['<content><job><title>Good cook</title><city>Graz</city></job></content>', 'Graz'],
    ['<publication><job><title>Cook</title><city>Graz</city></job></publication>', 'Graz'],
    ['<similar><job><title>Baker</title><city>Graz</city></job></similar>', null],
  ])('but in the text, the content or another form of a job: %s', async (fields, location) => {
    const vacancyOf = (n: number): string => `<vacancy><id>${n}</id><title>Cook</title>${fields}</vacancy>`;
    const { jobs } = await read(`<vacancies>${times(2, vacancyOf)}</vacancies>`);
    expect(jobs.map((one) => one?.location)).toEqual([location, location]);
  });

  test('in an element with a name of jobs that has the title', async () => {
    const vacancyOf = (n: number): string => `<vacancy id="${n}"><agency><name>Agent</name></agency>
      <Position><JobTitle>Job ${n}</JobTitle><JobUrl>${link(n)}</JobUrl><City>Graz</City></Position></vacancy>`;
    expect((await read(`<vacancies>${times(2, vacancyOf)}</vacancies>`)).jobs).toMatchObject([
      { externalId: '1', title: 'Job 1', jobUrl: link(1) },
      { externalId: '2', title: 'Job 2', jobUrl: link(2) },
    ]);
    expect((await read(`<items>${times(2, (n) => `<item>${job(n)}</item>`)}</items>`)).titles).toEqual(found);
  });

  test('of which there are several', async () => {
    const list = `<?xml version="1.0"?><vacatures>${times(3, (n) => `<vacature>${job(n)}</vacature>`)}</vacatures>`;
    const { titles } = await read(
      `<message><header><id>m1</id><title>export</title></header><body><![CDATA[${list}]]></body></message>`,
    );
    expect(titles).toHaveLength(3);
    const escapedList = list.replaceAll('<', '&lt;');
    expect(
      (await read(`<message><body>${escapedList}</body><body>${escapedList}</body></message>`)).titles,
    ).toHaveLength(6);
  });

  test('HTML is not taken for a record', async () => {
    const html = '<div><title>No job</title><h1>Hello</h1><p>Text</p></div>';
    const record = (n: number): string =>
      `<record><id>${n}</id><content><![CDATA[${html}]]></content></record>`;
    expect((await read(`<records>${times(2, record)}</records>`)).titles).toEqual([
      'title-missing',
      'title-missing',
    ]);
  });
});

describe('a feed without a record element', () => {
  test('fails with the elements that it repeats, the most frequent first', async () => {
    const company = (n: number): string =>
      `<company><name>Company ${n}</name>${n <= 2 ? times(2, () => '<branch><city>Graz</city></branch>') : ''}</company>`;
    expect(await messageOf(`<directory>${times(12, company)}</directory>`)).toContain(
      'no record element found; repeated elements: company (12), branch (4)',
    );
  });

  test('reads the element that its mapping names', async () => {
    const body = `<directory>${times(3, (n) => `<company><id>${n}</id><name>Company ${n}</name></company>`)}</directory>`;
    const mapping = { record: 'company', fields: { title: 'name' } };
    expect(await read(body, { mapping })).toMatchObject({
      element: 'company',
      titles: ['Company 1', 'Company 2', 'Company 3'],
    });
  });

  test('names no more than a few of them', async () => {
    const letters = 'abcdefghijklmnopqrst'.split('');
    const repeated = letters
      .map((letter) => `<g${letter}><region>1</region><region>2</region></g${letter}>`)
      .join('');
    const message = await messageOf(`<tree><error/>${repeated}</tree>`);
    expect(message.length).toBeLessThan(500);
  });
});
