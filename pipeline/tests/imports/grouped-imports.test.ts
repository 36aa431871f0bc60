import { type Run, runCounters } from '@feedflow/shared/model/run';
import type { SourceConfig } from '@feedflow/shared/model/source';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('grouped', { shrinkLimitPercent: 100, batchSize: 100 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

interface Company {
  name: string;
  jobs: number[];
  more?: string;
}
const job = (id: number) => `<job><id>${id}</id><title>Job ${id}</title></job>`;
const company = ({ name: called, jobs, more = '' }: Company) =>
  `<company${more}><name>${called}</name><jobs>${jobs.map(job).join('\n')}</jobs></company>`;
const companies = (...all: Company[]) => `<companies>${all.map(company).join('\n')}</companies>`;
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, i) => first + i);

function run(body: string, choice: { full?: boolean; named?: string } & Partial<SourceConfig> = {}) {
  const { full = false, named = name, ...config } = choice;
  feed.set(`/${named}`, body);
  return importOnce(pipeline, { name: named, url: `${feed.base}/${named}`, ...config }, { full });
}
const countsOf = ({ newJobs, updatedJobs, unchangedJobs, removedJobs, fetch }: Run) => ({
  newJobs,
  updatedJobs,
  unchangedJobs,
  removedJobs,
  known: fetch.comparison?.knownRecords,
});
const companiesOf = async (named = name) =>
  new Map((await pipeline.jobsOf(named)).map((stored) => [Number(stored.externalId), stored.company]));

const factsOf = async (named: string) =>
  new Map(
    (await pipeline.jobsOf(named)).map(({ externalId, company: of, location, country, status }) => [
      externalId,
      { of, location, country, status },
    ]),
  );

test('a company that is renamed updates its jobs, whose records are the same, and no others', async () => {
  const acme = { name: 'Acme', jobs: numbers(0, 300) };
  const beta = { name: 'Beta', jobs: numbers(300, 500) };
  expect(countsOf(await run(companies(acme, beta)))).toMatchObject({ newJobs: 800, updatedJobs: 0 });
  const same = await run(companies(acme, beta));
  expect(countsOf(same)).toEqual({
    newJobs: 0,
    updatedJobs: 0,
    unchangedJobs: 800,
    removedJobs: 0,
    known: 800,
  });
  const renamed = { ...acme, name: 'Acme AG' };
  const second = await run(companies(renamed, beta));
  expect(second.fetch.comparison?.fullReadReason).toBeNull();
  expect(countsOf(second)).toEqual({
    newJobs: 0,
    updatedJobs: 300,
    unchangedJobs: 500,
    removedJobs: 0,
    known: 500,
  });
  const stored = await companiesOf();
  expect(numbers(0, 800).map((id) => stored.get(id))).toEqual(
    numbers(0, 800).map((id) => (id < 300 ? 'Acme AG' : 'Beta')),
  );
});

test('a job that moves to another company, and companies that change places, are counted exactly', async () => {
  const first = [
    { name: 'Acme', jobs: [1, 2, 3] },
    { name: 'Beta', jobs: [4, 5] },
    { name: 'Gamma', jobs: [6] },
  ];
  await run(companies(...first));
  const moved = [
    { name: 'Gamma', jobs: [6, 3] },
    { name: 'Beta', jobs: [4, 5, 7] },
    { name: 'Acme', jobs: [1] },
  ];
  expect(countsOf(await run(companies(...moved)))).toEqual({
    newJobs: 1,
    updatedJobs: 1,
    unchangedJobs: 4,
    removedJobs: 1,
    known: 4,
  });
  expect(await companiesOf()).toEqual(
    new Map([
      [1, 'Acme'],
      [2, 'Acme'],
      [3, 'Gamma'],
      [4, 'Beta'],
      [5, 'Beta'],
      [6, 'Gamma'],
      [7, 'Beta'],
    ]),
  );
  expect(await openIds(pipeline, name)).toEqual(['1', '3', '4', '5', '6', '7']);
});

test('what no job inherits changes nothing: its records are known', async () => {
  const jobs = numbers(0, 150);
  await run(companies({ name: 'Acme', jobs, more: ' updated="1"' }));
  const again = await run(companies({ name: 'Acme', jobs, more: ' updated="2"' }));
  expect(countsOf(again)).toMatchObject({ unchangedJobs: 150, updatedJobs: 0, known: 150 });
});

test('what a mapping reads of the elements around counts as what is inherited does', async () => {
  const mapping = { fields: { jobType: { template: '{../company/@kind}' } } };
  const group = (kind: string) => companies({ name: 'Acme', jobs: [1, 2], more: ` kind="${kind}"` });
  await run(group('temp'), { mapping });
  expect(countsOf(await run(group('permanent'), { mapping }))).toMatchObject({ updatedJobs: 2, known: 0 });
  expect((await pipeline.jobsOf(name)).map(({ jobType }) => jobType)).toEqual(['permanent', 'permanent']);
});

test('a feed without groups that gets one is read in full, and back', async () => {
  const plain = `<companies>${job(1)}${job(2)}</companies>`;
  await run(plain);
  const grouped = await run(companies({ name: 'Acme', jobs: [1, 2] }));
  expect(grouped.fetch.comparison?.fullReadReason).not.toBeNull();
  expect(countsOf(grouped)).toMatchObject({ updatedJobs: 2, unchangedJobs: 0 });
  expect(countsOf(await run(plain))).toMatchObject({ updatedJobs: 2, unchangedJobs: 0 });
  expect(await companiesOf()).toEqual(
    new Map([
      [1, null],
      [2, null],
    ]),
  );
});

test('a list before the records that changes updates the jobs that refer to it', async () => {
  const listed = (second: string) =>
    `<feed2><regions><region id="1">Praha</region><region id="2">${second}</region></regions><jobs>${numbers(
      0,
      200,
    )
      .map((id) => `<job><id>${id}</id><title>Job ${id}</title><region>${id < 50 ? 2 : 1}</region></job>`)
      .join('')}</jobs></feed2>`;
  expect(countsOf(await run(listed('Brno')))).toMatchObject({ newJobs: 200 });
  expect(countsOf(await run(listed('Brno')))).toMatchObject({ unchangedJobs: 200, known: 200 });
  expect(countsOf(await run(listed('Zlín')))).toMatchObject({ updatedJobs: 50, unchangedJobs: 150 });
  const stored = await pipeline.jobsOf(name);
  expect(stored.filter(({ region }) => region === 'Zlín')).toHaveLength(50);
  expect(stored.filter(({ region }) => region === 'Praha')).toHaveLength(150);
});

const someCompanies = fc.array(
  fc.record({
    name: fc.constantFrom('Acme', 'Beta', 'Gamma'),
    more: fc.constantFrom('', ' city="Bern"', ' city="Zug" country="CH"', ' updated="2"'),
    jobs: fc.uniqueArray(fc.integer({ min: 0, max: 200 }), { maxLength: 120 }),
  }),
  { minLength: 1, maxLength: 5 },
);
test('the counts of any sequence of such feeds are those of full imports', async () => {
  let series = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(someCompanies, { minLength: 2, maxLength: 4 }), async (versions) => {
      series += 1;
      for (const version of versions) {
        const body = companies(...version);
        const known = await run(body, { named: `known-${series}` });
        const full = await run(body, { named: `full-${series}`, full: true });
        expect(runCounters.parse(known)).toEqual(runCounters.parse(full));
        expect(await factsOf(`known-${series}`)).toEqual(await factsOf(`full-${series}`));
      }
    }),
    { numRuns: 4 },
  );
});
