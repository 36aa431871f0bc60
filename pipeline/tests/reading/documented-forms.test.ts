import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

/* Forms of elements that boards document for their partners, each in a feed of its own. */

const feed = (root: string, records: string[]): string => `<${root}>${records.join('')}</${root}>`;
const read = async (body: string) => (await readBytes(body)).jobs;

describe('kinds of a contract and hours of work', () => {
  const ads = (contract: string[], hours: string[]): string =>
    feed(
      'trovit',
      contract.map(
        (kind, i) => `<ad><id>${i}</id><title>Cook ${i}</title><url>https://b.example/${i}</url>
          <working_hours>${hours[i]}</working_hours><contract>${kind}</contract></ad>`,
      ),
    );

  test('in two elements are read together', async () => {
    const jobs = await read(
      ads(['permanent', 'temporary', 'freelance'], ['full time', 'part time', '8 hours']),
    );
    expect(jobs.map((job) => job?.jobType)).toEqual([
      'permanent, full time',
      'temporary, part time',
      'freelance, 8 hours',
    ]);
  });

  test('full and part time are found among categories, other kinds are not', async () => {
    const item = (id: number, ...categories: string[]): string =>
      `<item><guid>${id}</guid><title>Cook</title>${categories.map((one) => `<category>${one}</category>`).join('')}</item>`;
    const items = [item(1, 'Food', 'Full Time'), item(2, 'Part-time', 'Contract'), item(3, 'Stage', 'Other')];
    expect(await read(`<rss><channel>${items.join('')}</channel></rss>`)).toMatchObject([
      { jobType: 'Full Time', categories: ['Food', 'Full Time'] },
      { jobType: 'Part-time', categories: ['Part-time', 'Contract'] },
      { jobType: null, categories: ['Stage', 'Other'] },
    ]);
    const therapy = `<rss><channel>${item(1, 'PT')}${item(2, 'FT')}</channel></rss>`;
    expect((await read(therapy)).map((one) => one?.jobType)).toEqual([null, null]);
    const mapping = { fields: { jobType: 'kind' } };
    const mapped = await readBytes(`<rss><channel>${items.join('')}</channel></rss>`, { mapping });
    expect(mapped.jobs[0]).toMatchObject({ jobType: null });
  });

  test('stay one where the other says nothing that is known', async () => {
    const jobs = await read(ads(['A1', 'B2', 'A1'], ['full time', 'part time', 'full time']));
    expect(jobs.map((job) => job?.jobType)).toEqual(['full time', 'part time', 'full time']);
  });

  test('are not joined with patterns that one may agree on', async () => {
    const ad = (i: number, patterns: string): string =>
      `<Vacancy><Id>${i}</Id><Title>Cook ${i}</Title><Employment_Type>Permanent</Employment_Type>
        <Working_Patterns><Working_Pattern>Part-time</Working_Pattern>${patterns}</Working_Patterns></Vacancy>`;
    const jobs = await read(
      feed('Vacancies', [ad(1, ''), ad(2, '<Working_Pattern>Full-time</Working_Pattern>')]),
    );
    expect(jobs.map((job) => job?.jobType)).toEqual(['Permanent', 'Permanent']);
  });

  test('that say the same are one', async () => {
    const jobs = await read(ads(['full time', 'part time'], ['full time', 'part time']));
    expect(jobs.map((job) => job?.jobType)).toEqual(['full time', 'part time']);
  });
});

