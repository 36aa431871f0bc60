import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const read = async (body: string) => (await readBytes(body)).jobs;
const board = (...records: string[]): string => `<board>${records.join('')}</board>`;
const rss = (items: string[], channel = '', root = ''): string =>
  `<rss version="2.0" ${root}><channel>${channel}${items.map((item, i) => `<item><guid>${i + 1}</guid>${item}</item>`).join('')}</channel></rss>`;
const titled = (...titles: string[]): string => rss(titles.map((title) => `<title>${title}</title>`));
const titlesOf = async (body: string) =>
  (await read(body)).map((job) => [job?.title, job?.company ?? null, job?.location ?? null]);

describe('fields are found in what programs write of their data', () => {
  test('with the types of the data, and lists of unnamed items', async () => {
    const jobs = await read(
      '<root><jobs type="list"><item type="dict"><id type="int">1</id><title type="str">Cook</title><locations type="list"><item type="str">Bath</item><item type="str">Leeds</item></locations><salary type="null"/></item></jobs></root>',
    );
    expect(jobs).toMatchObject([
      { externalId: '1', title: 'Cook', location: 'Bath; Leeds', jobType: null, salary: null },
    ]);
    expect(
      await read(
        board('<job><id>1</id><title>Cook</title><Locations><string>Bath</string></Locations></job>'),
      ),
    ).toMatchObject([{ location: 'Bath' }]);
  });

  test('in properties of Atom entries without a title', async () => {
    const entry = (id: number, title: string): string =>
      `<entry><id>https://b.example/${id}</id><title type="text"/><author><name/></author><content type="application/xml"><m:properties><d:jobReqId m:type="Edm.Int64">${id}</d:jobReqId><d:externalTitle>${title}</d:externalTitle><d:Title>${title}</d:Title><d:city>Bath</d:city><d:externalJobDescription>We bake.</d:externalJobDescription></m:properties></content></entry>`;
    const jobs = await read(
      `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="urn:d" xmlns:m="urn:m"><title>Jobs</title>${entry(1, 'Cook')}${entry(2, 'Baker')}</feed>`,
    );
    expect(jobs).toMatchObject([
      { title: 'Cook', location: 'Bath', description: 'We bake.' },
      { title: 'Baker', location: 'Bath', description: 'We bake.' },
    ]);
  });

  test.each([
    'We are a bakery in the old town and bake since 1900.',
    'We bake. And we sell.',
    '&lt;p&gt;Our shop&lt;/p&gt;',
  ])('but not in what a description says about company and place: %s', async (said) => {
    const about = `<unternehmen>${said}</unternehmen><location>${said}</location><department>${said}</department>`;
    const job = (id: number): string =>
      `<job><id>${id}</id><title>Cook</title><city>Bath</city><description>${about}<tasks>Bake</tasks></description></job>`;
    const [first] = await read(board(job(1), job(2)));
    expect(first).toMatchObject({ company: null, location: 'Bath', categories: [] });
    expect(first?.description).toMatch(/\nBake$/);
  });

  test('and in facts of a description', async () => {
    const about =
      '<unternehmen>St. Anna Klinik e. V.</unternehmen><location>St. Ives</location><tasks>Bake</tasks>';
    const job = `<job><id>1</id><title>Cook</title><description>${about}</description></job>`;
    expect(await read(board(job))).toMatchObject([
      { company: 'St. Anna Klinik e. V.', location: 'St. Ives' },
    ]);
  });

  test('but not in the only element of another than the content', async () => {
    const record =
      '<position>Cook</position><id>1</id><company><details><name>Oven</name></details></company>';
    expect(await read(board(`<job>${record}</job>`))).toMatchObject([{ title: 'Cook', company: 'Oven' }]);
  });

  test('in rows of data sets, whose numbers are no ids', async () => {
    const row = (at: number, id: string, title: string): string =>
      `<Table diffgr:id="Table${at}" msdata:rowOrder="${at}"><JobId>${id}</JobId><JobTitle>${title}</JobTitle></Table>`;
    const jobs = await read(
      `<DataSet><diffgr:diffgram xmlns:msdata="urn:msdata" xmlns:diffgr="urn:diffgr"><NewDataSet>${row(1, 'c7', 'Cook')}${row(2, 'b4', 'Baker')}</NewDataSet></diffgr:diffgram></DataSet>`,
    );
    expect(jobs).toMatchObject([{ externalId: 'c7' }, { externalId: 'b4' }]);
  });

  test.each([
    [
      '<z:row ows_ID="1" ows_Title="Cook" ows_Company="Oven" ows_City="Bath" ows_Body="&lt;p&gt;We bake.&lt;/p&gt;"/>',
      '<z:row ows_ID="2" ows_Title="Baker" ows_Company="Oven" ows_City="Bath" ows_Body="&lt;p&gt;We bake.&lt;/p&gt;"/>',
    ],
    [
      '<node><field_id>1</field_id><field_title>Cook</field_title><field_company>Oven</field_company><field_city>Bath</field_city><field_body>&lt;p&gt;We bake.&lt;/p&gt;</field_body></node>',
      '<node><field_id>2</field_id><field_title>Baker</field_title><field_company>Oven</field_company><field_city>Bath</field_city><field_body>&lt;p&gt;We bake.&lt;/p&gt;</field_body></node>',
    ],
    [
      '<records><sf:Id>1</sf:Id><sf:Name>Cook</sf:Name><sf:Company__c>Oven</sf:Company__c><sf:City__c>Bath</sf:City__c><sf:Job_Description__c>&lt;p&gt;We bake.&lt;/p&gt;</sf:Job_Description__c></records>',
      '<records><sf:Id>2</sf:Id><sf:Name>Baker</sf:Name><sf:Company__c>Oven</sf:Company__c><sf:City__c>Bath</sf:City__c><sf:Job_Description__c>&lt;p&gt;We bake.&lt;/p&gt;</sf:Job_Description__c></records>',
    ],
  ])('before or behind a word for field in each name: %s', async (...records) => {
    const same = { company: 'Oven', location: 'Bath', description: '<p>We bake.</p>' };
    expect(await read(`<data xmlns:z="urn:z">${records.join('')}</data>`)).toMatchObject([
      { externalId: '1', title: 'Cook', ...same },
      { externalId: '2', title: 'Baker', ...same },
    ]);
  });

  test('as HTML: titles and links that are links, and dates with markup', async () => {
    const node = (id: number, title: string): string =>
      `<node><Title>&lt;a href="https://b.example/node/${id}"&gt;${title}&lt;/a&gt;</Title><Posted>&lt;span class="date" content="x"&gt;3 July 2026&lt;/span&gt;</Posted></node>`;
    expect(await read(`<nodes>${node(1, 'Cook')}${node(2, 'Baker')}</nodes>`)).toMatchObject([
      { title: 'Cook', jobUrl: 'https://b.example/node/1', publishedAt: new Date('2026-07-03') },
      { title: 'Baker', jobUrl: 'https://b.example/node/2' },
    ]);
    const linked = (id: number): string =>
      `<node><Title>Cook</Title><viewLink>&lt;a class="more" href='https://b.example/node/${id}?a=1&amp;amp;b=2'&gt;more&lt;/a&gt;</viewLink></node>`;
    expect(await read(`<nodes>${linked(1)}${linked(2)}</nodes>`)).toMatchObject([
      { jobUrl: 'https://b.example/node/1?a=1&b=2' },
      { jobUrl: 'https://b.example/node/2?a=1&b=2' },
    ]);
  });
});

