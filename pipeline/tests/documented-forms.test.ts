import { describe, expect, test } from 'vitest';
import { readBytes } from './body.ts';

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

  test('stay one where the other says nothing that is known', async () => {
    const jobs = await read(ads(['A1', 'B2', 'A1'], ['full time', 'part time', 'full time']));
    expect(jobs.map((job) => job?.jobType)).toEqual(['full time', 'part time', 'full time']);
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