describe('pay', () => {
  const jobs = async (...pay: string[]) =>
    (
      await read(
        feed(
          'jobs',
          pay.map((one, i) => `<job><id>${i}</id><title>Cook ${i}</title>${one}</job>`),
        ),
      )
    ).map((job) => job?.salary);

  test('that is one amount is no lower end', async () => {
    const amount =
      '<compensation><salary-amount>45000</salary-amount><salary-currency>USD</salary-currency></compensation>';
    const value = '<salary><value>4000</value><currency>EUR</currency><period>month</period></salary>';
    expect(await jobs(amount)).toMatchObject([{ min: 45_000, max: 45_000, currency: 'USD' }]);
    expect(await jobs(value)).toMatchObject([{ min: 4000, max: 4000, currency: 'EUR', period: 'month' }]);
  });

  test('has its range rather than the amount beside it', async () => {
    const both =
      '<compensation><salary-range>40000-50000</salary-range><salary-amount>45000</salary-amount></compensation>';
    expect(await jobs(both)).toMatchObject([{ min: 40_000, max: 50_000 }]);
  });

  test('of zero is none', async () => {
    const pay = (amount: string, min: string, max: string): string =>
      `<PayAmount>${amount}</PayAmount><PayMinimum>${min}</PayMinimum><PayMaximum>${max}</PayMaximum><PayPeriod>Hourly</PayPeriod><Currency>GBP</Currency>`;
    expect(await jobs(pay('0', '12', '14'), pay('15.50', '0', '0.00'), pay('0', '0', '0'))).toEqual([
      { min: 12, max: 14, currency: 'GBP', period: 'hour', text: null },
      { min: 15.5, max: 15.5, currency: 'GBP', period: 'hour', text: '15.50' },
      null,
    ]);
  });
});

test('a link that is the same in every record gives way to one of the job', async () => {
  const records = [1, 2, 3, 4].map(
    (
      i,
    ) => `<INSERAT><INSERATID>J-${i}</INSERATID><TITEL>Koch ${i}</TITEL><ORT>Bern</ORT><REGION>1${i}</REGION>
      <URL>https://hafen.example</URL><DIREKT_URL>https://hafen.example/stelle/${i}</DIREKT_URL></INSERAT>`,
  );
  const jobs = await read(`<JOBS>${feed('INSERATE', records)}</JOBS>`);
  expect(jobs.map((job) => job?.jobUrl)).toEqual(
    [1, 2, 3, 4].map((i) => `https://hafen.example/stelle/${i}`),
  );
  // The number of a region is no place.
  expect(jobs.map((job) => [job?.region, job?.location])[0]).toEqual(['11', 'Bern']);
});

test('sections with a heading are the description', async () => {
  const [job] = await read(
    feed('postings', [
      `<posting><id>1</id><job_title>Koch</job_title><url>https://hafen.example/1</url><remote_option>NON_REMOTE</remote_option>
        <description_template><title_color>#004665</title_color>
          <company_description><title>Über uns</title><content><![CDATA[<p>Ein Hafen.</p>]]></content></company_description>
          <responsibility><title>Aufgaben</title><content><![CDATA[<p>Kochen.</p>]]></content></responsibility>
        </description_template>
        <salary_range_start>40000</salary_range_start><salary_range_end>50000</salary_range_end></posting>`,
    ]),
  );
  expect(job).toMatchObject({
    title: 'Koch',
    description: '<p>Ein Hafen.</p>\n<p>Kochen.</p>',
    remote: false,
    salary: { min: 40_000, max: 50_000 },
  });
});