describe('fields are found by the meaning of their names', () => {
  test('in a description of elements, whose words are the description', async () => {
    const [job] = await read(
      board(
        `<job><id>1</id><title>Cook</title><description><intro>We bake.</intro><employmentType>Part time</employmentType>
         <tasks><p>Fry</p><ul><li>fish</li></ul></tasks><tools><tool>Pan</tool><tool>Pot</tool></tools><openings>3</openings></description></job>`,
      ),
    );
    expect(job).toMatchObject({
      jobType: 'Part time',
      description: 'We bake.\nPart time\n<p>Fry</p><ul><li>fish</li></ul>\nPan\nPot',
    });
  });

  test('whatever the prefix, the case and the marks in them', async () => {
    const jobs = await read(
      rss(
        [
          `<title>Baker</title><j:locationCity>Gent</j:locationCity><g:employer>Oven</g:employer><j:job-type>part time</j:job-type>
           <hr:Salary_From>20</hr:Salary_From><hr:SalaryTo>25</hr:SalaryTo><hr:closing.date>2026-12-01</hr:closing.date>`,
        ],
        '',
        'xmlns:j="urn:j" xmlns:g="urn:g" xmlns:hr="urn:hr"',
      ),
    );
    expect(jobs).toMatchObject([
      {
        location: 'Gent',
        company: 'Oven',
        jobType: 'part time',
        salary: { min: 20, max: 25 },
        expiresAt: new Date('2026-12-01'),
      },
    ]);
  });

  test.each(['atom', 'a10'])(
    'the link of an RSS item may be one of Atom, with the prefix %s',
    async (prefix) => {
      const jobs = await read(
        rss(
          [
            `<title>Cook</title><link></link><${prefix}:link rel="alternate" href="https://b.example/1"/>`,
            `<title>Nurse</title><${prefix}:link rel="alternate" href="https://b.example/2"/>`,
            `<title>Baker</title><link>https://b.example/3</link><${prefix}:link rel="alternate" href="https://b.example/x"/>`,
          ],
          '',
          `xmlns:${prefix}="http://www.w3.org/2005/Atom"`,
        ).replaceAll('<guid>', '<guid isPermaLink="false">'),
      );
      expect(jobs.map((job) => job?.jobUrl)).toEqual([1, 2, 3].map((n) => `https://b.example/${n}`));
    },
  );

  test('in attributes and in elements around them', async () => {
    const jobs = await read(
      board(`<job Reference="A-1" date="2026-03-01">
        <Details><Job_Title>Glazier</Job_Title><Links><DetailUrl>https://pane.example/1</DetailUrl></Links></Details>
        <Employer><Id>77</Id><Name>Pane Ltd</Name><City>Rome</City><Url>https://pane.example</Url></Employer>
        <WorkPlace><Town>Lecce</Town><Province>Apulia</Province><CountryName>Italy</CountryName></WorkPlace>
        <Pay from="10" upTo="x" to="12" currency="EUR" per="hour"/>
        <HowToApply><Website>https://pane.example/apply/1</Website></HowToApply>
      </job>`),
    );
    expect(jobs).toMatchObject([
      {
        externalId: 'A-1',
        title: 'Glazier',
        jobUrl: 'https://pane.example/1',
        applyUrl: 'https://pane.example/apply/1',
        company: 'Pane Ltd',
        location: 'Lecce, Apulia, Italy',
        salary: { min: 10, max: 12, currency: 'EUR', period: 'hour' },
        publishedAt: new Date('2026-03-01'),
      },
    ]);
  });

  test.each([
    [
      '<field name="Title">Roofer</field><field name="company">Slate</field><field name="job_location">Bath</field>',
    ],
    [
      '<param><name>title</name><value>Roofer</value></param><param><name>company</name><value>Slate</value></param><param><name>Job location</name><value>Bath</value></param>',
    ],
    [
      '<KeyValuePair><Key>title</Key><Value>Roofer</Value></KeyValuePair><KeyValuePair><Key>company</Key><Value>Slate</Value></KeyValuePair><KeyValuePair><Key>location</Key><Value>Bath</Value></KeyValuePair>',
    ],
    [
      '<entry key="title" value="Roofer"/><entry key="company" value="Slate"/><entry key="location" value="Bath"/>',
    ],
    [
      '<fields><item key="title">Roofer</item><item key="employer">Slate</item><item key="place">Bath</item><item key="contactname">Ann</item></fields>',
    ],
    [
      '<title>Roofer</title><mfield1><label>Company</label><value>Slate</value></mfield1><mfield12><label>Work Location</label><value>Bath</value></mfield12>',
    ],
  ])('in pairs of a name and a value: %s', async (pairs) => {
    const jobs = await read(board(`<job id="1">${pairs}</job>`, `<job id="2">${pairs}</job>`));
    expect(jobs).toMatchObject([
      { title: 'Roofer', company: 'Slate', location: 'Bath' },
      { title: 'Roofer', company: 'Slate', location: 'Bath' },
    ]);
  });

  test('by the domain of a category', async () => {
    const jobs = await read(
      rss([
        `<title>Tiler</title><category domain="Region">Lazio</category><category domain="Place">Rieti</category>
         <category domain="type of contract">fixed</category><category domain="https://x.example/tags">tiles</category>
         <category>Trades</category>`,
      ]),
    );
    expect(jobs).toMatchObject([
      { location: 'Rieti', region: 'Lazio', jobType: 'fixed', categories: ['tiles', 'Trades'] },
    ]);
  });

  test('but the key of an empty category, or of a part of the place, is none', async () => {
    const job = (id: number, area: string): string =>
      `<job><id>${id}</id><title>Cook</title><link>https://x.example/${id}</link><category name="Location">Perth</category>
       <category name="Area">${area}</category><category name="Trade">Cooks</category></job>`;
    expect(await read(board(job(1, 'Inner'), job(2, '')))).toMatchObject([
      { location: 'Perth', categories: ['Cooks'] },
      { location: 'Perth', categories: ['Cooks'] },
    ]);
    const withoutPlace = '<job><title>Cook</title><id>1</id><category name="Area">Food</category></job>';
    expect(await read(board(withoutPlace))).toMatchObject([{ categories: ['Food'] }]);
  });

  test('an address of a scheme is no category', async () => {
    const categories = '<category term="http://schemas.example/kind#post"/><category term="Cooks"/>';
    const entry = `<entry><id>https://x.example/1</id><title>Cook</title>${categories}</entry>`;
    expect(await read(`<feed xmlns="http://www.w3.org/2005/Atom">${entry}</feed>`)).toMatchObject([
      { categories: ['Cooks'] },
    ]);
  });

  test('of several places, all count', async () => {
    const place = (town: string, id: number) =>
      `<workLocation><id>${id}</id><city>${town}</city><country>Norway</country></workLocation>`;
    const jobs = await read(
      board(`<job id="1"><title>Cook</title>${place('Oslo', 1)}${place('Moss', 2)}</job>`),
    );
    expect(jobs).toMatchObject([{ location: 'Oslo; Moss', country: 'Norway' }]);
    const [written] = await read(
      board('<job id="1"><title>Cook</title><location>Bad_Ischl,_Austria</location></job>'),
    );
    expect(written?.location).toBe('Bad Ischl, Austria');
  });

  test('of several descriptions the full one, with its markup', async () => {
    const jobs = await read(
      board(
        `<job id="1"><title>Cook</title><summary>${'Short. '.repeat(30)}</summary><description>Cook well.</description>
         <jobDescriptionHtml>&lt;p&gt;Cook well.&lt;/p&gt;</jobDescriptionHtml></job>`,
        `<job id="2"><title>Chef</title><description>Cook.</description><jobDescriptionHtml>&lt;p&gt;Cook.&lt;/p&gt;</jobDescriptionHtml></job>`,
      ),
    );
    expect(jobs.map((job) => job?.description)).toEqual(['<p>Cook well.</p>', '<p>Cook.</p>']);
  });

  test('and what means something else is no field', async () => {
    const jobs = await read(
      board(`<job id="1"><title>Cook</title><startDate>2027-01-01</startDate><contactName>Ann</contactName>
        <contact><name>Ann</name><company>Temps</company><city>Kiel</city></contact><imageUrl>https://x.example/a.png</imageUrl>
        <logo><url>https://x.example/logo.png</url><title>Logo</title></logo><companyUrl>https://x.example</companyUrl>
        <documents><document><title>Form</title><url>https://x.example/form.pdf</url></document></documents></job>`),
    );
    expect(jobs).toMatchObject([
      { title: 'Cook', company: null, location: null, publishedAt: null, jobUrl: null, applyUrl: null },
    ]);
  });

  test.each<[string, string, object]>([
    [
      'a country and a state with names and codes, beside the place',
      '<country><id>7</id><name>Norway</name></country><state><code>VT</code></state><city>Oslo</city>',
      { location: 'Oslo, VT, Norway', region: 'VT', country: 'Norway' },
    ],
    [
      'a country in a place by its code',
      '<location><city>Oslo</city><country><code>NO</code></country></location>',
      { location: 'Oslo, NO', country: 'NO' },
    ],
    [
      'a kind of job with an id and a name',
      '<employment_type><id>3</id><name>Part time</name></employment_type>',
      { jobType: 'Part time' },
    ],
    [
      'a street beside a town',
      '<location><address>1 Main St</address><city>Reno</city><zip value="89501"/></location>',
      { location: 'Reno' },
    ],
    [
      'an address that names the town',
      '<address>1 Main St, Reno, NV 89501</address><city>Reno</city>',
      { location: '1 Main St, Reno, NV 89501' },
    ],
    ['a postal code', '<location>89501</location>', { location: '89501' }],
    ['the number of a place', '<location>1</location><region>4</region>', { location: null, remote: null }],
    ['the number of a level', '<position>4</position><heading>Cook</heading>', { title: 'Cook' }],
    [
      'a field whose name is unknown',
      '<fields><field name="Consultant">Ann</field><field name="Category">Food</field></fields>',
      { categories: ['Food'] },
    ],
    [
      'what is shown',
      '<show_location>1</show_location><hide_description>0</hide_description>',
      { location: null },
    ],
    [
      'a sign of a currency',
      '<salary><min>9</min><currency>€</currency></salary>',
      { salary: { currency: 'EUR' } },
    ],
    [
      'pay of 0',
      '<salaryFrom>0</salaryFrom><salaryTo>0</salaryTo><currency>EUR</currency>',
      { salary: null },
    ],
    ['always and never', '<remoteType>always</remoteType>', { remote: true }],
    [
      'where one applies, called the type of the job',
      '<jobType>EXTERNAL</jobType><employmentType>Full time</employmentType>',
      { jobType: 'Full time' },
    ],
    [
      'a link to an API before one to a page',
      '<url>https://api.b.example/v1/jobs/1</url><htmlUrl>https://b.example/jobs/1</htmlUrl>',
      { jobUrl: 'https://b.example/jobs/1' },
    ],
    [
      'tasks and a profile without a description',
      '<tasks>Cook.</tasks><qualifications>&lt;p&gt;Calm.&lt;/p&gt;</qualifications>',
      { description: 'Cook.\n<p>Calm.</p>' },
    ],
    ['a profile alone', '<qualifications>Calm.</qualifications>', { description: null }],
    [
      'tasks beside a description',
      '<tasks>Cook, and wash up.</tasks><text>Cook.</text>',
      { description: 'Cook.' },
    ],
    [
      'a description with a heading',
      '<jobDescription><title>About</title><text>Cook.</text></jobDescription>',
      { title: 'Cook', description: 'Cook.' },
    ],
    [
      'the last day of the work',
      '<created>2026-05-01</created><startDate>2026-07-01</startDate><endDate>2099-09-30</endDate>',
      { publishedAt: new Date('2026-05-01'), expiresAt: null },
    ],
    [
      'the last day of the advertisement, before the work begins',
      '<created>2026-05-01</created><startDate>2099-07-01</startDate><endDate>2099-05-31</endDate>',
      { expiresAt: new Date('2099-05-31') },
    ],
    [
      'the first and the last day of the advertisement',
      '<created>2026-05-01</created><startDate>2026-05-02</startDate><endDate>2099-05-31</endDate>',
      { expiresAt: new Date('2099-05-31') },
    ],
    [
      'a last day of another name than the first day of the work',
      '<created>2026-05-01</created><startDate>2026-07-01</startDate><ats:endDate>2099-09-30</ats:endDate>',
      { expiresAt: new Date('2099-09-30') },
    ],
    [
      'descriptions of others and for others',
      `<description>Cook.</description><company_description>${'We cook. '.repeat(9)}</company_description>
       <internal_description>${'Nobody knows. '.repeat(9)}</internal_description>`,
      { description: 'Cook.' },
    ],
    [
      'the public description',
      `<publicDescription>Cook.</publicDescription><internalDescription>${'Secret. '.repeat(9)}</internalDescription>`,
      { description: 'Cook.' },
    ],
    [
      'a category with an id and a label, and a flag',
      '<industry><id>7</id><label>Food</label></industry><category>false</category>',
      { categories: ['Food'] },
    ],
  ])('%s', async (_what, fields, expected) => {
    const title = fields.includes('heading') ? '' : '<title>Cook</title>';
    expect(await read(board(`<job id="1">${title}${fields}</job>`))).toMatchObject([expected]);
  });

  test('a date of change counts only where there is no other', async () => {
    const jobs = await read(
      board(
        '<job id="1"><title>A</title><lastUpdated>2026-05-05</lastUpdated><goLiveDate>2026-05-01</goLiveDate></job>',
        '<job id="2"><title>B</title><lastUpdated>2026-05-06</lastUpdated></job>',
      ),
    );
    expect(jobs.map((job) => job?.publishedAt)).toEqual([new Date('2026-05-01'), new Date('2026-05-06')]);
  });

  test('an element that holds others is no text', async () => {
    const jobs = await read(
      board(
        '<job id="1"><position><name>Cook</name><level>2</level></position><company><name>Inn</name><size>9</size></company></job>',
      ),
    );
    expect(jobs).toMatchObject([{ title: 'Cook', company: 'Inn' }]);
  });

  test('ids that are the same in every record give way to those that differ', async () => {
    const job = (n: number, id = '1') =>
      `<job><id>${id}</id><uniqueJobID>${n}_X</uniqueJobID><title>Cook</title></job>`;
    const ids = async (body: string) => (await read(body)).map((one) => one?.externalId);
    expect(await ids(board(job(7), job(8), job(9), job(9)))).toEqual(['7_X', '8_X', '9_X', '9_X']);
    expect(await ids(board(job(7), job(8), job(9), job(4, '2')))).toEqual(['1', '1', '1', '2']);
    expect(await ids(board(job(7), job(8), job(9)))).toEqual(['1', '1', '1']);
    expect(await ids(board(job(7), job(7), job(7), job(7)))).toEqual(
      ['7_X', '7_X', '7_X', '7_X'].map(() => '1'),
    );
  });

  test('the id of what an element says is not that of the job, unless it says a reference', async () => {
    const item = (title: string): string =>
      `<title>${title}</title><link>https://b.example/${title}</link><position id="31">Lecturer</position><place code="7">Umeå</place>`;
    const feed = rss(['Botany', 'Geology', 'Optics', 'Statics'].map(item)).replace(/<guid>\d<\/guid>/g, '');
    expect((await read(feed)).map((job) => [job?.externalId, job?.location])).toEqual(
      Array.from({ length: 4 }, () => [null, 'Umeå']),
    );
    expect(
      await read(board('<job><reference id="a7">Open call</reference><title>Cook</title></job>')),
    ).toMatchObject([{ externalId: 'Open call' }]);
    const only = (id: number): string =>
      `<job><position id="${id}">Lecturer</position><city id="3">Umeå</city></job>`;
    expect(await read(board(only(41), only(42)))).toMatchObject([{ externalId: '41' }, { externalId: '42' }]);
    expect(
      await read(board('<job><title reference="R7">Cook</title><url>https://b.example/1</url></job>')),
    ).toMatchObject([{ externalId: 'R7' }]);
  });

  test('the code beside the term of a category is no part of it', async () => {
    const categories = (term: string) =>
      `<industry><code>I9</code><term>${term}</term></industry><industry><code>I4</code><term>Food</term></industry>`;
    const jobs = await read(
      board(
        `<job><id>1</id><title>Cook</title>${categories('Trade, retail')}</job>`,
        `<job><id>2</id><title>Host</title>${categories('Hotels')}</job>`,
      ),
    );
    expect(jobs.map((job) => job?.categories)).toEqual([
      ['Trade, retail', 'Food'],
      ['Hotels', 'Food'],
    ]);
  });

  test('amounts in elements of their own are not the text of a salary', async () => {
    const salary =
      '<salary><salary_max>1300</salary_max><salary_min>1050</salary_min><salary_currency>EUR</salary_currency><period>month</period></salary>';
    const [job] = await read(
      `<source><job><title>Host</title><referencenumber>A1</referencenumber><url>https://inn.example/1</url>
       <dateposted>2026-03-24</dateposted><isremote>no</isremote>${salary}</job></source>`,
    );
    expect(job?.salary).toEqual({ min: 1050, max: 1300, currency: 'EUR', period: 'month', text: null });
  });

  test('names of postings that are put together', async () => {
    const entry = (n: number, title: string, town: string) =>
      `<wd:Report_Entry><wd:JobRequisitionID>REQ${n}</wd:JobRequisitionID><wd:JobPostingTitle>${title}</wd:JobPostingTitle>
       <wd:PayTextForAdvert>Annual salary: up to £60,000</wd:PayTextForAdvert>
       <wd:PrimaryJobPostingLocationName>${town} Depot</wd:PrimaryJobPostingLocationName>
       <wd:PrimaryJobPostingLocationCity>${town}</wd:PrimaryJobPostingLocationCity></wd:Report_Entry>`;
    const jobs = await read(
      `<wd:Report_Data xmlns:wd="urn:r">${entry(1, 'Fitter', 'Leeds')}${entry(2, 'Driver', 'York')}</wd:Report_Data>`,
    );
    expect(jobs).toMatchObject([
      {
        externalId: 'REQ1',
        title: 'Fitter',
        location: 'Leeds Depot',
        salary: { max: 60_000, period: 'year' },
      },
      { externalId: 'REQ2', title: 'Driver', location: 'York Depot' },
    ]);
  });

  test('the German names of an advertisement and its booking', async () => {
    const ad = (n: number, title: string, town: string) =>
      `<stellenanzeige><daten><position>${title}</position><inhalt><![CDATA[<p>Komm zu uns.</p>]]></inhalt>
       <institution>Wirt GmbH</institution><link-anzeige>https://wirt.example/${n}</link-anzeige>
       <arbeitsorte><arbeitsort><plz>2819${n}</plz><ort>${town}</ort><land>DE</land></arbeitsort></arbeitsorte>
       <zeitintensitaet>vollzeit</zeitintensitaet></daten>
       <buchung><anzeigennummer>W-${n}</anzeigennummer><startdatum>2026-05-0${n}</startdatum><enddatum>2026-06-0${n}</enddatum>
       <produktbezeichnung>standard</produktbezeichnung></buchung></stellenanzeige>`;
    const jobs = await read(
      `<stellenanzeigen>${ad(1, 'Koch', 'Bremen')}${ad(2, 'Wirtin', 'Essen')}</stellenanzeigen>`,
    );
    expect(jobs[1]).toMatchObject({
      externalId: 'W-2',
      title: 'Wirtin',
      jobUrl: 'https://wirt.example/2',
      company: 'Wirt GmbH',
      location: 'Essen, DE',
      jobType: 'vollzeit',
      description: '<p>Komm zu uns.</p>',
      publishedAt: new Date('2026-05-02'),
      expiresAt: new Date('2026-06-02'),
    });
  });

  test('French names of texts and of the first day', async () => {
    const job = `<offre><id>1</id><intitule>Cook</intitule><published>true</published><dateCreation>2026-05-01</dateCreation>
      <lieuTravail><libelle>69 - Lyon</libelle><codePostal>69003</codePostal></lieuTravail>
      <salaire><libelle>Mensuel de 1900 Euros</libelle></salaire></offre>`;
    expect(await read(`<offres>${job}</offres>`)).toMatchObject([
      {
        location: '69 - Lyon',
        salary: { min: 1900, currency: 'EUR', period: 'month' },
        publishedAt: new Date('2026-05-01'),
      },
    ]);
  });

  test('rather the town and the day of publication', async () => {
    const job = `<offre><id>1</id><intitule>Cook</intitule><dateCreation>2020-05-01</dateCreation><datePublication>2026-05-03</datePublication>
      <lieuTravail><libelle>Siège social</libelle><ville>Lyon</ville></lieuTravail></offre>`;
    expect(await read(`<offres>${job}</offres>`)).toMatchObject([
      { location: 'Lyon', publishedAt: new Date('2026-05-03') },
    ]);
  });

  test('the number of a customer, the ends of a range, and a flag that is no date', async () => {
    const item = (n: number) =>
      `<item><cust_job_id>C${n}</cust_job_id><published>1</published><created>2026-05-0${n}</created><job_title>Cook</job_title>
       <salary><range_start>300${n}</range_start><range_end>8000</range_end></salary></item>`;
    expect(await read(`<jobs>${item(1)}${item(2)}</jobs>`)).toMatchObject([
      { externalId: 'C1', salary: { min: 3001, max: 8000 }, publishedAt: new Date('2026-05-01') },
      { externalId: 'C2', salary: { min: 3002, max: 8000 }, publishedAt: new Date('2026-05-02') },
    ]);
  });

  test('an attribute of the root is the company of all jobs without one', async () => {
    const body = (name: string) =>
      `<Jobs ${name}="Crest &amp; Co" account="x"><Job id="1"><Title>Cook</Title></Job><Job id="2"><Title>Host</Title><Company>Inn</Company></Job></Jobs>`;
    const companies = async (name: string) => (await read(body(name))).map((job) => job?.company);
    expect(await companies('advertiser')).toEqual(['Crest & Co', 'Inn']);
    expect(await companies('company')).toEqual(['Crest & Co', 'Inn']);
    expect(await companies('version')).toEqual([null, 'Inn']);
  });

  test('who publishes jobs of several companies is the company of none', async () => {
    const job = (id: number, company: string, more: string): string =>
      `<job><id>${id}</id><title>Cook</title>${company}<publisher>Board</publisher>${more}</job>`;
    const jobs = (more = ''): string =>
      [job(1, '<company>Inn</company>', more), job(2, '<company>Spa</company>', more), job(3, '', more)].join(
        '',
      );
    const companies = async (body: string) => (await read(body)).map((one) => one?.company);
    expect(await companies(board(jobs()))).toEqual(['Inn', 'Spa', null]);
    expect(await companies(board(job(1, '', ''), job(2, '', '')))).toEqual(['Board', 'Board']);
    const spelled = jobs().replace('Inn', 'BOARD').replace('Spa', 'Board Ltd');
    expect(await companies(board(spelled))).toEqual(['BOARD', 'Board Ltd', 'Board']);
    const indeed =
      '<referencenumber>1</referencenumber><url>https://b.example/1</url><date>2026-11-09</date><sourcename>Board</sourcename>';
    expect(await companies(`<source><publisher>Board</publisher>${jobs(indeed)}</source>`)).toEqual([
      'Inn',
      'Spa',
      null,
    ]);
    expect(await companies(`<source><publisher>Spa Jobs</publisher>${jobs(indeed)}</source>`)).toEqual([
      'Inn',
      'Spa',
      'Spa Jobs',
    ]);
  });

  test('a code of the kind of place does not mean that a job is remote', async () => {
    const job = (n: number, more: string) => `<job><id>${n}</id><title>Cook</title>${more}</job>`;
    const remote = async (...fields: string[]) =>
      (await read(board(...fields.map((field, i) => job(i, field))))).map((one) => one?.remote);
    const kind = (value: string) => `<jobLocationType>${value}</jobLocationType>`;
    expect(await remote(kind('1'), kind('1'), kind('2'))).toEqual([null, null, null]);
    expect(await remote(kind('TELECOMMUTE'), kind('Telecommute'))).toEqual([null, null].map(() => true));
    expect(await remote('<workplaceType>1</workplaceType>', '<workplaceType>2</workplaceType>')).toEqual([
      null,
      null,
    ]);
    expect(await remote('<remote>1</remote>', '<remote>0</remote>')).toEqual([true, false]);
  });

  test('the name of a kind of job rather than its number', async () => {
    const job =
      '<job><id>1</id><title>Cook</title><jobtype>1</jobtype><job_type_name>Part time</job_type_name></job>';
    expect(await read(board(job))).toMatchObject([{ jobType: 'Part time' }]);
  });

  test('a type that is no kind of job is a category', async () => {
    const job = (n: number, type: string) =>
      `<job><id>${n}</id><title>Cook</title><type>${type}</type></job>`;
    const typed = async (...types: string[]) =>
      (await read(board(...types.map((type, i) => job(i, type))))).map(
        (one) => one?.jobType ?? one?.categories,
      );
    expect(await typed('Catering', 'Health care', 'Catering', 'Retail')).toEqual([
      ['Catering'],
      ['Health care'],
      ['Catering'],
      ['Retail'],
    ]);
    expect(await typed('Catering', 'Health care', 'Full time')).toEqual([
      'Catering',
      'Health care',
      'Full time',
    ]);
    expect(await typed('Gold', 'Silver')).toEqual(['Gold', 'Silver']);
  });

  test.each([
    [0, 0, 13, 15, [13, 15, 'hour']],
    [25_000, 30_000, 0, 0, [25_000, 30_000, 'year']],
    [0, 30_000, 13, 15, [null, 30_000, 'year']],
    [0, 0, 13, 0, [13, null, 'hour']],
  ] as const)(
    'of pay per year (%i, %i) and per hour (%i, %i) that which is no zero',
    async (from, to, low, high, pay) => {
      const job = `<job><id>1</id><title>Cook</title><annualSalaryFrom>${from}</annualSalaryFrom><annualSalaryTo>${to}</annualSalaryTo><hourlyRateFrom>${low}</hourlyRateFrom><hourlyRateTo>${high}</hourlyRateTo></job>`;
      const [found] = await read(board(job));
      expect([found?.salary?.min, found?.salary?.max, found?.salary?.period]).toEqual(pay);
    },
  );

  test('a time frame is the period of a salary', async () => {
    const [job] = await read(
      board(
        `<job><id>1</id><title>Cook</title><min_compensation>$90K</min_compensation><max_compensation>$110K</max_compensation>
         <compensation_currency>USD</compensation_currency><compensation_time_frame>annually</compensation_time_frame></job>`,
      ),
    );
    expect(job?.salary).toMatchObject({ min: 90_000, max: 110_000, currency: 'USD', period: 'year' });
  });

  test('the paths that fill the fields are reported', async () => {
    const { summary } = await readBytes(
      board('<job nr="1"><Details><JobTitle>Cook</JobTitle></Details><param name="place">Ulm</param></job>'),
    );
    expect(summary.feed.fields).toEqual({
      externalId: '@nr',
      title: 'details/jobtitle',
      location: 'param[@name=place]',
    });
  });

  test.each([
    ['<x><title>Cook</title></x>', { title: 'Cook' }],
    ['<heading>Cook</heading><x><title>Hero</title></x>', { title: 'Cook' }],
    ['<t/><identifier><name>Inn</name><value>A-1</value></identifier>', { externalId: 'A-1' }],
    ['<identifier><name>Inn</name><value>A-1</value></identifier>', { externalId: 'own' }],
    ['<employer><identifier><value>E-7</value></identifier></employer>', { externalId: 'own' }],
    ['<numer_oferty>17</numer_oferty>', { externalId: '17' }],
    ['<annonsurl>https://x.example/1</annonsurl>', { jobUrl: 'https://x.example/1' }],
    ['<moreInfoUrl>https://x.example/1</moreInfoUrl>', { jobUrl: 'https://x.example/1' }],
    ['<logoUrl>https://x.example/1</logoUrl>', { jobUrl: null }],
    ['<path>/jobs/1</path>', { jobUrl: expect.stringMatching(/\/jobs\/1$/) }],
    ['<path>Kitchen/Cold</path>', { jobUrl: null }],
    ['<AdvertisingStartDate>2026-03-01</AdvertisingStartDate>', { publishedAt: new Date('2026-03-01') }],
    ['<posting_close_date>2026-04-01</posting_close_date>', { expiresAt: new Date('2026-04-01') }],
    ['<placeRef/><location w:descriptor="Ulm"><id>9</id></location>', { location: 'Ulm' }],
    [
      '<pay><lowEnd><amount>10</amount></lowEnd><highEnd><amount>12</amount></highEnd></pay>',
      { salary: { min: 10, max: 12 } },
    ],
    [
      '<classification><name>Practice</name><value>Tax</value></classification><classification><name>Location</name><value>Ulm</value></classification>',
      { location: 'Ulm', categories: ['Tax'] },
    ],
  ])('%s', async (fields, expected) => {
    const id = 'externalId' in expected && expected.externalId !== 'own' ? '' : '<id>own</id>';
    const title = 'title' in expected ? '' : '<title>Cook</title>';
    const [job] = await read(board(`<job>${id}${title}${fields}</job>`));
    expect(job).toMatchObject(expected);
  });

  test('in elements whose name has several words for a job before it', async () => {
    const place = (town: string) =>
      `<job_offer_location><city>${town}</city><country>Deutschland</country></job_offer_location>`;
    const jobs = await read(
      board(
        `<job_offer><id>1</id><title>Sailor</title><job_offer_locations>${place('Kiel')}${place('Emden')}</job_offer_locations></job_offer>`,
        `<job_offer><id>2</id><title>Cook</title><job_offer_locations>${place('Jena')}</job_offer_locations></job_offer>`,
      ),
    );
    expect(jobs.map((job) => [job?.location, job?.country])).toEqual([
      ['Kiel, Deutschland; Emden, Deutschland', 'Deutschland'],
      ['Jena, Deutschland', 'Deutschland'],
    ]);
  });

  test.each([
    '<lieu><commune>Laon</commune><pays>FR</pays></lieu>',
    '<localisation><commune>Laon</commune><cp>02000</cp><pays>FR</pays></localisation>',
    '<visibility><kind>2</kind><city>Laon</city><country>FR</country></visibility>',
    '<extra><ville>Laon</ville><pays>FR</pays></extra>',
  ])('in the parts of a place, whatever its name: %s', async (place) => {
    const jobs = await read(board(`<job><id>1</id><title>Plumber</title>${place}</job>`));
    expect(jobs[0]).toMatchObject({ location: 'Laon, FR', country: 'FR' });
  });

  test('an element with town and country is no place if it holds more of the job, or a person', async () => {
    const core =
      '<core><jobtitle>Cook</jobtitle><companyname>Inn</companyname><city>Ulm</city><country>DE</country></core>';
    expect(await read(board(`<job><id>1</id>${core}</job>`))).toMatchObject([
      { title: 'Cook', company: 'Inn' },
    ]);
    const contact = '<ansprechpartner><name>Frau Abt</name><ort>Ulm</ort><land>DE</land></ansprechpartner>';
    const [job] = await read(board(`<job><id>1</id><title>Cook</title><city>Berlin</city>${contact}</job>`));
    expect(job).toMatchObject({ location: 'Berlin', country: null });
  });

  test.each([
    '<salaris><min>2500</min><max>3000</max><valuta>EUR</valuta><periode>maand</periode></salaris>',
    '<salaire><minimum>2500</minimum><maximum>3000</maximum><devise>EUR</devise><periode>mois</periode></salaire>',
    '<salario><min>2500</min><max>3000</max><moneda>€/mes</moneda></salario>',
    '<minPay>2500 € per month</minPay><maxPay>3000 € per month</maxPay>',
  ])('in the parts of a salary: %s', async (salary) => {
    const jobs = await read(board(`<job><id>1</id><title>Plumber</title>${salary}</job>`));
    expect(jobs[0]?.salary).toMatchObject({ min: 2500, max: 3000, currency: 'EUR', period: 'month' });
  });

  test.each([
    ['<monthly_salary>2000 EUR</monthly_salary>', 2000, 2000, 'month'],
    ['<hourly_rate>20</hourly_rate>', 20, 20, 'hour'],
    [
      '<annualSalaryFrom>20000</annualSalaryFrom><annualSalaryTo>30000</annualSalaryTo>',
      20_000,
      30_000,
      'year',
    ],
    ['<Jahresgehalt>40.000 €</Jahresgehalt>', 40_000, 40_000, 'year'],
    ['<hr:salary_from>40000</hr:salary_from>', 40_000, null, null],
    ['<salary>50000</salary><hourly_rate>25</hourly_rate>', 50_000, 50_000, null],
    ['<salary>50000</salary><hourly_rate>n/a</hourly_rate>', 50_000, 50_000, null],
    ['<salary>0</salary><hourly_rate>25</hourly_rate>', 25, 25, 'hour'],
    ['<salary><value>4000</value><text>negotiable</text></salary>', 4000, 4000, null],
    ['<monthly_salary>20 EUR per hour</monthly_salary>', 20, 20, 'hour'],
  ])('what a salary is for, in its name: %s', async (salary, min, max, period) => {
    const jobs = await read(board(`<job><id>1</id><title>Plumber</title>${salary}</job>`));
    expect(jobs[0]?.salary).toMatchObject({ min, max, period });
  });

  test.each<[string, object]>([
    ['<duty_station>Suva, FIJI</duty_station>', { location: 'Suva, FIJI' }],
    ['<prefecture>香川県</prefecture><city>丸亀市</city>', { location: '丸亀市, 香川県', region: '香川県' }],
    ['<cidade>Olinda</cidade><uf>PE</uf>', { location: 'Olinda, PE', region: 'PE' }],
    [
      '<jobLocation><locationPlace>Sneek</locationPlace><locationProvince>Friesland</locationProvince></jobLocation>',
      { location: 'Sneek, Friesland', region: 'Friesland' },
    ],
    [
      '<DisplaySalary>£31,000 - £34,000</DisplaySalary>',
      { salary: { min: 31000, max: 34000, currency: 'GBP' } },
    ],
    [
      '<ort>Thun</ort><region>:7:9:</region><employmentType>:1:</employmentType><category>:4:</category>',
      { location: 'Thun', region: null, jobType: null, categories: [] },
    ],
    ['<salary_rate>2 500-3 000 €</salary_rate>', { salary: { min: 2500, max: 3000, currency: 'EUR' } }],
    ['<payRangeMin>20</payRangeMin><payRangeMax>30</payRangeMax>', { salary: { min: 20, max: 30 } }],
    ['<expiresDate>2099-05-06</expiresDate>', { expiresAt: new Date('2099-05-06') }],
    [
      '<ratemin>40.0</ratemin><ratemax>55.0</ratemax><rateper>Hour</rateper>',
      { salary: { min: 40, max: 55, period: 'hour' } },
    ],
    [
      '<issuedate>2026-03-04</issuedate><startdate>2026-08-01</startdate><enddate>2027-02-01</enddate>',
      { publishedAt: new Date('2026-03-04'), expiresAt: null },
    ],
    ['<vacancyInformation>We bake.</vacancyInformation>', { description: 'We bake.' }],
    [
      '<workingHours>Day</workingHours><employmentLevel>Permanent</employmentLevel>',
      { jobType: 'Permanent' },
    ],
    ['<employmentLevel>Senior</employmentLevel>', { jobType: null }],
    ['<engagement>Client work</engagement>', { jobType: null }],
    [
      '<displaySalary>true</displaySalary><salaryMin>30000</salaryMin>',
      { salary: { min: 30000, max: null, text: null } },
    ],
    ['<displaySalary>1</displaySalary><salaryMin>30000</salaryMin>', { salary: { min: 30000, text: null } }],
    ['<uf>35</uf><cidade>Olinda</cidade><estado>Pernambuco</estado>', { region: 'Pernambuco' }],
    [
      '<city>Biel</city><translations><translation><title>Boulanger</title><city>Bienne</city></translation><translation><title>Fornaio</title><city>Bienne</city></translation></translations>',
      { title: 'Baker', location: 'Biel' },
    ],
    [
      '<division>Ovens</division><job_type>FULL_TIME</job_type>',
      { categories: ['Ovens'], jobType: 'FULL_TIME' },
    ],
    [
      '<versions><version lang="da"><location>Skive</location><engagement>Fast</engagement></version></versions>',
      { location: 'Skive', jobType: 'Fast' },
    ],
  ])('of agencies, offices and states: %s', async (fields, found) => {
    expect(await read(board(`<job><id>a7</id><title>Baker</title>${fields}</job>`))).toMatchObject([found]);
  });

  test.each([
    [
      '<title_de>Koch</title_de><title_en>Cook</title_en><text_en>We cook.</text_en><text_de>Wir kochen jeden Tag.</text_de><location_de>Genf</location_de><category_de>Küche</category_de><category_en>Kitchen</category_en>',
      { title: 'Koch', location: 'Genf', categories: ['Küche'], description: 'Wir kochen jeden Tag.' },
    ],
    [
      '<content><de><title>Koch</title><description>Wir kochen.</description></de><en><title>Cook</title><description>We cook day by day, for all.</description></en></content>',
      { title: 'Koch', description: 'Wir kochen.' },
    ],
    [
      '<title>料理人</title><title_en>Cook</title_en><description>料理を作ります。</description><description_en>You will cook our meals every day.</description_en><category>料理</category><category_en>Kitchen</category_en>',
      { title: '料理人', description: '料理を作ります。', categories: ['料理'] },
    ],
    [
      '<title>Cook</title><city>Bath</city><country><data><attributes><name>Sweden</name></attributes></data></country><department>Kitchen</department><department_value>12</department_value><locations><fr>Paris</fr><uk>London</uk></locations>',
      { location: 'Bath, Sweden', country: 'Sweden', categories: ['Kitchen'] },
    ],
    [
      '<jobTitleEn>Cook</jobTitleEn><jobTitleAr>طباخ</jobTitleAr><descriptionEn>Cook.</descriptionEn><descriptionAr>اطبخ كل يوم</descriptionAr>',
      { title: 'Cook', description: 'Cook.' },
    ],
    ['<job-title-fr-ca>Chef</job-title-fr-ca>', { title: 'Chef' }],
    [
      '<title><de>Koch</de><en>Cook</en></title><description><de>Wir kochen.</de><en>We cook every day.</en></description><location><de>Genf</de><en>Geneva</en></location>',
      { title: 'Koch', location: 'Genf', description: 'Wir kochen.' },
    ],
    ['<title_de/><title_fr>Cuisinier</title_fr>', { title: 'Cuisinier' }],
    [
      '<title>Cook</title><positionen>3</positionen><company_id>7</company_id>',
      { title: 'Cook', company: null },
    ],
    [
      '<title><rendered>Cook</rendered></title><content><rendered>We cook.</rendered></content>',
      { title: 'Cook', description: 'We cook.' },
    ],
    [
      '<titleText>Cook</titleText><company_label>Oven</company_label><location1>Bath</location1><category1>Food</category1><category_2>Hotel</category_2>',
      { title: 'Cook', company: 'Oven', location: 'Bath', categories: ['Food', 'Hotel'] },
    ],
    [
      '<title>Cook</title><address1>1 Main St</address1><link2>https://x.example/2</link2>',
      { location: null, jobUrl: null },
    ],
    [
      '<OCCU_DESC（職務名稱）>Cook</OCCU_DESC（職務名稱）><CITYNAME（工作地點）>新竹市</CITYNAME（工作地點）><SALARYCD（核薪方式）>月薪</SALARYCD（核薪方式）><NT_L（薪資範圍下限）>40000</NT_L（薪資範圍下限）>',
      { title: 'Cook', location: '新竹市', salary: { min: 40_000, period: 'month' } },
    ],
    [
      '<ts2__Job_Title__c>Cook</ts2__Job_Title__c><ts2__Location__c>Bern</ts2__Location__c><Department__c>Kitchen</Department__c>',
      { title: 'Cook', location: 'Bern', categories: ['Kitchen'] },
    ],
    ['<title>Cook</title><mzda_od>140</mzda_od><mzda_do>160</mzda_do>', { salary: { min: 140, max: 160 } }],
  ])('in names that say more than a field: %s', async (fields, found) => {
    expect(await read(board(`<job><id>a7</id>${fields}</job>`))).toMatchObject([found]);
  });

  test('of names that are as sure, by the first one, although a record lacks it', async () => {
    const job = (n: number, first: string) =>
      `<job><id>${n}</id><title>Cook ${n}</title>${first}<advertiser><name>Board</name></advertiser><office><city>Rome</city></office><pay><min>1</min></pay></job>`;
    const whole = (n: number) =>
      `<hiringOrganization><name>Oven ${n}</name></hiringOrganization><jobLocation><city>Bath</city></jobLocation><salary><min>3000</min></salary>`;
    const jobs = await read(board(job(1, whole(1)), job(2, whole(2)), job(3, '')));
    expect(jobs).toMatchObject([
      { company: 'Oven 1', location: 'Bath', salary: { min: 3000 } },
      { company: 'Oven 2', location: 'Bath', salary: { min: 3000 } },
      { company: 'Board', location: 'Rome' },
    ]);
  });

  test('in the language that is first, unless another one is in most records', async () => {
    const job = (n: number, languages: string[]) =>
      `<job><id>${n}</id>${languages.map((one) => `<title_${one}>${one} ${n}</title_${one}><text_${one}>${one} text ${n}</text_${one}>`).join('')}</job>`;
    const both = ['de', 'en'];
    expect(await read(board(job(1, both), job(2, ['en']), job(3, both)))).toMatchObject([
      { title: 'de 1', description: 'de text 1' },
      { title: 'en 2', description: 'en text 2' },
      { title: 'de 3', description: 'de text 3' },
    ]);
    expect(await read(board(job(1, both), job(2, ['en']), job(3, ['en'])))).toMatchObject([
      { title: 'en 1', description: 'en text 1' },
      { title: 'en 2', description: 'en text 2' },
      { title: 'en 3', description: 'en text 3' },
    ]);
  });

  test('in attributes of categories, although a few have a text', async () => {
    const jobs = await read(
      board(
        '<job><id>1</id><title>Cook</title><tags><tag name="Food"/><tag name="Fish"/></tags></job>',
        '<job><id>2</id><title>Baker</title><tags><tag name="Food">x</tag></tags></job>',
      ),
    );
    expect(jobs[0]).toMatchObject({ categories: ['Food', 'Fish'] });
  });

  test('with umlauts, and of sections rather than a summary', async () => {
    const jobs = await read(
      board(
        `<job><PosID>7</PosID><Text><Stellentitel>Koch</Stellentitel><Kurzbeschreibung>Kurz.</Kurzbeschreibung><TextAufgaben>Braten.</TextAufgaben>
         <TextAnforderungen>Messer.</TextAnforderungen></Text><Kriterien><Beschäftigungsart>Vollzeit</Beschäftigungsart>
         <Vergütung>2.000 €</Vergütung></Kriterien></job>`,
        `<job><PosID>8</PosID><Text><Stellentitel>Bäcker</Stellentitel><Kurzbeschreibung>Nur kurz.</Kurzbeschreibung></Text></job>`,
      ),
    );
    expect(jobs).toMatchObject([
      {
        externalId: '7',
        title: 'Koch',
        jobType: 'Vollzeit',
        salary: { min: 2000, currency: 'EUR' },
        description: 'Braten.\nMesser.',
      },
      { externalId: '8', description: 'Nur kurz.' },
    ]);
  });

  test('of a summary that is longer than the sections beside it', async () => {
    const summary = 'You cook for all guests of the inn, at noon and at night.';
    const [job] = await read(
      board(
        `<job><id>1</id><title>Cook</title><summary>${summary}</summary><requirements>A knife.</requirements>
         <qualifications>A spoon.</qualifications></job>`,
      ),
    );
    expect(job?.description).toBe(summary);
  });

  test('of descriptions of place, arrangement and first day', async () => {
    const jobs = await read(
      board(
        `<job><id>1</id><title>Clerk</title><LocationDescription>Bonn</LocationDescription><arrangement_type>Remote</arrangement_type>
         <date_paru>2026-03-02</date_paru></job>`,
      ),
    );
    expect(jobs[0]).toMatchObject({
      location: 'Bonn',
      remote: true,
      publishedAt: new Date('2026-03-02'),
    });
  });

  test('in collections, beside a place, and at the ends of a publication', async () => {
    const jobs = await read(
      rss(
        [
          `<title>Nurse</title><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><pubDateTo>Thu, 02 Apr 2026 08:00:00 GMT</pubDateTo>
           <w:JOB_TYPE_COLLECTION><w:Item>Summer job</w:Item></w:JOB_TYPE_COLLECTION>
           <w:INDUSTRY_COLLECTION><w:Item>Health</w:Item><w:Item>Care</w:Item></w:INDUSTRY_COLLECTION>
           <w:WorkplaceTown>Moss</w:WorkplaceTown><w:WorkplaceCounties>Østfold</w:WorkplaceCounties>`,
        ],
        '',
        'xmlns:w="urn:w"',
      ),
    );
    expect(jobs[0]).toMatchObject({
      jobType: 'Summer job',
      categories: ['Health', 'Care'],
      location: 'Moss, Østfold',
      region: 'Østfold',
      publishedAt: new Date('2026-03-02T08:00:00Z'),
      expiresAt: new Date('2026-04-02T08:00:00Z'),
    });
  });

  test('what follows the first records is read by the same paths', async () => {
    const early = Array.from({ length: 250 }, (_, i) => `<job id="${i}"><jobHeading>H</jobHeading></job>`);
    const late = '<job id="late"><jobHeading>Late</jobHeading><company>Inn</company></job>';
    const jobs = await read(board(...early, late));
    expect(jobs).toHaveLength(251);
    expect(jobs.at(-1)).toMatchObject({ title: 'Late', company: 'Inn' });
  });
});

