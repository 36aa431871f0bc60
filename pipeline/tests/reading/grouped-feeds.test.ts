import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const job = (id: number, more = '') =>
  `<job><id>${id}</id><title>Job ${id}</title><url>https://a.example/${id}</url>${more}</job>`;

/** What its jobs inherit, in feed order. */
async function read(body: string, options = {}) {
  const { jobs, warnings, summary } = await readBytes(body, options);
  return {
    jobs: jobs.map((one) => ({
      id: one?.externalId,
      title: one?.title,
      company: one?.company,
      location: one?.location,
      region: one?.region,
      country: one?.country,
      categories: one?.categories,
      jobType: one?.jobType,
      remote: one?.remote,
    })),
    warnings: warnings.map(({ code }) => code),
    paths: summary.feed.fields,
  };
}
const only = async (body: string, options = {}) => (await read(body, options)).jobs[0];

describe('a job inherits', () => {
  test.each([
    ['company', '<company><name>Acme</name><jobs>', '</jobs></company>', { company: 'Acme' }],
    ['company', '<client title="Acme">', '</client>', { company: 'Acme' }],
    ['company', '<company>Acme', '</company>', { company: 'Acme' }],
    [
      'company',
      '<block><employer><name>Acme</name></employer><jobs>',
      '</jobs></block>',
      { company: 'Acme' },
    ],
    ['category', '<category name="Office">', '</category>', { categories: ['Office'] }],
    ['category', '<category id="7"><name>Office</name>', '</category>', { categories: ['Office'] }],
    ['category', '<department><title>Sales</title>', '</department>', { categories: ['Sales'] }],
    ['category', '<jobs category="Office">', '</jobs>', { categories: ['Office'] }],
    [
      'categories, the innermost first',
      '<category name="Health"><category name="Nursing">',
      '</category></category>',
      { categories: ['Nursing', 'Health'] },
    ],
    [
      'place',
      '<location city="Oslo" country="Norway"><jobs>',
      '</jobs></location>',
      { location: 'Oslo, Norway', country: 'Norway' },
    ],
    ['place', '<location name="Oslo">', '</location>', { location: 'Oslo' }],
    [
      'place of several elements',
      '<country name="Norway"><region name="Viken"><city name="Moss">',
      '</city></region></country>',
      { location: 'Moss, Viken, Norway', region: 'Viken', country: 'Norway' },
    ],
    [
      'place of the company',
      '<company><name>Acme</name><address><street>1 Main St</street><city>Bern</city></address>',
      '</company>',
      { company: 'Acme', location: 'Bern' },
    ],
    ['kind of job', '<block employmentType="Part time">', '</block>', { jobType: 'Part time' }],
    ['remote work', '<block remote="true">', '</block>', { remote: true }],
  ])('its %s from %s', async (_, before, behind, expected) => {
    const groups = `${before}${job(1)}${job(2)}${behind}${before}${job(3)}${behind}`;
    const { jobs } = await read(`<export>${groups}</export>`);
    expect(jobs.map(({ id }) => id)).toEqual(['1', '2', '3']);
    for (const one of jobs) expect(one).toMatchObject(expected);
    // As it is for several, so it is for one.
    expect((await read(`<export>${before}${job(1)}${behind}</export>`)).jobs).toEqual(jobs.slice(0, 1));
  });

  test('from the root if that is a company', async () => {
    expect(await only(`<company><name>Acme</name>${job(1)}</company>`)).toMatchObject({ company: 'Acme' });
  });

  test('from its own group, with the path in the facts of the feed', async () => {
    const group = (name: string, inside: string) =>
      `<company><name>${name}</name><jobs>${inside}</jobs></company>`;
    const { jobs, paths } = await read(
      `<companies>${group('Acme', job(1) + job(2))}${group('None', '')}${group('Beta', job(3))}</companies>`,
    );
    expect(jobs.map(({ company }) => company)).toEqual(['Acme', 'Acme', 'Beta']);
    expect(paths).toMatchObject({ company: '../company/name' });
  });
});

test('each group has its own facts, also behind the first records of the feed', async () => {
  const many = Array.from({ length: 250 }, (_, i) => job(i)).join('');
  const { jobs } = await read(
    `<r><company><name>Acme</name>${many}</company>` +
      `<company><name>Beta</name><city>Bern</city>${job(900)}</company>` +
      `<department name="Law"><company><name>Gamma</name><cities><city>Zug</city><city>Ulm</city></cities>${job(901)}</company></department></r>`,
  );
  expect(jobs.slice(249)).toMatchObject([
    { company: 'Acme', location: null, categories: [] },
    { company: 'Beta', location: 'Bern', categories: [] },
    { company: 'Gamma', location: null, categories: ['Law'] },
  ]);
});

test('a job inherits from the innermost of several elements that say the same', async () => {
  const around = '<company><name>Holding</name><country>CH</country><client><name>Acme</name>';
  const body = `<r>${around}${job(1)}</client></company></r>`;
  expect(await only(body)).toMatchObject({ company: 'Acme', country: 'CH' });
});