test.each([
  [
    'FINN',
    (heading: string, text: string) =>
      `<IAD.IF.JOB><OBJECT><OBJECT_HEAD><ORDERNO>1</ORDERNO></OBJECT_HEAD><JOB><JOB_TITLE>Kokk</JOB_TITLE><GENERAL_TEXT_JOB><GENERAL_HEADING>${heading}</GENERAL_HEADING><GENERAL_TEXT>${text}</GENERAL_TEXT></GENERAL_TEXT_JOB></JOB></OBJECT></IAD.IF.JOB>`,
  ],
  [
    'HR-XML',
    (heading: string, text: string) =>
      `<PositionOpenings><PositionOpening><PositionRecordInfo><Id><IdValue>1</IdValue></Id></PositionRecordInfo><PositionProfile><PositionDetail><PositionTitle>Koch</PositionTitle></PositionDetail><FormattedPositionDescription><Name>${heading}</Name><Value>${text}</Value></FormattedPositionDescription></PositionProfile></PositionOpening></PositionOpenings>`,
  ],
  [
    'Personio',
    (heading: string, text: string) =>
      `<workzag-jobs><position><id>1</id><name>Koch</name><jobDescriptions><jobDescription><name>${heading}</name><value>${text}</value></jobDescription></jobDescriptions></position></workzag-jobs>`,
  ],
])('headings of sections are text, and sections are descriptions: %s', async (_, record) => {
  const [job] = await read(record('A &lt; B &amp; C', '&amp;lt;p&amp;gt;Bake\u0085.&amp;lt;/p&amp;gt;'));
  expect(job?.description).toBe('<h3>A &lt; B &amp; C</h3>\n<p>Bake.</p>');
  const [long] = await read(record('A', 'x'.repeat(100_001)));
  expect(long?.description).toHaveLength(100_000);
});

test('other names of fields', async () => {
  const [job] = await read(
    feed('vacancies', [
      `<vacancy><key>V-1</key><position>Cook</position><towncity>Leeds</towncity><countystate>West Yorkshire</countystate>
        <country>UK</country><target-location>Buffalo</target-location><dateSinceOnline>2026-03-25T00:00:00</dateSinceOnline></vacancy>`,
    ]),
  );
  expect(job).toMatchObject({
    externalId: 'V-1',
    location: 'Leeds, West Yorkshire, UK',
    region: 'West Yorkshire',
    publishedAt: new Date('2026-03-25'),
  });
});

test('fields that an attribute names by val', async () => {
  const row = (no: number, title: string): string =>
    `<row no="${no}"><FL val="JOBOPENINGID">4${no}</FL><FL val="Posting Title">${title}</FL><FL val="City">Leeds</FL>
      <FL val="Job Type">Full time</FL><FL val="Job Description"><![CDATA[<p>The ${title} cooks.</p>]]></FL></row>`;
  const body = `<response uri="/recruit/JobOpenings"><result>${feed('JobOpenings', [row(1, 'Cook'), row(2, 'Baker')])}</result></response>`;
  expect(await read(body)).toMatchObject([
    { externalId: '41', title: 'Cook', location: 'Leeds', jobType: 'Full time' },
    { externalId: '42', title: 'Baker', description: '<p>The Baker cooks.</p>' },
  ]);
});

test('an address to apply that another word of its name hides', async () => {
  const [job] = await read(
    feed('Jobs', [
      `<Job><JobId>1</JobId><JobTitle>Cook</JobTitle><PhysicalAddress><City>Leeds</City></PhysicalAddress>
        <CustomApplyOnlineURL>https://hafen.example/1</CustomApplyOnlineURL></Job>`,
    ]),
  );
  expect(job).toMatchObject({ applyUrl: 'https://hafen.example/1', location: 'Leeds' });
});

describe('jobs to delete', () => {
  const record = (id: number, attributes: string, rest = ''): string =>
    `<Job ${attributes}><JobId>${id}</JobId><JobTitle>Cook ${id}</JobTitle>${rest}</Job>`;
  const ids = async (...records: string[]) => {
    const { outcomes } = await readBytes(feed('Jobs', records));
    return {
      jobs: outcomes.flatMap(({ job }) => job?.externalId ?? []),
      deletions: outcomes.flatMap(({ deletion }) => deletion?.jobs ?? []),
    };
  };

  test('by what to do with the job', async () => {
    expect(await ids(record(1, 'jobAction="addOrUpdate"'), record(2, 'jobAction="delete"'))).toEqual({
      jobs: ['1'],
      deletions: [{ externalId: '2', jobUrl: null }],
    });
    expect(
      await ids(record(1, '', '<action>ONLINE</action>'), record(2, '', '<action>OFFLINE</action>')),
    ).toEqual({ jobs: ['1'], deletions: [{ externalId: '2', jobUrl: null }] });
  });

  test.each(['status', 'operation'])('are not those whose %s is offline', async (name) => {
    expect(
      await ids(record(1, '', `<${name}>online</${name}>`), record(2, '', `<${name}>offline</${name}>`)),
    ).toEqual({ jobs: ['1', '2'], deletions: [] });
  });
});