describe('a dialect needs evidence', () => {
  test.each([
    [
      'items',
      '<items><item><id>1</id><title>A</title><url>https://x.example/1</url><city>Ulm</city></item></items>',
    ],
    [
      'a10:',
      '<rss xmlns:a10="http://www.w3.org/2005/Atom"><channel><item><guid>1</guid><title>Cook at Night</title><a10:updated>2026-01-01T00:00:00Z</a10:updated></item></channel></rss>',
    ],
    [
      'tt:',
      '<rss xmlns:tt="urn:other"><channel><item><guid>1</guid><title>A</title><tt:rating>5</tt:rating></item></channel></rss>',
    ],
    [
      'contract_time',
      '<jobs><job><id>1</id><title>A</title><contract_time>full</contract_time></job></jobs>',
    ],
    ['createdon', '<jobs><job><id>1</id><title>A</title><createdon>2026-01-01</createdon></job></jobs>'],
    [
      'detail-url',
      '<jobs><job><id>1</id><title>A</title><detail-url>https://x.example</detail-url></job></jobs>',
    ],
  ])('more than %s', async (_, body) => {
    const { summary, jobs } = await readBytes(body);
    expect(['generic', 'rss']).toContain(summary.feed.dialect);
    expect(jobs[0]).toMatchObject({ externalId: '1', company: null });
  });

  test('advertisers alone are not those of JobG8', async () => {
    const advertiser = '<AdvertiserName>Oven</AdvertiserName><AdvertiserType>Employer</AdvertiserType>';
    const { summary, jobs } = await readBytes(
      `<jobs><job><id>1</id><position>Cook</position><location>Bath</location><area>Kitchen</area>${advertiser}</job></jobs>`,
    );
    expect(summary.feed.dialect).toBe('generic');
    expect(jobs).toMatchObject([{ title: 'Cook', location: 'Bath', company: 'Oven' }]);
  });

  test('numbers in pairs are no categories, words are', async () => {
    const pair = (name: string, value: string): string =>
      `<wp:postmeta><wp:meta_key>${name}</wp:meta_key><wp:meta_value>${value}</wp:meta_value></wp:postmeta>`;
    const categories = async (value: string) => {
      const pairs = pair('_job_location', 'Bath') + pair('_primary_category', value);
      const jobs = await read(rss([`<title>Cook</title>${pairs}`]));
      return jobs.map((job) => [job?.location, job?.categories]);
    };
    expect(await categories('57')).toEqual([['Bath', []]]);
    expect(await categories('Kitchen')).toEqual([['Bath', ['Kitchen']]]);
  });

  test('names with dashes alone are not those of Taleo', async () => {
    const { summary, jobs } = await readBytes(
      '<jobs><job><id>1</id><title>Cook</title><company-name>Oven</company-name><job-type>permanent</job-type></job></jobs>',
    );
    expect(summary.feed.dialect).toBe('generic');
    expect(jobs).toMatchObject([{ company: 'Oven', jobType: 'permanent' }]);
  });

  test('a variant of a dialect is completed by the meaning of its names', async () => {
    const jobs = await read(
      '<workzag-jobs><position id="9"><name>Cook</name><workplace>Ulm</workplace><url>https://x.example/9</url></position></workzag-jobs>',
    );
    expect(jobs).toMatchObject([
      { externalId: '9', title: 'Cook', location: 'Ulm', jobUrl: 'https://x.example/9' },
    ]);
  });
});

