import { describe, expect, test } from 'vitest';
import { readBytes } from './body.ts';

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
    const { outcomes } = await readBytes(BOARD, { mapping });
    expect(outcomes.map(({ job, failure }) => job?.jobUrl ?? failure?.reasonCode)).toEqual([
      'https://x.example/3.000%20%E2%82%AC',
      'identity-missing',
    ]);
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

test('recognizes the form of We Work Remotely at any URL', async () => {
  const item = (title: string) =>
    `<item><title>${title}</title><region>Anywhere</region><guid>${title}</guid></item>`;
  const feed = (...titles: string[]) => `<rss><channel>${titles.map(item).join('')}</channel></rss>`;
  const same = await readBytes(feed('Firm: Cook', 'Other Firm: Chef: Pastry'));
  expect(same.jobs.map((job) => [job?.company, job?.title])).toEqual([
    ['Firm', 'Cook'],
    ['Other Firm', 'Chef: Pastry'],
  ]);
  const other = await readBytes(feed('Firm: Cook', 'Cook'));
  expect(other.summary.feed.dialect).toBe('rss');
});