test('the status of a job is its hours, or whether it is open', async () => {
  const record = (id: number, status: string): string =>
    `<Job><JobId>${id}</JobId><JobTitle>Cook ${id}</JobTitle><JobType monsterId="1">Employee</JobType><JobStatus>${status}</JobStatus></Job>`;
  const typesOf = async (first: string, second: string) => {
    const jobs = await read(feed('Jobs', [record(1, first), record(2, second)]));
    return jobs.map((job) => job?.jobType);
  };
  expect(await typesOf('Full Time', 'Part Time')).toEqual(['Employee, Full Time', 'Employee, Part Time']);
  expect(await typesOf('Open', 'Closed')).toEqual(['Employee', undefined]);
});

test('the code of a place is no country', async () => {
  const record = (id: number, code: string, name: string): string =>
    `<job><id>${id}</id><position><title>조리사 ${id}</title><location code="${code}">${name}</location></position></job>`;
  const numbers = await read(feed('jobs', [record(1, '101050,101060', '서울'), record(2, '106000', '부산')]));
  expect(numbers.map((job) => [job?.location, job?.country])).toEqual([
    ['서울', null],
    ['부산', null],
  ]);
  const letters = await read(feed('jobs', [record(1, 'KR', '서울'), record(2, 'JP', '東京')]));
  expect(letters.map((job) => job?.country)).toEqual(['KR', 'JP']);
});

test('names of Stanby and Profession.hu', async () => {
  const [stanby] = await read(
    `<source><job><referencenumber>1</referencenumber><title>経理</title><url>https://k.example/1</url><company>みなと</company>
      <date>2026-10-21</date><expdate>2026-12-21</expdate><remotetype>完全在宅勤務</remotetype></job></source>`,
  );
  expect(stanby).toMatchObject({ expiresAt: new Date('2026-12-21'), remote: true });
  const [profession] = await read(
    '<jobs><job><foreign_id>P-1</foreign_id><position>Szakács</position></job></jobs>',
  );
  expect(profession?.externalId).toBe('P-1');
});

test('dates in elements or attributes for day, month and year', async () => {
  const job = (id: number, month: string): string =>
    `<job><id>${id}</id><title>Cook</title><validity><online_since><day>5</day><month>${month}</month><year>2026</year></online_since></validity>
     <closing day="${id}" month="11" year="2026"/><birthday><day>1</day><month>2</month><year>1990</year></birthday></job>`;
  expect(await read(feed('jobs', [job(1, '10'), job(2, 'October')]))).toMatchObject([
    { publishedAt: new Date('2026-10-05'), expiresAt: new Date('2026-11-01') },
    { publishedAt: new Date('2026-10-05'), expiresAt: new Date('2026-11-02') },
  ]);
  const timed =
    '<job><id>1</id><title>Cook</title><published><year>2026</year><month>10</month><day>5</day><hour>7</hour><minute>5</minute></published></job>';
  expect(await read(feed('jobs', [timed]))).toMatchObject([{ publishedAt: new Date('2026-10-05T07:05Z') }]);
  const { summary } = await readBytes(feed('jobs', [job(1, '10')]));
  expect(summary.feed.fields).toMatchObject({ expiresAt: 'closing' });
  const beside = (id: number): string =>
    `<job><id>${id}</id><title>Cook</title><published>2026-10-05</published><start_date day="1" month="12" year="2026"/><end_date day="1" month="12" year="2027"/></job>`;
  expect(await read(feed('jobs', [beside(1), beside(2)]))).toMatchObject([
    { expiresAt: null },
    { expiresAt: null },
  ]);
  const incomplete =
    '<job><id>1</id><title>Cook</title><published><month>10</month><day>5</day></published></job>';
  expect(await read(feed('jobs', [incomplete]))).toMatchObject([{ publishedAt: null }]);
});

