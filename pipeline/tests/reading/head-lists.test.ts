import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const REGIONS =
  '<regions><region id="1">Praha</region><region id="2">Brno</region><region id="3">Plzeň</region></regions>';
const record = (id: number, inside: string, attributes = '') =>
  `<job${attributes}><id>${id}</id><title>Job ${id}</title>${inside}</job>`;
const feed = (lists: string, ...records: string[]) =>
  `<feed2>${lists}<jobs>${records.join('')}</jobs></feed2>`;

async function read(body: string, options = {}) {
  const { jobs, summary } = await readBytes(body, options);
  return {
    jobs: jobs.map((job) => ({
      region: job?.region,
      location: job?.location,
      company: job?.company,
      country: job?.country,
      jobType: job?.jobType,
      categories: job?.categories,
      externalId: job?.externalId,
    })),
    paths: summary.feed.fields,
  };
}
const only = async (body: string) => (await read(body)).jobs[0];

describe('an id in a record is read as the name that a list before the records gives it', () => {
  test.each([
    ['in an element', REGIONS, '<region>2</region>', { region: 'Brno', location: 'Brno' }],
    ['in a name with id', REGIONS, '<region_id>2</region_id>', { region: 'Brno' }],
    ['in an attribute', REGIONS, '<region id="2"/>', { region: 'Brno' }],
    ['in an element with only an id', REGIONS, '<region><id>2</id></region>', { region: 'Brno' }],
    [
      'of a list with elements of another name',
      '<regions><item id="2"><name>Brno</name></item></regions>',
      '<region>2</region>',
      { region: 'Brno' },
    ],
    [
      'of a category with its name in an attribute',
      '<categories><category id="7" name="IT"/><category id="8" name="Law"/></categories>',
      '<categoryId>7</categoryId><categoryId>8</categoryId>',
      { categories: ['IT', 'Law'] },
    ],
    [
      'of several in one text',
      '<categories><category id="1">Law</category><category id="2">IT</category></categories>',
      '<category>2, 1</category>',
      { categories: ['IT', 'Law'] },
    ],
    [
      'of several places in one text',
      '<locations><location id="1">Praha</location><location id="2">Brno</location></locations>',
      '<location>1;2</location>',
      { location: 'Praha; Brno' },
    ],
    [
      'of a list around the other lists',
      '<lists><cities><city><id>b</id><name>Brno</name></city></cities></lists>',
      '<city>b</city>',
      { location: 'Brno' },
    ],
    [
      'of a list in several elements of another',
      '<countries><country id="7"><name>CZ</name><region id="1">Praha</region></country>' +
        '<country id="8"><name>SK</name><region id="2">Košice</region><region id="3">Žilina</region></country></countries>',
      '<region>3</region><country>7</country>',
      { region: 'Žilina', country: 'CZ' },
    ],
    [
      'of a company',
      '<companies><company id="4"><name>Acme</name></company><company id="5"><name>Beta</name></company></companies>',
      '<company-id>5</company-id>',
      { company: 'Beta' },
    ],
    [
      'of a kind of job',
      '<employmenttypes><type code="F" label="Full time"/></employmenttypes>',
      '<employmenttype>F</employmenttype>',
      { jobType: 'Full time' },
    ],
  ])('%s', async (_, lists, inside, expected) => {
    expect(await only(feed(lists, record(10, inside), record(11, inside)))).toMatchObject(expected);
  });

  test('of its own list, where several have the same ids', async () => {
    const lists = `<countries><country id="2">Czechia</country></countries>${REGIONS}`;
    expect(await only(feed(lists, record(10, '<region>2</region><country>2</country>')))).toMatchObject({
      region: 'Brno',
      country: 'Czechia',
    });
  });

  test('beside a few texts that are none, which stay as they are', async () => {
    const ids = Array.from({ length: 9 }, (_, i) => record(10 + i, '<region>1</region>'));
    const { jobs } = await read(feed(REGIONS, ...ids, record(30, '<region>Ostrava</region>')));
    expect(jobs.map(({ region }) => region)).toEqual([...Array(9).fill('Praha'), 'Ostrava']);
  });
});

test('where only ids are, what is not in the list is no name', async () => {
  const ids = Array.from({ length: 9 }, (_, i) => record(10 + i, '<region_id>1</region_id>'));
  const { jobs } = await read(feed(REGIONS, ...ids, record(30, '<region_id>99</region_id>')));
  expect(jobs.map(({ region }) => region)).toEqual([...Array(9).fill('Praha'), null]);
});

describe('an id stays an id', () => {
  test('where more than one in ten texts is not in the list', async () => {
    const ids = Array.from({ length: 8 }, (_, i) => record(10 + i, '<region>1</region>'));
    const { jobs } = await read(feed(REGIONS, ...ids, record(30, '<region>Ostrava</region>')));
    expect(jobs[0]?.region).toBe('1');
  });

  test('where its list is longer than what is read before the records', async () => {
    const list = (length: number) =>
      `<regions>${Array.from({ length }, (_, i) => `<region id="${i}">R${i}</region>`).join('')}</regions>`;
    const id = record(10, '<region>2</region>');
    expect(await only(feed(list(4_900), id))).toMatchObject({ region: 'R2' });
    expect(await only(feed(list(5_100), id))).toMatchObject({ region: '2' });
  });

  test('of the record itself', async () => {
    const body = feed(REGIONS, record(1, '', ' id="2"'));
    expect(await only(body)).toMatchObject({ externalId: '1', region: null, location: null });
  });

  test('where its list stands behind the records, or has another name', async () => {
    const id = record(10, '<region>2</region>');
    expect(await only(`<feed2><jobs>${id}</jobs>${REGIONS}</feed2>`)).toMatchObject({ region: '2' });
    const cities = '<cities><city id="2">Brno</city></cities>';
    expect(await only(feed(cities, id))).toMatchObject({ region: '2' });
  });

  test('where the list has two names for one id', async () => {
    const twice = '<regions><region id="2">Brno</region><region id="2">Zlín</region></regions>';
    expect(await only(feed(twice, record(10, '<region>2</region>')))).toMatchObject({ region: '2' });
  });
});

test('a name beside the id counts as before', async () => {
  const record10 = record(10, '<region id="2">South</region><category id="7">Java</category>');
  const lists = `${REGIONS}<categories><category id="7">IT</category></categories>`;
  expect(await only(feed(lists, record10))).toMatchObject({ region: 'South', categories: ['Java'] });
});

test('a mapping reads names by its path, and ids by a rule', async () => {
  const body = feed(REGIONS, record(10, '<region>2</region>'));
  const mapped = await read(body, { mapping: { fields: { location: 'region' } } });
  expect(mapped.jobs[0]).toMatchObject({ location: 'Brno' });
  const rule = { path: 'region', values: { 2: 'South' } };
  const { jobs } = await read(body, { mapping: { fields: { region: rule } } });
  expect(jobs[0]).toMatchObject({ region: 'South' });
});

test('the path of the ids is that of the field', async () => {
  const { paths } = await read(feed(REGIONS, record(10, '<region_id>2</region_id>')));
  expect(paths).toMatchObject({ region: 'region_id' });
});
