import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import { expect, test } from 'vitest';
import { sha1 } from '../../src/sha1.ts';
import { type ChangingFeed, importOnce, openIds } from '../support/changing-feed.ts';
import { importSuite } from '../support/import-suite.ts';
import type { RunningPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
let name: string;
importSuite('delta', { shrinkLimitPercent: 100, batchSize: 2 }, (suite) => {
  ({ pipeline, feed, name } = suite);
});

const job = (id: string, more = '', title = `Job ${id}`) =>
  `<job><id>${id}</id><title>${title}</title>${more}</job>`;
const jobs = (content: string, attributes = '') => `<jobs${attributes}>${content}</jobs>`;
const all = ['a', 'b', 'c', 'd'];
const full = jobs(all.map((id) => job(id)).join(''));
const publish = (body: string) => feed.set(`/${name}`, body);
const run = (source = {}) => importOnce(pipeline, { name, url: `${feed.base}/${name}`, ...source });
const partial = expect.objectContaining({ code: 'partial-delta' });

test.each<[string, string]>([
  ['attributes of the root', jobs(job('b', '', 'New'), ' type="incremental"')],
  ['a flag of the root', jobs(job('b', '', 'New'), ' fullLoad="false"')],
  ['a header', jobs(`<header><TypeOfLoad>D</TypeOfLoad></header>${job('b', '', 'New')}`)],
  ['something behind the records', jobs(`${job('b', '', 'New')}<isFull>0</isFull>`)],
  ['an element that deletes', jobs(`${job('b', '', 'New')}<delete>nobody</delete>`)],
  [
    'records with an action',
    jobs(`${job('b', '<action>update</action>', 'New')}${job('x', '<action>delete</action>')}`),
  ],
])('a delta that is known by %s closes nothing that it does not mention', async (_by, delta) => {
  publish(full);
  expect(await run()).toMatchObject({ status: 'completed', newJobs: 4 });
  publish(delta);
  const ended = await run();
  expect(ended).toMatchObject({ status: 'completed', totalFetched: 1, updatedJobs: 1, removedJobs: 0 });
  expect(ended).toMatchObject({ warnings: expect.arrayContaining([partial]), removal: null });
  expect(await openIds(pipeline, name)).toEqual(all);
  // What the delta did not mention is still known, and the next full load closes what is not in it.
  publish(jobs(['a', 'b', 'c'].map((id) => job(id)).join('')));
  expect(await run()).toMatchObject({
    status: 'completed',
    unchangedJobs: 2,
    updatedJobs: 1,
    removedJobs: 1,
  });
});

test.each<[string, string]>([
  ['text', '<deleteJob>c</deleteJob><deleteJob>unknown</deleteJob>'],
  ['elements', '<DeleteEntry><EntryId>c</EntryId></DeleteEntry>'],
  ['attributes', '<deleted id="c"/>'],
  ['a list', '<deletions><job><id>c</id></job><job><id>unknown</id></job></deletions>'],
  ['a list of ids', '<delete><id>c</id><id>unknown</id></delete>'],
  ['RFC 6721', '<at:deleted-entry ref="c" when="2026-03-01T00:00:00Z"/>'],
  ['records', job('c', '<status>Deleted</status>') + job('x', '<operation>REMOVE</operation>')],
])('explicit deletions close exactly what they name: by %s', async (_by, deletions) => {
  publish(full);
  await run({ removeVanished: false });
  publish(jobs(`${job('n')}${deletions}`));
  expect(await run()).toMatchObject({
    status: 'completed',
    totalFetched: 1,
    newJobs: 1,
    failedJobs: 0,
    removedJobs: 1,
  });
  expect(await openIds(pipeline, name)).toEqual(['a', 'b', 'd', 'n']);
  // A second reading of the same document closes nothing more.
  expect(await run()).toMatchObject({ status: 'completed', unchangedJobs: 1, removedJobs: 0 });
});

test('a number of deleted jobs deletes none', async () => {
  publish(jobs(job('3') + job('4')));
  await run();
  publish(jobs(`<deleted>3</deleted>${job('3')}${job('4')}`));
  expect(await run()).toMatchObject({ unchangedJobs: 2, removedJobs: 0 });
  publish(jobs(`<deleted>3</deleted>${job('4')}`));
  expect(await run()).toMatchObject({ removedJobs: 0 });
  expect(await openIds(pipeline, name)).toEqual(['3', '4']);
});

test.each(['before', 'behind'])('a job that is listed %s its deletion stays open', async (where) => {
  publish(full);
  await run();
  const deletion = '<delete id="c"/>';
  publish(jobs(where === 'before' ? job('c', '', 'New') + deletion : deletion + job('c', '', 'New')));
  expect(await run()).toMatchObject({ updatedJobs: 1, removedJobs: 0 });
  expect(await openIds(pipeline, name)).toEqual(all);
});

test('deletions alone are a feed', async () => {
  publish(full);
  await run();
  publish(jobs('<deleteJob id="a"/><deleteJob id="b"/>'));
  expect(await run()).toMatchObject({ status: 'completed', totalFetched: 0, removedJobs: 2 });
  expect(await openIds(pipeline, name)).toEqual(['c', 'd']);
});

test('a full load with records of deleted jobs closes those, and what is missing', async () => {
  publish(full);
  await run();
  const deleted = job('b', '<status>deleted</status>');
  publish(jobs(`${job('a')}${deleted}${job('d')}`));
  for (const removedJobs of [2, 0]) {
    expect(await run()).toMatchObject({ status: 'completed', unchangedJobs: 2, failedJobs: 0, removedJobs });
    expect(await openIds(pipeline, name)).toEqual(['a', 'd']);
  }
  // Listed again, it is open again.
  publish(full);
  expect(await run()).toMatchObject({ status: 'completed', updatedJobs: 2 });
  expect(await openIds(pipeline, name)).toEqual(all);
});

test('a full load may have a list of deletions', async () => {
  publish(full);
  await run();
  publish(
    jobs(
      `<header><TypeOfLoad>F</TypeOfLoad></header>${job('a')}<DeleteEntry><EntryId>b</EntryId></DeleteEntry>`,
    ),
  );
  expect(await run()).toMatchObject({
    removedJobs: 3,
    removal: { state: 'closed', vanishedJobs: 3, deletedJobs: 1 },
  });
});

test('a delta with a failed batch deletes once its re-run has written the batch', async () => {
  publish(full);
  await run();
  publish(jobs(`${job('a', '', 'New')}<deleteJob>c</deleteJob>`));
  const key = sha1(`${feed.base}/${name}|a`);
  pipeline.failingKeys.add(key);
  const failed = await run();
  expect(failed).toMatchObject({ failedJobs: 1, removedJobs: 0 });
  pipeline.failingKeys.delete(key);
  await rerunBatches(pipeline.deps, { batchAttempts: 1 }, failed.runId, null);
  expect(await pipeline.waitForEnd(failed.runId)).toMatchObject({ status: 'completed', removedJobs: 1 });
  expect(await openIds(pipeline, name)).toEqual(['a', 'b', 'd']);
});

test('a deletion that names no job is reported', async () => {
  publish(full);
  await run();
  publish(jobs(`${job('a')}<delete><reason>filled</reason></delete>`));
  expect(await run()).toMatchObject({
    status: 'completed',
    removedJobs: 0,
    warnings: expect.arrayContaining([
      expect.objectContaining({
        code: 'partial-delta',
        count: 1,
        message: expect.stringContaining('name no job'),
      }),
    ]),
  });
});