describe('a job does not inherit', () => {
  test('what its record has', async () => {
    const own =
      '<company>Own</company><category>Cook</category><jobtype>Full time</jobtype><city>Bergen</city><remote>no</remote>';
    const around =
      '<company category="Office" jobtype="Temp" remote="true"><name>Acme</name><city>Oslo</city><country>NO</country>';
    expect(await only(`<r>${around}${job(1, own)}</company></r>`)).toMatchObject({
      company: 'Own',
      categories: ['Cook'],
      jobType: 'Full time',
      location: 'Bergen',
      country: null,
      remote: false,
    });
  });

  test('a place beside its own, but the country and region around it', async () => {
    const around = '<country name="Norway"><region name="Viken"><location name="Oslo">';
    const body = `<r>${around}${job(1, '<city>Moss</city>')}</location></region></country></r>`;
    expect(await only(body)).toMatchObject({ location: 'Moss', region: 'Viken', country: 'Norway' });
  });

  test('lists, titles, ids, links, dates, or who publishes the feed', async () => {
    const around =
      '<data id="9" title="All jobs" date="2026-01-01" url="https://a.example"><publisher>Board</publisher>' +
      '<source>Board</source><salary>5</salary><description>All of them</description>' +
      '<cities><city>Oslo</city><city>Bergen</city></cities><contact><company>Print</company></contact>';
    const record = '<job><id>1</id><title>Cook</title></job>';
    const [inherits] = (await readBytes(`<r>${around}${record}</data></r>`)).jobs;
    const [plain] = (await readBytes(`<r><data>${record}</data></r>`)).jobs;
    expect(inherits).toEqual(plain);
  });

  test('what stands behind the first record of its element', async () => {
    const { jobs } = await read(
      `<r><company>${job(1)}<name>Acme</name>${job(2)}</company><company><name>Beta</name>${job(3)}</company></r>`,
    );
    expect(jobs.map(({ company }) => company)).toEqual([null, null, 'Beta']);
  });

  test('what an element says that has ended', async () => {
    const { jobs } = await read(
      `<r><company><name>Acme</name>${job(1)}</company><company>${job(2)}</company>${job(3)}</r>`,
    );
    expect(jobs.map(({ company }) => company)).toEqual(['Acme', null, null]);
  });

  test('the title of a channel', async () => {
    const item = '<item><guid>1</guid><title>Cook</title></item>';
    const { jobs } = await read(`<rss><channel><title>Board</title><city>Oslo</city>${item}</channel></rss>`);
    expect(jobs[0]).toMatchObject({ company: null, location: null });
  });
});

test('the titles and counts of groups are not those of the feed', async () => {
  const group = (title: string, n: number) =>
    `<department total="1"><title>Latest 1 ${title}</title>${job(n)}</department>`;
  const { jobs, warnings } = await read(`<r>${group('Sales', 1)}${group('Law', 2)}</r>`);
  expect(jobs.map(({ title, categories }) => [title, categories?.[0]])).toEqual([
    ['Job 1', 'Latest 1 Sales'],
    ['Job 2', 'Latest 1 Law'],
  ]);
  expect(warnings).toEqual([]);
});

describe('a mapping', () => {
  const body = `<r><block code="B1"><label>Acme</label><jobs>${job(1, '<company>Own</company>')}</jobs></block></r>`;
  test('finds what is around the record under its name', async () => {
    const fields = {
      company: '../block/label',
      location: { path: '../block/@code', values: { b1: 'Bern' } },
      categories: ['../block/@code', 'company'],
      jobType: { template: '{../block/@code} {title}' },
    };
    expect(await only(body, { mapping: { fields } })).toMatchObject({
      company: 'Acme',
      location: 'Bern',
      categories: ['B1', 'Own'],
      jobType: 'B1 Job 1',
    });
  });

  test('decides alone what a field inherits', async () => {
    const grouped = `<r><company><name>Acme</name>${job(1)}</company></r>`;
    expect(await only(grouped, { mapping: { fields: { company: 'firm' } } })).toMatchObject({
      company: null,
    });
  });
});

describe('what is around records is bounded', () => {
  test.each([
    ['a long text', `<logo>${'x'.repeat(200_000)}</logo>`],
    ['a long CDATA section', `<logo><![CDATA[${'<x>'.repeat(20_000)}]]></logo>`],
    ['a long comment', `<!-- ${'<job>'.repeat(20_000)} -->`],
    ['a long attribute', `<logo data="${'x'.repeat(60_000)}"/>`],
    ['an endless attribute', `<logo data="${'x'.repeat(100_000)}"/>`],
    ['many elements', '<x>y</x>'.repeat(20_000)],
  ])('%s is left out, the rest is not', async (_, long) => {
    const group = (name: string, n: number) =>
      `<company>${long.length > 150_000 && long.startsWith('<x') ? '' : long}<name>${name}</name>${long}<jobs>${job(n)}</jobs></company>`;
    for (const chunkBytes of [1000, 64 * 1024]) {
      const { jobs } = await read(`<r>${group('Acme', 1)}${group('Beta', 2)}</r>`, { chunkBytes });
      expect(jobs.map(({ company }) => company)).toEqual(['Acme', 'Beta']);
    }
  });

  test('elements deeper than any feed has are not looked at', async () => {
    const deep = `<company><name>Acme</name>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}`;
    const { jobs } = await read(
      `<r><company><name>Zero</name>${job(1)}</company>${deep}${job(2)}</company></r>`,
    );
    expect(jobs.map(({ company }) => company)).toEqual(['Zero', 'Acme']);
  });

  test('broken elements lose only what is in them', async () => {
    const groups = [
      `<company><name>Acme</name><br><jobs>${job(1)}</jobs></company>`,
      `<company><name>Be & ta</name></oops><jobs>${job(2)}</jobs></company>`,
      `<company><name>Gam<b>ma</b></name>${job(3)}</company>`,
      `<company name="Del"ta">${job(4)}</company>`,
      `<company><name>Epsilon</name>${job(5)}</company>`,
    ];
    const { jobs } = await read(`<r>${groups.join('\n')}</r>`);
    expect(jobs.map(({ company }) => company)).toEqual(['Acme', 'Be & ta', 'Gamma', null, 'Epsilon']);
  });
});