describe('titles are split only if all of the feed shows the form', () => {
  test('"Role @ Company [pay]"', async () => {
    const jobs = await read(titled('Cook (f/m) @ Inn [€ 2.000 - 2.500]', 'Chef @ Fork &amp; Son [€ 3.000]'));
    expect(jobs).toMatchObject([
      { title: 'Cook (f/m)', company: 'Inn', salary: { min: 2000, max: 2500, currency: 'EUR' } },
      { title: 'Chef', company: 'Fork & Son', salary: { min: 3000, currency: 'EUR' } },
    ]);
  });

  test('"Role at Company" if the companies have legal forms, with the place in brackets', async () => {
    const body = titled('Cook at Inn Ltd (Oslo, Norway)', 'Chef at Fork GmbH', 'Host at night at Bar Inc.');
    expect(await titlesOf(body)).toEqual([
      ['Cook', 'Inn Ltd', 'Oslo, Norway'],
      ['Chef', 'Fork GmbH', null],
      ['Host at night', 'Bar Inc.', null],
    ]);
  });

  test('"Role — Company" if the company is the one of the feed or of its creators', async () => {
    const channel = '<title>Jobs of Fork and Spoon</title>';
    const items = ['Cook — Fork and Spoon', 'Chef — Fork and Spoon'].map(
      (title) => `<title>${title}</title>`,
    );
    expect(await titlesOf(rss(items, channel))).toMatchObject([
      ['Cook', 'Fork and Spoon', null],
      ['Chef', 'Fork and Spoon', null],
    ]);
    const created = ['Inn', 'Bar'].map(
      (name) => `<title>Cook | ${name}</title><dc:creator>${name}</dc:creator>`,
    );
    expect(await titlesOf(rss(created))).toEqual([
      ['Cook', 'Inn', null],
      ['Cook', 'Bar', null],
    ]);
  });

  test('"[12] Role - Company" if the companies come again and their sites have their names', async () => {
    const items = [
      ['[98] Cook - North - Forkful', 'forkful'],
      ['[75] Chef - Forkful', 'forkful'],
      ['[52] Host - Spoonery', 'spoonery'],
      ['[51] Porter - Spoonery', 'spoonery'],
    ].map(([title, host]) => `<title>${title}</title><link>https://${host}.example/jobs</link>`);
    expect(await titlesOf(rss(items))).toEqual([
      ['Cook - North', 'Forkful', null],
      ['Chef', 'Forkful', null],
      ['Host', 'Spoonery', null],
      ['Porter', 'Spoonery', null],
    ]);
  });

  test('"Company: Role" if the texts name the companies', async () => {
    const items = ['Forkful', 'Spoonery', 'Knife', 'Forkful'].map(
      (name, i) => `<title>${name}: Cook ${i}</title><description>Cooks of ${name} cook.</description>`,
    );
    expect((await titlesOf(rss(items)))[2]).toEqual(['Cook 2', 'Knife', null]);
  });

  test('"Role (Place)" and "Role - Place" if the places are known', async () => {
    expect(await titlesOf(titled('Cook (Norway)', 'Chef (Lyon, France)', 'Host (IT)'))).toEqual([
      ['Cook', null, 'Norway'],
      ['Chef', null, 'Lyon, France'],
      ['Host (IT)', null, null],
    ]);
    const items = ['Oslo', 'Moss', 'Bergen'].map(
      (town) => `<title>Cook - ${town}</title><city>${town}</city>`,
    );
    expect((await titlesOf(rss(items)))[1]).toEqual(['Cook', null, 'Moss']);
  });

  test('"Role at Company" if no field names a company and the same ones come again', async () => {
    const titles = ['Cook at Three Forks', 'Host at Blue Spoon', 'Chef at Three Forks', 'Aide at Blue Spoon'];
    expect((await titlesOf(titled(...titles)))[0]).toEqual(['Cook', 'Three Forks', null]);
    const items = titles.map((title) => `<title>${title}</title><company>Inn</company>`);
    expect((await titlesOf(rss(items)))[0]).toEqual(['Cook at Three Forks', 'Inn', null]);
  });

  test('"Role at Company" in other languages, with more behind a comma if the links name the company', async () => {
    const bei = [
      ['Koch', 'Ofen GmbH'],
      ['Bäcker', 'Krume AG'],
      ['Pfleger', 'Klinikum Ulm'],
    ];
    expect(await titlesOf(titled(...bei.map(([role, company]) => `${role} bei ${company}`)))).toEqual(
      bei.map((parts) => [...parts, null]),
    );
    const item = (title: string, slug: string, id: number): string =>
      `<title>${title}</title><link>https://board.example/companies/${slug}/vacancies/${id}/</link>`;
    const jobs = await read(
      rss([
        item('Engineer (JS) в Otava, Київ', 'otava-systems', 1),
        item('QA в Creta, Київ, Варшава (Польща), віддалено', 'creta', 2),
        item('Developer в Talva, $5000–6000, віддалено', 'talva', 3),
        item('Designer в Uklen, Inc', 'uklen-inc', 4),
      ]),
    );
    expect(jobs.map((job) => [job?.title, job?.company, job?.location ?? null, job?.remote ?? null])).toEqual(
      [
        ['Engineer (JS)', 'Otava', 'Київ', null],
        ['QA', 'Creta', 'Київ, Варшава (Польща), віддалено', true],
        ['Developer', 'Talva', 'віддалено', true],
        ['Designer', 'Uklen, Inc', null, null],
      ],
    );
    expect(jobs[2]?.salary).toMatchObject({ min: 5000, max: 6000, currency: 'USD' });
    const places = ['Львові', 'Одесі', 'Києві', 'Харкові'].map((place) => `Кухар у ${place}`);
    expect((await titlesOf(titled(...places))).map(([title]) => title)).toEqual(places);
  });

  test.each([
    ['Koch bei Nacht', 'Bäcker bei Tag', 'Wirt bei Nacht', 'Müller bei Tag'],
    ['Cuisinier chez Vous', 'Boulanger chez Nous', 'Hôte chez Vous', 'Meunier chez Nous'],
    ['Kok bij Ons', 'Bakker bij Klanten', 'Kelner bij Ons', 'Molenaar bij Klanten'],
    ['Kok hos Os', 'Bager hos Kunder', 'Tjener hos Os', 'Møller hos Kunder'],
    ['Cuoco presso Clienti', 'Fornaio presso Noi', 'Oste presso Clienti', 'Mugnaio presso Noi'],
  ])('but a time or a pronoun is no company: %s', async (...titles) => {
    expect(await titlesOf(titled(...titles))).toEqual(titles.map((title) => [title, null, null]));
  });

  test('nor beside companies, whose names may begin with such a word', async () => {
    const titles = ['Koch bei Ofen GmbH', 'Bäcker bei Krume AG', 'Wirt bei Tag und Nacht KG'];
    const more = Array.from({ length: 8 }, (_, n) => `Helfer bei Mehl ${n} GmbH`);
    const jobs = await titlesOf(titled(...titles, ...more, 'Koch bei Nacht'));
    expect(jobs[2]).toEqual(['Wirt', 'Tag und Nacht KG', null]);
    expect(jobs.at(-1)).toEqual(['Koch bei Nacht', null, null]);
  });

  test('"Company is hiring Role"', async () => {
    const titles = [
      'Oven is hiring a Cook',
      'Crumb Ltd is hiring for a position of Baker',
      'Mill is hiring Miller',
    ];
    expect(await titlesOf(titled(...titles))).toEqual([
      ['Cook', 'Oven', null],
      ['Baker', 'Crumb Ltd', null],
      ['Miller', 'Mill', null],
    ]);
  });

  test('"Role, Company" if the companies have legal forms, "Role, Town, Country" if all have both', async () => {
    const companies = [
      ['Udvikler, Python', 'Rugbrød A/S'],
      ['Bager', 'Aarhus Kommune'],
      ['Kok', 'Kombi ApS'],
      ['Smed', 'Region Nord'],
    ];
    const withCompanies = titled(...companies.map(([role, company]) => `${role}, ${company}`));
    expect(await titlesOf(withCompanies)).toEqual(companies.map((parts) => [...parts, null]));
    const legal = [
      ['Baker', 'Acme, Inc.'],
      ['Miller, Night', 'Mill, LLC'],
      ['Cook', 'Oven Co., Ltd.'],
      ['Host', 'Bar S.A.'],
    ];
    const withLegalForms = titled(...legal.map(([role, company]) => `${role}, ${company}`));
    expect(await titlesOf(withLegalForms)).toEqual(legal.map((parts) => [...parts, null]));
    const towns = [
      ['Engineer', 'Sofia, Bulgaria'],
      ['Head, Human Capital and Skills', 'Cairo, Egypt'],
      ['Tax Associate', 'London, United Kingdom'],
    ];
    const withTowns = titled(...towns.map(([role, place]) => `${role}, ${place}`));
    expect(await titlesOf(withTowns)).toEqual(towns.map(([role, place]) => [role, null, place]));
    const inverted = ['Manager, Technology Services', 'Director, Media', 'Nurse, Night', 'Analyst, Energy'];
    expect((await titlesOf(titled(...inverted))).map(([title]) => title)).toEqual(inverted);
  });

  test('"Role - Company - Place" if the places are known, or if other fields name the companies', async () => {
    const known = [
      ['Cook', 'Oven Ltd', 'Norway'],
      ['Night Nurse - ICU', 'Sund Hospital', 'Sweden'],
      ['Baker', 'Crumb Inc', 'Finland'],
      ['Porter', 'Dock Ltd', 'Iceland'],
    ];
    expect(await titlesOf(titled(...known.map((parts) => parts.join(' - '))))).toEqual(known);
    const banks = [
      ['Teller', 'Bank of Ulm'],
      ['Cook', 'New Mill Ltd'],
      ['Clerk', 'Home Ovens Inc'],
    ];
    expect(await titlesOf(titled(...banks.map(([role, company]) => `${role} at ${company}`)))).toEqual(
      banks.map((parts) => [...parts, null]),
    );
    const labelled = ['Cook', 'Clerk | Front desk'].map(
      (role) =>
        `<title>${role} | New Oven | Remote (US)</title><description>&lt;b&gt;Company:&lt;/b&gt; New Oven</description>`,
    );
    expect((await read(rss(labelled))).map((job) => [job?.title, job?.company, job?.location])).toEqual([
      ['Cook', 'New Oven', 'Remote (US)'],
      ['Clerk | Front desk', 'New Oven', 'Remote (US)'],
    ]);
  });

  test('"Role — Company (Place)" if some companies have a legal form', async () => {
    const titles = [
      'Cook — Inn AS (Ulvik)',
      'Chef — Blue Spoon (Odda)',
      'Host — Fork (Ulvik)',
      'Aide — Pan (Odda)',
    ];
    expect((await titlesOf(titled(...titles)))[1]).toEqual(['Chef', 'Blue Spoon', 'Odda']);
  });

  test('"Role — company" if the jobs are on pages of these names', async () => {
    const item = (title: string, host: string) =>
      `<title>${title}</title><link>https://jobs-${host}.hr.example/1</link>`;
    const items = [
      item('Cook — bluespoon', 'bluespoon'),
      item('Chef, pastry — bluespoon', 'bluespoon'),
      item('Host — thethreeforks', 'thethreeforks'),
      item('Waiter — moss', 'mossinns'),
    ];
    expect((await titlesOf(rss(items))).slice(1, 3)).toEqual([
      ['Chef, pastry', 'bluespoon', null],
      ['Host', 'thethreeforks', null],
    ]);
    const elsewhere = items.map((one) => one.replace(/jobs-\w+/, 'jobs'));
    expect((await titlesOf(rss(elsewhere)))[0]).toEqual(['Cook — bluespoon', null, null]);
  });

  test('"Role — Company" if the texts begin with the companies', async () => {
    const item = (title: string, text: string) => `<title>${title}</title><description>${text}</description>`;
    const items = [
      item('Cook — Three Forks', 'Three Forks · Moss · onsite'),
      item('Chef — Three Forks', 'Three Forks · Odda · onsite'),
      item('Host — Night &amp;amp; Day — Blue Spoon', 'Blue Spoon · Bath · hybrid'),
      item('Waiter — Moss Inn', 'Moss Inn · Moss'),
    ];
    expect((await titlesOf(rss(items))).slice(0, 2)).toEqual([
      ['Cook', 'Three Forks', null],
      ['Chef', 'Three Forks', null],
    ]);
    const within = items.map((one) => one.replace('<description>', '<description>At '));
    expect((await titlesOf(rss(within)))[0]).toEqual(['Cook — Three Forks', null, null]);
  });

  test('"Role - Company" if some companies have such names and the texts name the others', async () => {
    const item = (title: string, text: string) => `<title>${title}</title><description>${text}</description>`;
    const items = [
      item('Head of data - Alder College', 'A college of arts.'),
      item('Team lead - Oak National Laboratory', 'We look for a lead.'),
      item('Manager of tools - Numbria', 'At Numbria we make tools.'),
      item('Director - Quantia', 'Quantia is hiring.'),
      item('Engineer - Setta', 'Come and join us.'),
    ];
    expect((await titlesOf(rss(items)))[3]).toEqual(['Director', 'Quantia', null]);
    const unnamed = items.map((one) => one.replace(/Numbria (?=we)|Quantia (?=is)/, ''));
    expect((await titlesOf(rss(unnamed)))[3]).toEqual(['Director - Quantia', null, null]);
  });

  test('"Company — Role" if the companies are those of the creators, or all clearly organizations', async () => {
    const item = (title: string, creator = '') =>
      `<title>${title}</title>${creator && `<dc:creator>${creator}</dc:creator>`}`;
    const dc = 'xmlns:dc="http://purl.org/dc/elements/1.1/"';
    const created = [
      item('Green Fuel — Tractor mechanic', 'Green Fuel'),
      item('Alder Farms — Buyer — Seeds', 'Alder Farms'),
      item('Tidewater — Cook', 'Tidewater'),
    ];
    expect((await titlesOf(rss(created, '', dc)))[1]).toEqual(['Buyer — Seeds', 'Alder Farms', null]);
    const titles = [
      'University of Moss — Assistant Professor — Botany',
      'University of Moss — Open rank — Law',
      'Alder Institute — Research assistant, tides',
    ];
    expect((await titlesOf(titled(...titles)))[0]).toEqual([
      'Assistant Professor — Botany',
      'University of Moss',
      null,
    ]);
    const departments = ['Media — Editor', 'Logistics — Driver', 'Kitchen — Cook', 'Garden — Hand'];
    expect((await titlesOf(titled(...departments)))[0]).toEqual(['Media — Editor', null, null]);
  });

  test('"2026-311 - Role" if links or ids have the reference, and not only with the words of the title', async () => {
    const roles = ['Cook', 'Baker H/F', 'Head of Bread'];
    const feed = (item: (role: string, n: number) => string): string => rss(roles.map(item));
    const linked = (title: string, link: string): string =>
      `<title>${title}</title><link>https://b.example/${link}</link>`;
    const titles = async (body: string) => (await read(body)).map((job) => job?.title);
    expect(await titles(feed((role, n) => linked(`2026-31${n} - ${role}`, `offer?ref=2026-31${n}`)))).toEqual(
      roles,
    );
    expect(await titles(feed((role, n) => linked(`[REQ_71${n}] ${role}`, `jobs/REQ_71${n}/x`)))).toEqual(
      roles,
    );
    expect(await titles(feed((role, n) => linked(`7${n}40: ${role}`, `7${n}40`)))).toEqual(roles);
    // In no link, only beside the words of the title, not its own, and with more digits.
    expect(await titles(feed((role, n) => linked(`A3${n}0 - ${role}`, `${n}`)))).toContain(
      'A310 - Baker H/F',
    );
    expect(
      await titles(feed((role, n) => linked(`A3${n}0 - ${role}`, `jobs/a/A3${n}0-${role.split(' ')[0]}-x`))),
    ).toContain('A310 - Baker H/F');
    for (const mark of ['+-+', '%20-%20', '%20%E2%80%93%20']) {
      const link = (role: string, n: number): string =>
        `apply?job=A3${n}0${mark}${role.replaceAll(' ', '+')}`;
      expect(await titles(feed((role, n) => linked(`A3${n}0 - ${role}`, link(role, n))))).toContain(
        'A310 - Baker H/F',
      );
    }
    expect(await titles(feed((role, n) => linked(`2026 - ${role}`, `2026/${n}`)))).toContain('2026 - Cook');
    expect(await titles(feed((role, n) => linked(`31${n} - ${role}`, `4731${n}`)))).toContain('310 - Cook');
  });

  test('"New job: Role" if all begin with the same words', async () => {
    const titles = [
      'New job opening: Cook at Inn Ltd',
      'New job opening: Chef at Bar Ltd',
      'New job opening: Host at Inn Ltd',
    ];
    expect(await titlesOf(titled(...titles))).toEqual([
      ['Cook', 'Inn Ltd', null],
      ['Chef', 'Bar Ltd', null],
      ['Host', 'Inn Ltd', null],
    ]);
    const others = ['New job: Cook', 'Summer job: Waiter', 'New job: Chef'];
    expect(await titlesOf(titled(...others))).toEqual(others.map((title) => [title, null, null]));
  });

  test('and reported', async () => {
    const { warnings } = await readBytes(titled('Cook @ Inn', 'Chef @ Bar'));
    expect(warnings.filter(({ code }) => code !== 'links-missing')).toMatchObject([
      {
        code: 'titles-split',
        count: 2,
        message: expect.stringContaining('"role @ company"'),
        samples: ['Cook @ Inn', 'Chef @ Bar'],
      },
    ]);
  });

  test.each([
    [['Nurse at Night', 'Cook at Night', 'Porter at Night', 'Nurse at Night']],
    [['Teacher at Key Stage 2', 'Head of Art at Key Stage 3 (Cover)', 'Aide at Key Stage 1']],
    [['Driver at Sea', 'Cook at Home', 'Engineer at Height']],
    [['Nurse - Nights', 'Nurse - Days', 'Cook - Nights', 'Cook - Days']],
    [['Nurse (Maternity Cover)', 'Cook (Part Time)', 'Porter (Nights)']],
    [['Urgent: Cook', 'Urgent: Nurse', 'New: Porter', 'New: Host']],
    [['Cook - Full time', 'Nurse - Part time', 'Host - Full time']],
    [['Nurse - Ward 4', 'Nurse - Ward 5', 'Cook - Ward 4', 'Cook - Ward 5']],
    [['Cook at Inn Ltd', 'Chef', 'Host', 'Porter']],
    [
      [
        'C# Developer | Backend',
        'Go Developer | Backend',
        'C# Developer | Frontend',
        'Go Developer | Frontend',
      ],
    ],
    [['Researcher: Physics', 'Researcher: Botany', 'Lecturer: Physics', 'Lecturer: Botany']],
    [
      [
        'Realm of Tides - Bureau of Ropes - Information Technology Specialist',
        'Realm of Tides - Harbour Office - Information Technology Specialist',
        'Realm of Tides - Bureau of Sails - Media Officer, Grade 7',
        'Realm of Winds - Bureau of Vanes - Media Officer, Grade 8',
      ],
    ],
    [['Engineer [2nd shift]', 'Engineer [1st shift]', 'Cook [12 hours]']],
  ])('never %j', async (titles) => {
    expect(await titlesOf(titled(...titles))).toEqual(titles.map((title) => [title, null, null]));
  });
});

