import { expect, test } from 'vitest';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('failing', { shrinkLimitPercent: 100 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

const link = (id: string) => `https://board.example/jobs/${id}`;
const job = (id: string, title = `Job ${id}`) =>
  `<job><id>${id}</id><title>${title}</title><url>${link(id)}</url></job>`;
const jobs = (...content: string[]) => `<jobs>${content.join('')}</jobs>`;
const run = async (body: string, choice: { full?: boolean } = {}) => {
  feed.set(`/${name}`, body);
  return importOnce(pipeline, { name, url: `${feed.base}/${name}` }, choice);
};
/** With more tags than are parsed. */
const hopeless = (content: string) => `<job>${content}${'<i>1</i>'.repeat(6_000)}</job>`;
const tooLarge = `<job>${'<id>b</id><title>B</title><x>1234567890</x>'.repeat(40_000)}</job>`;
const all = ['a', 'b', 'c'];

test('a record that lost its title is still listed, import after import', async () => {
  expect(await run(jobs(...all.map((id) => job(id))))).toMatchObject({ newJobs: 3 });
  // Read in full, known as a segment, read in full again, and in a changed segment.
  const bodies = [jobs(job('a'), job('b', ' '), job('c')), jobs(job('a'), job('b', ' '), job('c'), job('d'))];
  for (const [body, full] of [
    [bodies[0], false],
    [bodies[0], false],
    [bodies[0], true],
    [bodies[1], false],
  ] as const) {
    expect(await run(body ?? '', { full })).toMatchObject({
      status: 'completed',
      failedJobs: 1,
      removedJobs: 0,
      failures: [{ reasonCode: 'title-missing', externalId: 'b', jobUrl: link('b') }],
      warnings: [
        { code: 'records-failed', count: 1, message: expect.stringMatching(/^1 of \d records failed;/) },
      ],
    });
    expect(await openIds(pipeline, name)).toEqual(expect.arrayContaining(all));
  }
  // What is really gone is closed beside it.
  expect(await run(jobs(job('a'), job('b', ' ')))).toMatchObject({ removedJobs: 2, failedJobs: 1 });
  expect(await run(jobs(job('a')))).toMatchObject({ removedJobs: 1, failedJobs: 0 });
});

test('a copy of a failed record is imported', async () => {
  expect(await run(jobs(job('a', ' '), job('a')))).toMatchObject({
    newJobs: 1,
    failedJobs: 1,
    duplicateJobs: 0,
  });
});

test('a record that cannot be parsed is known by the id in its text', async () => {
  await run(jobs(...all.map((id) => job(id))));
  const broken = hopeless(`<id><![CDATA[ b ]]></id><url>${link('b')}</url>`);
  for (const full of [false, false, true]) {
    expect(await run(jobs(job('a'), broken), { full })).toMatchObject({
      failedJobs: 1,
      failures: [{ reasonCode: 'record-malformed', externalId: 'b' }],
    });
    expect(await openIds(pipeline, name)).toEqual(['a', 'b']);
  }
});

test.each([
  ['is too large', tooLarge, 'record-too-large'],
  ['has neither id nor link', '<job><title>Nameless</title></job>', 'identity-missing'],
])('while a record %s, nothing is closed', async (_what, record, reasonCode) => {
  await run(jobs(...all.map((id) => job(id))));
  for (const full of [false, true, false]) {
    expect(await run(jobs(job('a'), record), { full })).toMatchObject({
      status: 'partial',
      failedJobs: 1,
      removedJobs: 0,
      failureTotals: { [reasonCode]: 1 },
      warnings: [{ code: 'records-unreadable', count: 1 }],
    });
    expect(await openIds(pipeline, name)).toEqual(all);
  }
  expect(await run(jobs(job('a'), job('b')))).toMatchObject({ removedJobs: 1, warnings: [] });
});

test('a record that never could be read does not keep jobs open', async () => {
  const nameless = '<job><title>Nameless</title></job>';
  await run(jobs(nameless, ...all.map((id) => job(id))));
  for (const [ids, removedJobs] of [
    [['a', 'b'], 1],
    [['a'], 1],
  ] as const)
    expect(await run(jobs(nameless, ...ids.map((id) => job(id))))).toMatchObject({
      removedJobs,
      // Two of three records are enough for a completed run, one of two is not.
      warnings: ids.length === 2 ? [{ code: 'records-failed' }] : [],
    });
  expect(await run(jobs(nameless, nameless.replace('N', 'M')))).toMatchObject({
    removedJobs: 0,
    warnings: [{ code: 'records-unreadable' }],
  });
});
