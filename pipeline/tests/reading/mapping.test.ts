import { describe, expect, test } from 'vitest';
import { readBytes } from '../support/body.ts';

const BOARD = `<export>
  <stelle nr="7"><bezeichnung>Koch</bezeichnung><ort><stadt>Ulm</stadt></ort><beginn>03/04/2026</beginn><lohn>3.000 €</lohn></stelle>
  <stelle nr="8"><bezeichnung>Kellner</bezeichnung><beginn>03/25/2026</beginn></stelle>
</export>`;

describe('a board that follows no dialect is read by its mapping', () => {
  test('paths with fallbacks, constants, templates', async () => {
    const mapping = {
      record: 'stelle',
      fields: {
        externalId: '@nr',
        title: ['titel', 'bezeichnung'],
        company: { constant: 'Gasthof Adler' },
        city: 'ort/stadt',
        country: { constant: 'Germany' },
        jobUrl: { template: 'https://adler.example/jobs/{externalId}/{bezeichnung}' },
        publishedAt: 'beginn',
        salary: 'lohn',
      },
    };
    const { jobs, summary } = await readBytes(BOARD, { mapping });
    expect(summary).toMatchObject({ records: 2, complete: true, feed: { recordElement: 'stelle' } });
    expect(jobs[0]).toMatchObject({
      externalId: '7',
      title: 'Koch',
      company: 'Gasthof Adler',
      country: 'Germany',
      location: 'Ulm',
      jobUrl: 'https://adler.example/jobs/7/Koch',
      salary: { min: 3000, currency: 'EUR' },
      // The second record shows that this feed writes the month first.
      publishedAt: new Date('2026-03-04T00:00:00Z'),
    });
    expect(jobs[1]?.publishedAt).toEqual(new Date('2026-03-25T00:00:00Z'));
  });

  test('a template without one of its parts gives nothing', async () => {
    const mapping = {
      record: 'stelle',
      fields: { title: 'bezeichnung', jobUrl: { template: 'https://x.example/{lohn}' } },
    };
    const { jobs } = await readBytes(BOARD, { mapping });
    expect(jobs.map((job) => job?.jobUrl)).toEqual(['https://x.example/3.000%20%E2%82%AC', null]);
  });

  test('a template can build an id', async () => {
    const mapping = {
      record: 'stelle',
      fields: { title: 'bezeichnung', externalId: { template: '{bezeichnung}-{@nr}' } },
    };
    const { jobs } = await readBytes(BOARD, { mapping });
    expect(jobs.map((job) => job?.externalId)).toEqual(['Koch-7', 'Kellner-8']);
  });
});

describe('a mapping changes its own fields of a dialect only', () => {
  const wwr = `<rss><channel><link>https://weworkremotely.com</link>
    <item><title>Firm: Role</title><guid>https://weworkremotely.com/1</guid><link>https://weworkremotely.com/1</link></item></channel></rss>`;

  test('and overrides the refinements of the dialect', async () => {
    const { jobs, summary } = await readBytes(wwr, { mapping: { fields: { title: 'title' } } });
    expect(summary.feed.dialect).toBe('we-work-remotely');
    expect(jobs[0]).toMatchObject({ title: 'Firm: Role', company: 'Firm', remote: true });
  });

  test('and a changed mapping changes the content hash, as a changed feed does', async () => {
    const hash = async (mapping?: unknown) => (await readBytes(wwr, { mapping })).jobs[0]?.contentHash;
    expect(await hash()).toBe(await hash());
    expect(await hash({ fields: { location: 'region' } })).not.toBe(await hash());
  });

  test('a source can set its dialect; an unknown one is refused with the list of known ones', async () => {
    const { summary } = await readBytes(wwr, { dialect: 'rss' });
    expect(summary.feed.dialect).toBe('rss');
    await expect(readBytes(wwr, { dialect: 'rss3' })).rejects.toMatchObject({
      code: 'feed-mapping-invalid',
      message: expect.stringMatching(/no dialect "rss3".*we-work-remotely/),
    });
  });
});

describe('the order of day and month is decided for the whole feed', () => {
  const dates = (...texts: string[]): string =>
    `<jobs>${texts.map((text, i) => `<job><id>${i}</id><title>T</title><url>https://x.example/${i}</url><date>${text}</date></job>`).join('')}</jobs>`;
  const read = async (body: string, mapping?: unknown) =>
    (await readBytes(body, { mapping })).jobs.map(
      (job) => job?.publishedAt?.toISOString().slice(0, 10) ?? null,
    );

  test('by a date that fits one order only, at any position', async () => {
    expect(await read(dates('4/8/2026', '12/25/2026', '5/6/2026'))).toEqual([
      '2026-04-08',
      '2026-12-25',
      '2026-05-06',
    ]);
    expect(await read(dates('4/8/2026', '25/12/2026', '5/6/2026'))).toEqual([
      '2026-08-04',
      '2026-12-25',
      '2026-06-05',
    ]);
  });

  test('by the mapping, in spite of the dates', async () => {
    expect(await read(dates('4/8/2026', '25/12/2026'), { dateOrder: 'month-first' })).toEqual([
      '2026-04-08',
      null,
    ]);
  });
});