describe('authors are the employers', () => {
  const by = (author: string, host: string): string =>
    `<title>Cook</title><author>${author}</author><link>https://${host}.example/1</link>`;
  const companies = async (...items: string[]) => (await read(rss(items))).map((job) => job?.company);

  test('if they are organizations, or if the jobs are on their sites', async () => {
    expect(await companies(by('Inn Ltd', 'a'), by('Fork GmbH', 'a'))).toEqual(['Inn Ltd', 'Fork GmbH']);
    expect(await companies(by('Willow Inn', 'willowinn'), by('Willow Inn', 'willow-inn'))).toEqual([
      'Willow Inn',
      'Willow Inn',
    ]);
  });

  test('not if they are people, accounts or boards', async () => {
    expect(await companies(by('Ann Lee', 'a'), by('Bo Berg', 'a'))).toEqual([null, null]);
    expect(await companies(by('Coast Jobs', 'coastjobs'), by('Coast Jobs', 'coastjobs'))).toEqual([
      null,
      null,
    ]);
    expect(await companies(by('a@inn.example', 'inn'), by('admin', 'admin'))).toEqual([null, null]);
  });
});

describe('several categories in one text', () => {
  const categories = async (...texts: string[]) =>
    (await read(rss(texts.map((text) => `<title>Cook, Head</title><category>${text}</category>`)))).map(
      (job) => [job?.title, job?.categories],
    );

  test.each([
    [
      ['Kilns, Glazing', 'Glazing, Firing', 'Firing, Kilns'],
      ['Kilns', 'Glazing'],
    ],
    [['Marketing, Customer Service'], ['Marketing', 'Customer Service']],
    [
      ['Kilns; Glazing', 'Glazing; Kilns'],
      ['Kilns', 'Glazing'],
    ],
    [
      [
        'Metal, glass and stone work; Turner; Miller / Grinder',
        'Joiner; Furniture, wood and board',
        'Foreman',
      ],
      ['Metal, glass and stone work', 'Turner', 'Miller / Grinder'],
    ],
    [
      ['Investment banking and investment|Financial services and their insurance', 'HR|Sales'],
      ['Investment banking and investment', 'Financial services and their insurance'],
    ],
    [['Doors; and what is behind them', 'Windows'], ['Doors; and what is behind them']],
    [['Nurse, Registered', 'Nurse, Licensed', 'Nurse'], ['Nurse, Registered']],
    [['Accounting, Tax Advice and Audit', 'Legal'], ['Accounting, Tax Advice and Audit']],
  ])('%j', async (texts, first) => {
    expect((await categories(...texts))[0]).toEqual(['Cook, Head', first]);
  });

  test('not in a feed that repeats the element', async () => {
    const item = '<title>A</title><category>Sales, Marketing</category><category>IT</category>';
    expect((await read(rss([item])))[0]?.categories).toEqual(['Sales, Marketing', 'IT']);
  });
});