describe('numbers of the records', () => {
  const rows = (count: number, of: (n: number) => string): string =>
    feed(
      'jobs',
      Array.from({ length: count }, (_, i) => of(i + 1)),
    );
  const idsOf = async (body: string) => (await read(body)).map((job) => job?.externalId);

  test('give way to ids beside them', async () => {
    const job = (n: number): string =>
      `<job id="${n}"><reference>A-${n * 37}</reference><title>Cook ${n}</title></job>`;
    expect(await idsOf(rows(6, job))).toEqual([37, 74, 111, 148, 185, 222].map((n) => `A-${n}`));
    expect(await idsOf(rows(2, job))).toEqual(['1', '2']);
  });

  test('are ids if links have them, or if the others repeat', async () => {
    const linked = (n: number): string =>
      `<job id="${n}"><reference>A-${n * 37}</reference><title>Cook</title><url>https://b.example/jobs/${n}</url></job>`;
    expect(await idsOf(rows(6, linked))).toEqual(['1', '2', '3', '4', '5', '6']);
    const repeated = (n: number): string =>
      `<job id="${n}"><reference>A-${n % 3}</reference><title>Cook ${n}</title></job>`;
    expect(await idsOf(rows(6, repeated))).toEqual(['1', '2', '3', '4', '5', '6']);
  });
});

test('labels that follow one another in sentences', async () => {
  const item = (id: number, place: string): string =>
    `<item><guid>${id}</guid><title>Cook</title><description>We look for a cook. Location: ${place} Posted: Posted Yesterday.</description></item>`;
  const body = `<rss><channel>${item(1, 'Geneva, Switzerland.')}${item(2, 'Washington, D.C.')}</channel></rss>`;
  expect(await read(body)).toMatchObject([
    { location: 'Geneva, Switzerland' },
    { location: 'Washington, D.C.' },
  ]);
});

describe('several places', () => {
  const job = (id: number, places: string): string =>
    `<job><id>${id}</id><title>Cook</title>${places}<country>UK</country></job>`;

  test('of one record do not change what is read of the others', async () => {
    const place = '<city>Munich</city><region>Bavaria</region>';
    expect(
      await read(
        feed('jobs', [
          job(1, `<city>Munich</city>${place}`),
          job(2, place),
          job(3, `${place}<region>Bayern</region>`),
          job(4, '<states><state id="3">published</state></states>'),
        ]),
      ),
    ).toMatchObject([
      { location: 'Munich, Bavaria, UK' },
      { location: 'Munich, Bavaria, UK' },
      { location: 'Munich, Bavaria, UK' },
      { location: 'UK', region: null },
    ]);
    const sure = `${place}<location>Munich, Bavaria</location>`;
    expect(await read(feed('jobs', [job(1, `<city>Munich</city>${sure}`), job(2, sure)]))).toMatchObject([
      { location: 'Munich, Bavaria' },
      { location: 'Munich, Bavaria' },
    ]);
  });

  test('not where texts only say how many there are, or in general', async () => {
    const jobs = await read(
      feed('jobs', [job(1, '<location>hybrid</location>'), job(2, '<location>Various</location>')]),
    );
    expect(jobs).toMatchObject([{ location: 'UK' }, { location: 'UK' }]);
  });

  test('without codes that are none of countries', async () => {
    const place = (id: number, code: string): string =>
      `<job><id>${id}</id><title>Cook</title><location code="${code}">Bayern</location></job>`;
    expect(await read(feed('jobs', [place(1, 'DE-BY'), place(2, 'HQ2')]))).toMatchObject([
      { location: 'Bayern', country: null },
      { location: 'Bayern', country: null },
    ]);
    expect(await read(feed('jobs', [place(1, 'DE'), place(2, 'AUT')]))).toMatchObject([
      { country: 'DE' },
      { country: 'AUT' },
    ]);
  });

  test('with the code of a country', async () => {
    const inside = await read(
      feed(
        'jobs',
        ['D', 'A'].map(
          (code, i) => `<job><id>${i}</id><title>Cook</title><country><code>${code}</code></country></job>`,
        ),
      ),
    );
    expect(inside).toMatchObject([{ country: 'D' }, { country: 'A' }]);
    const attribute = await read(
      feed('jobs', ['<job><id>1</id><title>Cook</title><country code="D"/></job>']),
    );
    expect(attribute).toMatchObject([{ country: 'D' }]);
  });

  test('a region within its country', async () => {
    const region = '<place><country name="Norway"><county id="3">Vestland</county></country></place>';
    expect(
      await read(
        feed('jobs', [`<job><id>1</id><title>Cook</title><location>Bergen</location>${region}</job>`]),
      ),
    ).toMatchObject([{ location: 'Bergen', region: 'Vestland', country: 'Norway' }]);
  });
});