test('records with the same id and different links are different jobs', async () => {
  const job = (id: string, link: string) =>
    `<job><id>${id}</id><title>T ${link}</title><url>https://x.example/${link}</url></job>`;
  const body = `<jobs>${job('1', 'a')}${job('1', 'b')}${job('1', 'a')}${job('2', 'a')}</jobs>`;
  const keys = async () => (await readBytes(body)).jobs.map((read) => read?.dedupeKey);
  const [first, second, third, fourth] = await keys();
  expect(new Set([first, second, fourth]).size).toBe(3);
  expect(third).toBe(first);
  expect(await keys()).toEqual([first, second, third, fourth]);
});

test('recognizes We Work Remotely at any URL by the title of the feed, not by its form', async () => {
  const item = (title: string) =>
    `<item><title>${title}</title><region>Anywhere</region><guid>${title}</guid></item>`;
  const feed = (name: string, ...titles: string[]) =>
    `<rss><channel><title>${name}</title>${titles.map(item).join('')}</channel></rss>`;
  const same = await readBytes(feed('We Work Remotely: new jobs', 'Firm: Cook', 'Other Firm: Chef: Pastry'));
  expect(same.jobs.map((job) => [job?.company, job?.title])).toEqual([
    ['Firm', 'Cook'],
    ['Other Firm', 'Chef: Pastry'],
  ]);
  const other = await readBytes(feed('Jobs', 'Urgent: Cook', 'Night shift: Porter'));
  expect(other.summary.feed.dialect).toBe('rss');
  expect(other.jobs).toMatchObject([
    { title: 'Urgent: Cook', company: null },
    { title: 'Night shift: Porter', company: null },
  ]);
});

describe('a rule of a mapping', () => {
  const feed = (...items: string[]): string =>
    `<board>${items.map((item, i) => `<vak><nr>${i}</nr>${item}</vak>`).join('')}</board>`;
  const read = async (body: string, fields: Record<string, unknown>) => {
    const mapping = { record: 'vak', fields: { externalId: 'nr', ...fields } };
    return (await readBytes(body, { mapping })).jobs;
  };

  test('takes the parts of a text apart by named groups', async () => {
    const jobs = await read(feed('<t>Cook at Inn (Bonn)</t>', '<t>Chef de Rang</t><firma>Fork</firma>'), {
      title: { path: 't', pattern: '^(?<title>.+) at (?<company>.+) \\((?<location>[^)]+)\\)$' },
    });
    expect(jobs).toMatchObject([
      { title: 'Cook', company: 'Inn', location: 'Bonn' },
      // A title stays where the pattern does not match; a company is then read as before.
      { title: 'Chef de Rang', company: 'Fork', location: null },
    ]);
  });

  test('takes a group, the first group or the whole match', async () => {
    const body = feed('<t>Cook</t><x>ref: AB-12 / Ulm</x>');
    const at = async (rule: Record<string, unknown>) =>
      (await read(body, { title: 't', company: { path: 'x', ...rule } }))[0]?.company;
    expect(await at({ pattern: '[A-Z]+-\\d+' })).toBe('AB-12');
    expect(await at({ pattern: '([A-Z]+)-(\\d+)' })).toBe('AB');
    expect(await at({ pattern: '([A-Z]+)-(\\d+)', group: '2' })).toBe('12');
    expect(await at({ pattern: '/ (?<town>\\w+)', group: 'town' })).toBe('Ulm');
    expect(await at({ pattern: 'nothing' })).toBe(null);
    expect(await at({ pattern: 'nothing', default: 'Inn' })).toBe('Inn');
  });

  test('replaces values and stands for missing ones', async () => {
    const body = feed(
      '<t>A</t><vorm>FT</vorm><tag>x</tag><tag>y</tag><waar>Y</waar>',
      '<t>B</t><vorm> pt </vorm><waar>N</waar>',
      '<t>C</t><vorm>other</vorm>',
      '<t>D</t><vorm>-</vorm><tag>z</tag>',
    );
    const jobs = await read(body, {
      title: 't',
      jobType: {
        path: 'vorm',
        values: { FT: 'Full-time', PT: 'Part-time', '-': '' },
        default: 'Unknown hours',
      },
      categories: { path: 'tag', values: { X: 'Kitchen', y: '' }, default: 'Hotels' },
      remote: { path: 'waar', values: { Y: 'remote', N: 'on-site' } },
      expiresAt: { default: '2099-01-01' },
    });
    expect(jobs).toMatchObject([
      { jobType: 'Full-time', categories: ['Kitchen'], remote: true, expiresAt: new Date('2099-01-01') },
      { jobType: 'Part-time', categories: ['Hotels'], remote: false },
      { jobType: 'other', categories: ['Hotels'], remote: null },
      { jobType: 'Unknown hours', categories: ['z'] },
    ]);
  });

  test('reads what the dialect reads if it has no path', async () => {
    const body = '<rss><channel><item><guid>1</guid><title>Cook (Bonn)</title></item></channel></rss>';
    const mapping = { fields: { title: { pattern: '^(?<title>[^(]+) \\((?<location>.+)\\)' } } };
    expect((await readBytes(body, { mapping })).jobs).toMatchObject([{ title: 'Cook', location: 'Bonn' }]);
  });

  test('takes no time on texts that would keep another engine busy', async () => {
    const text = 'a'.repeat(200_000);
    const jobs = await read(feed(`<t>A</t><x>${text}</x>`), {
      title: 't',
      company: { path: 'x', pattern: '^(a+)+b' },
    });
    expect(jobs).toMatchObject([{ title: 'A', company: null }]);
  });
});