describe('labels in descriptions fill empty fields if nearly all descriptions have them', () => {
  const item = (text: string, more = '') =>
    `<title>Cook</title>${more}<description><![CDATA[${text}]]></description>`;

  test.each([
    [
      '<p><b>Company:</b> Inn<br>Location: Oslo, Norway</p><p>Salary: €20 per hour</p><ul><li>Cook.</li></ul>',
    ],
    [
      '<strong>Arbeitgeber:</strong> Inn<br/><strong>Arbeitsort:</strong> Oslo, Norway<br/>Gehalt: 20 € pro Stunde',
    ],
    [
      '<dl><dt>Entreprise</dt><dd>Inn</dd><dt>Lieu</dt><dd>Oslo, Norway</dd><dt>Salaire</dt><dd>20 € par heure</dd></dl>',
    ],
    ['Empresa: Inn | Ubicación: Oslo, Norway | Salario: €20 hora'],
    ['회사명: Inn<br>근무지: Oslo, Norway<br>급여: €20 per hour'],
    ['Компания: Inn<br>Местоположение: Oslo, Norway<br>Зарплата: €20 per hour'],
    ['会社名：Inn<br>勤務地：Oslo, Norway<br>給与：€20 per hour'],
    [
      '<table><tr><th>Bedrijf</th><td>Inn</td></tr><tr><th>Standplaats</th><td>Oslo, Norway</td></tr><tr><th>Salaris</th><td>€20 per uur</td></tr></table>',
    ],
  ])('%s', async (text) => {
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[1]).toMatchObject({
      company: 'Inn',
      location: 'Oslo, Norway',
      salary: { min: 20, currency: 'EUR', period: 'hour' },
      description: text,
    });
  });

  test('behind a dash', async () => {
    const text = (day: string) => `University of Moss - Closing date: ${day} October 2026`;
    const jobs = await read(rss([item(text('05')), item(text('06'))]));
    expect(jobs.map((job) => job?.expiresAt)).toEqual([new Date('2026-10-05'), new Date('2026-10-06')]);
  });

  test.each([
    ['a date alone on its line', 'Closes 2026.10.05<br>We cook.', new Date('2026-10-05')],
    ['the same in other words', 'Closing date 05/10/2026', new Date('2026-10-05')],
    ['what is said of another date', 'Start 2026.10.05<br>Opens daily 05/10/2026', null],
    ['a sentence', 'Closes 2026.10.05 at noon', null],
    ['what is no date', 'Closes 2026.13.45', null],
  ])('without a colon: %s', async (_name, text, expiresAt) => {
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs.map((job) => job?.expiresAt)).toEqual([expiresAt, expiresAt]);
  });

  test('up to the next label in the line, whatever that means', async () => {
    const text =
      'We bake. Location: Leeds Salary: £20,000 Hours: 37 Closing date: 5 January 2027 Job type: Permanent Reference: A1';
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[1]).toMatchObject({
      location: 'Leeds',
      salary: { min: 20_000, period: null, text: '£20,000' },
      jobType: 'Permanent',
      expiresAt: new Date('2027-01-05'),
    });
  });

  test.each([
    ['Location: United Kingdom: London', { location: 'United Kingdom: London' }],
    ['Location: St. Andrews Business Park Hours: 37', { location: 'St. Andrews Business Park' }],
    ['Location: Leeds. About the Role: Bake', { location: 'Leeds' }],
    ['Location: Leeds Reference Number: A1', { location: 'Leeds' }],
    ['Company: Royal Bank of Scotland Hours: 37', { company: 'Royal Bank of Scotland' }],
    ['Department: Human Resources: Payroll', { categories: ['Human Resources: Payroll'] }],
    ['Type de contrat: CDI Date de début: 1 mai 2027', { jobType: 'CDI' }],
    ['Standort: Bad Homburg Beginn: sofort', { location: 'Bad Homburg' }],
    ['Salary: Per Annum: £20,000', { salary: { min: 20_000, period: 'year' } }],
    ['Salary: £12.50 Per Hour Benefits: Meals', { salary: { min: 12.5, period: 'hour' } }],
    ['Hourly rate: 15 with food', { salary: { min: 15, period: 'hour' } }],
    ['Salary Description: £20,000', { salary: { min: 20_000 } }],
    ['Location: Church of our Lady Hospital', { location: 'Church of our Lady Hospital' }],
  ])('and other words before a colon are of the value: %s', async (text, found) => {
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[1]).toMatchObject(found);
  });

  test.each([
    ['Office: our office has a gym', 'location'],
    ['Contract: You will have a contract with us', 'jobType'],
    ['Employer: We Are Social Kitchens', null],
    ['Employer: Our Lady of Mercy Hospital', null],
  ] as const)('"%s" is a sentence: %s', async (text, field) => {
    const [job] = await read(rss([item(`Location: Oslo<br>${text}`), item(`Location: Oslo<br>${text}`)]));
    if (field === null) expect(job?.company).toBe(text.slice('Employer: '.length));
    else expect(job?.[field]).toBe(field === 'location' ? 'Oslo' : null);
  });

  test('but no sentence, and nothing of a script', async () => {
    const text =
      'Company: We are a leading maker of sails.<br>Location: Oslo<script type="application/ld+json">{"@type":"JobPosting",\n"employmentType": "FULL_TIME"}</script>';
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[1]).toMatchObject({ company: null, location: 'Oslo', jobType: null });
  });

  test('without the flag behind a place', async () => {
    const text = 'Company: Inn<br>Location: Oslo, Norway 🇳🇴';
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[1]).toMatchObject({ company: 'Inn', location: 'Oslo, Norway' });
  });

  test('the place of a region or country, and what a salary is for', async () => {
    const text = (region: string) =>
      `<p>Вакансия компании: Вектор</p><p>Регион: ${region}</p><p>Предполагаемый уровень месячного дохода: от 60 000 ₽</p>`;
    const jobs = await read(rss([item(text('Омск')), item(text('Тверь'))]));
    expect(jobs.map((job) => [job?.company, job?.location, job?.salary?.min, job?.salary?.period])).toEqual([
      ['Вектор', 'Омск', 60_000, 'month'],
      ['Вектор', 'Тверь', 60_000, 'month'],
    ]);
    const countries = await read(rss([item('Country: Chad'), item('Country: Mali')]));
    expect(countries.map((job) => [job?.location, job?.country])).toEqual([
      ['Chad', 'Chad'],
      ['Mali', 'Mali'],
    ]);
  });

  test('with several blanks behind the value, and pay as a rate or budget', async () => {
    const text = (place: string) =>
      `<span>Rate:</span> £400 - £500 per day&nbsp;&nbsp;&nbsp;<span>Location:</span> ${place}&nbsp;&nbsp;Change of a role.`;
    const jobs = await read(rss([item(text('Leeds')), item(text('Bath'))]));
    expect(jobs.map((job) => [job?.location, job?.salary?.min, job?.salary?.period])).toEqual([
      ['Leeds', 400, 'day'],
      ['Bath', 400, 'day'],
    ]);
    const hourly = '<b>Hourly Range</b>: $20.00-$30.00<br /><b>Country</b>: India<br />';
    expect((await read(rss([item(hourly), item(hourly)])))[0]).toMatchObject({
      salary: { min: 20, max: 30, period: 'hour' },
      country: 'India',
    });
  });

  test('but not a text that says that there is none', async () => {
    const text = (place: string) => `Location: ${place}<br>Salary: Not specified`;
    const jobs = await read(rss([item(text('Oslo')), item(text('Not specified')), item(text('n/a'))]));
    expect(jobs.map((job) => [job?.location, job?.salary])).toEqual([
      ['Oslo', null],
      [null, null],
      [null, null],
    ]);
  });

  test('in the rows of a table', async () => {
    const row = (label: string, value: string): string =>
      `<tr><td><b>${label}</b></td><td>${value}</td></tr>`;
    const text = (place: string): string =>
      `<table>${row('Company', 'Acme')}${row('Location', place)}${row('Monday', '9 to 5')}</table><p>Cook.</p>`;
    const jobs = await read(rss([item(text('Oslo')), item(text('Moss'))]));
    expect(jobs.map((job) => [job?.company, job?.location])).toEqual([
      ['Acme', 'Oslo'],
      ['Acme', 'Moss'],
    ]);
    expect(jobs[0]?.description).toBe(text('Oslo'));
  });

  test('each in a cell of its own, or in bold letters', async () => {
    const text = (place: string): string =>
      `<table><tr><td><strong>Местоположение:</strong> ${place}<br/><strong>Компания:</strong> <a href="/7">Вектор</a></td><td><strong>Пол:</strong> любой</td></tr></table>`;
    const bold = (place: string): string =>
      `<b>Standort:</b> ${place} <b>Ansprechpartner:</b> Frau Abt <b>Firma:</b> Ofen GmbH <b>Kantine:</b> ja`;
    const cells = (place: string): string =>
      `<table><tr><td><b>Location:</b></td><td>${place}</td><td><b>Company:</b></td><td>Acme: Ovens</td></tr></table>`;
    const places = ['Омск', 'Тверь'];
    const found = async (form: (place: string) => string) =>
      (await read(rss(places.map((place) => item(form(place)))))).map((job) => [job?.location, job?.company]);
    expect(await found(text)).toEqual(places.map((place) => [place, 'Вектор']));
    expect(await found(bold)).toEqual(places.map((place) => [place, 'Ofen GmbH']));
    expect(await found(cells)).toEqual(places.map((place) => [place, 'Acme: Ovens']));
  });

  test('and further fields', async () => {
    const text =
      'Job type: Part time<br>Categories: Kitchen, Hotels<br>Remote: yes<br>Closing date: 2026-12-24';
    const jobs = await read(rss([item(text), item(text)]));
    expect(jobs[0]).toMatchObject({
      jobType: 'Part time',
      categories: ['Kitchen', 'Hotels'],
      remote: true,
      expiresAt: new Date('2026-12-24'),
    });
  });

  test('but never a field that has a value', async () => {
    const jobs = await read(
      rss([1, 2].map(() => item('Company: Agency<br>Location: Oslo', '<company>Inn</company>'))),
    );
    expect(jobs[0]).toMatchObject({ company: 'Inn', location: 'Oslo' });
  });

  test('nor if only some descriptions have them', async () => {
    const jobs = await read(
      rss([item('Company: Inn'), item('We cook.'), item('Location: Oslo'), item('Salary: 5')]),
    );
    expect(jobs.map((job) => [job?.company, job?.location])).toEqual(Array(4).fill([null, null]));
  });

  test('nor in feeds that have fields of their own', async () => {
    const job = '<job><title>Cook</title><description>Company: Inn</description></job>';
    const jobs = await read(
      board(job.replace('<title>', '<id>1</id><title>'), job.replace('<title>', '<id>2</id><title>')),
    );
    expect(jobs[0]?.company).toBe(null);
  });
});