describe('elements that an attribute tells apart', () => {
  const job = (id: number, fields: string): string => `<job><id>${id}</id><title>Cook</title>${fields}</job>`;

  test('links by what they lead to', async () => {
    const links = (id: number): string =>
      `<urls><url type="apply">https://b.example/${id}/apply</url><url type="detail">https://b.example/${id}</url></urls>`;
    expect(await read(feed('jobs', [job(1, links(1)), job(2, links(2))]))).toMatchObject([
      { jobUrl: 'https://b.example/1', applyUrl: 'https://b.example/1/apply' },
      { jobUrl: 'https://b.example/2', applyUrl: 'https://b.example/2/apply' },
    ]);
    const typed = '<link type="text/html" href="https://b.example/3"/>';
    expect(await read(feed('jobs', [job(3, typed)]))).toMatchObject([
      { jobUrl: 'https://b.example/3', description: null },
    ]);
  });

  test('but no field has the link beside its value', async () => {
    const place = '<field name="Location" href="/locations/5"><value>Bern</value></field>';
    expect(await read(feed('jobs', [job(1, place)]))).toMatchObject([{ location: 'Bern' }]);
  });

  test('what a key means alone, also in a list of categories or a place', async () => {
    const categories =
      '<categories><category domain="location">Ulm</category><category domain="area">Bavaria</category><category domain="category">IT</category></categories>';
    expect(await read(feed('jobs', [job(1, categories)]))).toMatchObject([
      { location: 'Ulm', categories: ['IT'] },
    ]);
    const place = '<location><field name="code">HQ1</field><field name="city">Ulm</field></location>';
    expect(await read(feed('jobs', [job(1, place)]))).toMatchObject([{ country: null }]);
  });

  test('first and last day in a list of dates', async () => {
    const dates = '<dates><date name="start">2026-10-01</date><date name="end">2026-11-01</date></dates>';
    expect(await read(feed('jobs', [job(1, dates)]))).toMatchObject([
      { publishedAt: new Date('2026-10-01'), expiresAt: new Date('2026-11-01') },
    ]);
  });
});