test('a company around the jobs of others is a board, and not that of jobs without a company', async () => {
  const own = (name: string) => `<employer>${name}</employer>`;
  const companies = async (...records: string[]) =>
    (await read(`<r><company name="Board Ltd"><jobs>${records.join('')}</jobs></company></r>`)).jobs.map(
      ({ company }) => company,
    );
  expect(await companies(job(1, own('Oven')), job(2, own('Pan')), job(3))).toEqual(['Oven', 'Pan', null]);
  expect(await companies(job(1, own('Oven')), job(2))).toEqual(['Oven', 'Board Ltd']);
  expect(await companies(job(1, own('Board')), job(2, own('Board Ltd, Ulm')), job(3))).toEqual([
    'Board',
    'Board Ltd, Ulm',
    'Board Ltd',
  ]);
  const offer = (id: number, vendor: string) =>
    `<offer id="${id}"><name>Cook</name><url>https://a.example/${id}</url><price>1</price>${vendor}</offer>`;
  const shop = (...offers: string[]) =>
    `<yml_catalog><shop><name>Board</name><company>Board Ltd</company><offers>${offers.join('')}</offers></shop></yml_catalog>`;
  const vendors = shop(offer(1, '<vendor>Oven</vendor>'), offer(2, '<vendor>Pan</vendor>'), offer(3, ''));
  expect((await read(vendors)).jobs.map(({ company }) => company)).toEqual(['Oven', 'Pan', null]);
  expect((await read(shop(offer(1, ''), offer(2, '')))).jobs[1]?.company).toBe('Board Ltd');
});

test('an employer around its jobs is no board, whatever some of them name', async () => {
  const own = (name: string) => `<employer>${name}</employer>`;
  const group = (name: string, ...records: string[]) =>
    `<company name="${name}"><jobs>${records.join('')}</jobs></company>`;
  const companies = async (...groups: string[]) =>
    (await read(`<r>${groups.join('')}</r>`)).jobs.map(({ company }) => company);
  const unknown = group('Acme', job(1, own('N/A')), job(2, own('N/A')), job(3, own('N/A')));
  expect(await companies(unknown)).toEqual(['Acme', 'Acme', 'Acme']);
  const spelled = own('ACME-Werke GmbH');
  expect(
    await companies(group('Acme Werke AG &amp; Co. KG', job(1, spelled), job(2, spelled), job(3))),
  ).toEqual(['ACME-Werke GmbH', 'ACME-Werke GmbH', 'Acme Werke AG & Co. KG']);
  const brands = group('Acme', job(1, own('Oven')), job(2, own('Pan')));
  expect(await companies(brands, group('Beta', job(3)))).toEqual(['Oven', 'Pan', 'Beta']);
  const branches = group('Acme', job(1, own('Oven')), job(2, own('Pan')), job(3), job(4));
  expect(await companies(branches)).toEqual(['Oven', 'Pan', 'Acme', 'Acme']);
});

const names = fc.constantFrom('company', 'department', 'location', 'jobs', 'block', 'category');
const texts = fc.constantFrom('Acme', ' A & B ', '<![CDATA[<C>]]>', '', 'é', '&amp;');
const group = fc
  .record({
    name: names,
    text: texts,
    more: fc.constantFrom('', '<x/>', '<!-- <job> -->', '\n  ', '<list><y>1</y></list>'),
    inner: fc.option(fc.record({ name: names, text: texts })),
    count: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ name, text, more, inner, count }) => {
    const records = Array.from({ length: count }, (_, i) => job(i)).join(more);
    const within = inner ? `<${inner.name}><name>${inner.text}</name>${records}</${inner.name}>` : records;
    return `<${name} a="1"><name>${text}</name>${more}${within}</${name}>${more}`;
  });

test('however the bytes of a feed arrive, its jobs inherit the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(group, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 50 }),
      async (groups, chunkBytes) => {
        const body = `<r>${groups.join('')}${job(99)}</r>`;
        expect(await readBytes(body, { chunkBytes })).toEqual(await readBytes(body));
      },
    ),
    { numRuns: 150 },
  );
});