test('a creator is company and place only with a pin between them', async () => {
  const items = (...creators: string[]) =>
    rss(creators.map((name) => `<title>Cook</title><dc:creator><![CDATA[${name}]]></dc:creator>`));
  expect(await titlesOf(items('Inn<br>⚲&nbsp;Oslo', 'Bar<br/>📍 Rome'))).toEqual([
    ['Cook', 'Inn', 'Oslo'],
    ['Cook', 'Bar', 'Rome'],
  ]);
  expect(await titlesOf(items('Ann Author', 'admin'))).toEqual([
    ['Cook', null, null],
    ['Cook', null, null],
  ]);
});

describe('the link of an entry in Atom', () => {
  const atom = (links: string, attributes = '') =>
    `<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}><entry><id>tag:1</id><title>Cook</title>${links}</entry></feed>`;
  const link = async (links: string, attributes = '') =>
    (await read(atom(links, attributes)))[0]?.jobUrl ?? null;

  test('is an alternate, HTML before PDF', async () => {
    const pdf = '<link rel="alternate" type="application/pdf" href="https://x.example/1.pdf"/>';
    expect(await link(`${pdf}<link rel="alternate" type="text/html" href="https://x.example/1"/>`)).toBe(
      'https://x.example/1',
    );
    expect(await link(`${pdf}<link rel="alternate" href="https://x.example/1"/>`)).toBe(
      'https://x.example/1',
    );
    expect(await link(`${pdf}<link href="https://x.example/1"/>`)).toBe('https://x.example/1');
    expect(await link(pdf)).toBe('https://x.example/1.pdf');
  });

  test('is never one that leads elsewhere', async () => {
    for (const rel of ['self', 'edit', 'related', 'enclosure', 'replies', 'next']) {
      const other = `<link rel="${rel}" href="https://x.example/other"/>`;
      expect(await link(other)).toBe(null);
      expect(await link(`${other}<link href="https://x.example/1"/>`)).toBe('https://x.example/1');
    }
  });

  test('is resolved against the base of its element, its entry and its feed', async () => {
    const base = 'xml:base="https://x.example/a/"';
    expect(await link('<link href="1"/>', base)).toBe('https://x.example/a/1');
    expect(await link('<link xml:base="https://y.example/b/" href="1"/>', base)).toBe(
      'https://y.example/b/1',
    );
    expect(await link('<link xml:base="c/" href="1"/>', base)).toBe('https://x.example/a/c/1');
  });
});