describe('first and last days', () => {
  const job = (id: number, fields: string): string => `<job id="${id}"><title>Cook</title>${fields}</job>`;
  const days = async (...fields: string[]) =>
    (
      await read(
        feed(
          'jobs',
          fields.map((one, i) => job(i, one)),
        ),
      )
    ).map((one) => [
      one?.publishedAt?.toISOString().slice(0, 10) ?? null,
      one?.expiresAt?.toISOString().slice(0, 10) ?? null,
    ]);

  test('online from and to', async () => {
    const online = '<online_from>2026-10-01</online_from><online_to>2026-11-01</online_to>';
    expect(await days(online)).toEqual([['2026-10-01', '2026-11-01']]);
  });

  test('of work are none of the advertisement', async () => {
    const work = '<dates><startDate>2026-12-01</startDate><endDate>2027-11-30</endDate></dates>';
    const own =
      '<publicationDate>2026-10-01</publicationDate><applicationDeadline>2026-11-01</applicationDeadline>';
    expect(await days(`${work}${own}`)).toEqual([['2026-10-01', '2026-11-01']]);
    const validity =
      '<validity><start>2026-12-01</start><from>2026-12-01</from><to>2027-08-01</to></validity>';
    expect(await days(`${validity}<date>2026-10-01</date><deadline>2026-11-01</deadline>`)).toEqual([
      ['2026-10-01', '2026-11-01'],
    ]);
    const fixed =
      '<updated>2026-11-20</updated><startdate>2026-09-01</startdate><enddate>2027-08-31</enddate>';
    expect((await days(fixed))[0]?.[0]).toBe('2026-11-20');
  });

  test('do not hide what else is about the publication', async () => {
    const publication =
      '<publication><referenceNumber>R-1</referenceNumber><location>Bern</location><start>2026-10-01</start></publication>';
    expect(await read(feed('jobs', [`<job><title>Cook</title>${publication}</job>`]))).toMatchObject([
      { externalId: 'R-1', location: 'Bern' },
    ]);
  });
});

test('the kind of a contract in an element of its own', async () => {
  const contract = '<contract><type>CDI</type><duration>12 mois</duration></contract>';
  expect(await read(feed('jobs', [`<job><id>1</id><title>Cook</title>${contract}</job>`]))).toMatchObject([
    { jobType: 'CDI' },
  ]);
});

test('an extent in percent is no kind of job', async () => {
  const extent = (text: string): string =>
    feed('jobs', [`<job><id>1</id><title>Cook</title><omfang>${text}</omfang></job>`]);
  expect(await read(extent('100 %'))).toMatchObject([{ jobType: null }]);
  expect(await read(extent('Heltid'))).toMatchObject([{ jobType: 'Heltid' }]);
});

test('names in Czech, Italian and Polish', async () => {
  const record = (fields: string): string =>
    feed('jobs', [`<job><id>1</id><title>Cook</title>${fields}</job>`]);
  expect(
    await read(
      record(
        '<misto_prace>Brno</misto_prace><uvazek>plný úvazek</uvazek><mzda_od>30000</mzda_od><mzda_do>35000</mzda_do><mena>CZK</mena><platnost_do>1.11.2026</platnost_do><popis_pozice>Vaříte.</popis_pozice><obor>Gastro</obor>',
      ),
    ),
  ).toMatchObject([
    {
      location: 'Brno',
      jobType: 'plný úvazek',
      salary: { min: 30_000, max: 35_000, currency: 'CZK' },
      expiresAt: new Date('2026-11-01'),
      description: 'Vaříte.',
      categories: ['Gastro'],
    },
  ]);
  expect(
    await read(
      record(
        '<data_inizio_pubblicazione>01/10/2026</data_inizio_pubblicazione><data_fine_pubblicazione>30/11/2026</data_fine_pubblicazione><testo_annuncio>Cuoci.</testo_annuncio>',
      ),
    ),
  ).toMatchObject([
    { publishedAt: new Date('2026-10-01'), expiresAt: new Date('2026-11-30'), description: 'Cuoci.' },
  ]);
  expect(
    await read(record('<rodzaj_umowy>umowa o pracę</rodzaj_umowy><wymiar_etatu>pełny etat</wymiar_etatu>')),
  ).toMatchObject([{ jobType: 'umowa o pracę, pełny etat' }]);
});
