import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { heldMessage, runNotes } from './run-notes.ts';

const { fetch, meta } = makeRun();
const compared = (knownRecords: number, fullReadReason: 'due' | null = null) =>
  makeRun({
    fetch: {
      ...fetch,
      status: 'completed',
      totalFetched: 100_000,
      comparison: { fullReadReason, knownRecords },
    },
  });

test.each([
  [
    compared(99_990),
    ['99,990 of 100,000 records are the same as in the last import and were not parsed again.'],
  ],
  [compared(100_000), ['All 100,000 records are the same as in the last import and were not parsed again.']],
  [compared(0), ['Every part of the feed changed since the last import, so all records were read.']],
  [compared(0, 'due'), ['Full import: done from time to time to make sure that no change was missed.']],
  [makeRun(), []],
  [
    makeRun({ status: 'completed', fetch: { ...fetch, status: 'completed' } }),
    ['The feed is complete and has no records.'],
  ],
])('explains the comparison with the last import', (run, lines) => expect(runNotes(run)).toEqual(lines));

test('says that a feed is read again, and how far', () => {
  const rereading = makeRun({ totalFetched: 800, meta: { ...meta, rereadRecords: 120 } });
  const note =
    'The feed is read again: 120 records so far. The figures are those of the earlier attempt until this one has read as many records, or writes jobs.';
  expect(runNotes(rereading)).toEqual([note]);
  expect(runNotes({ ...rereading, status: 'partial' })).not.toContain(note);
  // Its batches are still processed, or are run again.
  expect(runNotes({ ...rereading, fetch: { ...fetch, status: 'failed' } })).not.toContain(note);
});

test('explains an unchanged feed, not an empty one', () => {
  const http = {
    status: 304,
    finalUrl: null,
    etag: null,
    lastModified: null,
    contentType: null,
    bytes: 0,
    notModified: true,
    movedTo: null,
  };
  expect(runNotes(makeRun({ status: 'completed', http, fetch: { ...fetch, status: 'completed' } }))).toEqual([
    expect.stringMatching(/has not changed/),
  ]);
});

test('explains that the feed waits for its host, until the run has ended', () => {
  const waiting = makeRun({ fetch: { ...fetch, waitsForHost: 'feeds.example' } });
  expect(runNotes(waiting)).toEqual([
    'Waiting: the limit of feeds read from feeds.example at a time is reached.',
  ]);
  expect(runNotes({ ...waiting, status: 'cancelled' })).toEqual([expect.stringMatching(/was cancelled/)]);
});

test('explains failed records in completed batches', () => {
  const run = makeRun({
    status: 'partial',
    totalFetched: 500,
    failedJobs: 203,
    fetch: { ...fetch, status: 'completed', failedJobs: 3 },
  });
  expect(runNotes(run)).toEqual(['No batch failed as a whole, but 200 records failed.']);
  expect(runNotes({ ...run, meta: { ...meta, failedBatches: 1 } })).toEqual([]);
});

test.each([
  [
    1,
    '1 open job is missing for the first time and stays open: the feed has several pages and may have changed between them. The next import closes it, if still missing.',
  ],
  [
    2,
    '2 open jobs are missing for the first time and stay open: the feed has several pages and may have changed between them. The next import closes them, if still missing.',
  ],
  [0, null],
  [null, null],
])('explains why %s missing jobs of a feed with pages stay open', (missingOnce, line) => {
  const run = makeRun({
    status: 'completed',
    totalFetched: 9,
    fetch: { ...fetch, status: 'completed', totalFetched: 9, missingOnce },
  });
  expect(runNotes(run)).toEqual(line === null ? [] : [line]);
});

test('says how many jobs were stored closed', () => {
  expect(runNotes(makeRun({ expiredJobs: 1_200 }))).toContain(
    'Of the new and updated jobs, 1,200 are stored closed: past their expiry date.',
  );
  expect(runNotes(makeRun({ expiredJobs: 0 }))).toEqual(runNotes(makeRun()));
});

test('explains why missing jobs were kept open, with the numbers', () => {
  const counts = { vanishedJobs: 312, deletedJobs: 0, excludedJobs: 0, openBefore: 1_000 };
  const removal = { ...counts, limitPercent: 20, confirmedAt: null };
  expect(heldMessage({ ...removal, state: 'held' })).toBe(
    '312 of 1,000 open jobs (31%) are no longer in the feed. More than 20% at once may mean that the feed is broken, so none were closed.',
  );
  expect(runNotes(makeRun({ removal: { ...removal, state: 'closed' } }))).toEqual([
    '312 jobs no longer in the feed were closed.',
  ]);
  expect(heldMessage({ ...removal, deletedJobs: 300, state: 'held' })).toContain(
    '312 of 1,000 open jobs (31%) are no longer in the feed (300 deleted by name).',
  );
  expect(runNotes(makeRun({ removal: { ...removal, deletedJobs: 12, state: 'closed' } }))).toEqual([
    '312 jobs no longer in the feed (12 deleted by name) were closed.',
  ]);
  expect(heldMessage({ ...removal, excludedJobs: 310, state: 'held' })).toContain(
    '312 of 1,000 open jobs (31%) are no longer imported (310 skipped by the filter).',
  );
});