test('the content module of RSS counts under any prefix', async () => {
  const jobs = await read(
    rss(
      [
        '<title>Cook</title><description>Cook, cook and cook again.</description><body:encoded>&lt;p&gt;Cook.&lt;/p&gt;</body:encoded>',
      ],
      '',
      'xmlns:body="http://purl.org/rss/1.0/modules/content/"',
    ),
  );
  expect(jobs[0]?.description).toBe('<p>Cook.</p>');
});

describe('a name that no path can lead to', () => {
  test.each(['company+name', 'location(s)', 'salary€', 'category]', 'company[@id=1]', 'jobtype{x}'])(
    '%s is of no field, and fails nothing',
    async (name) => {
      const record = `<title>Baker</title><url>https://jobs.example/1</url><${name}>Text</${name}><city ${name}="1">Gent</city>`;
      const jobs = await read(board(`<job>${record}</job>`));
      expect(jobs).toMatchObject([{ title: 'Baker', location: 'Gent', company: null, salary: null }]);
    },
  );

  test('is not one with combining marks, or with a line separator in its key', async () => {
    const jobs = await read(
      board(
        `<job><title>Baker</title><url>https://jobs.example/1</url><socie\u0301te\u0301>Oven</socie\u0301te\u0301>
         <field name="job\u2028city">Gent</field></job>`,
      ),
    );
    expect(jobs).toMatchObject([{ company: 'Oven', location: 'Gent' }]);
  });
});

describe('an id with the words of the title in it gives way to the id alone', () => {
  const idsOf = async (...records: string[]) =>
    (await read(board(...records.map((record) => `<job>${record}</job>`)))).map((job) => job?.externalId);
  const cook = (guid: string) => `<guid>${guid}</guid><id>311</id><title>Head Cook</title>`;
  const baker = (guid: string) => `<guid>${guid}</guid><id>312</id><title>Baker (all shifts)</title>`;

  test.each([
    ['311-head-cook', '312-baker-all-shifts'],
    ['head-cook-311', 'baker-312'],
  ])('%s', async (first, second) => {
    expect(await idsOf(cook(first), baker(second))).toEqual(['311', '312']);
  });

  test.each([
    ['no word of the title', 'job-311', 'job-312'],
    ['another number', '9311-head-cook', '9312-baker'],
    ['an id in the middle', 'job-311-head-cook', 'job-312-baker'],
  ])('not with %s', async (_what, first, second) => {
    expect(await idsOf(cook(first), baker(second))).toEqual([first, second]);
  });

  test('also if a record is repeated', async () => {
    const ids = await idsOf(...['311-head-cook', '311-head-cook'].map(cook), baker('312-baker'));
    expect(ids).toEqual(['311', '311', '312']);
  });

  test('also if a few records are otherwise', async () => {
    const open = '<guid>open-posts</guid><id>open</id><title>Unsolicited applications</title>';
    const ids = await idsOf(cook('311-head-cook'), baker('312-baker'), open);
    expect(ids).toEqual(['311', '312', 'open']);
  });

  test('not if several jobs have the same id', async () => {
    const guids = ['311-head-cook', '311-head-cook-bath'];
    expect(await idsOf(...guids.map(cook))).toEqual(guids);
  });
});
