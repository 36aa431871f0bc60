import { noCounters } from '@feedflow/shared/model/run';
import type { RunEvent } from '@feedflow/shared/model/run-event';
import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import type { RunList } from '../api/merge-newest.ts';
import { applyToList, applyToRun } from './apply-event.ts';

const run = makeRun({ totalFetched: 500 });
const { fetch: _fetch, failures: _failures, attempts: _attempts, rerunnable: _rerunnable, ...summary } = run;
const base = { runId: run.runId, sourceName: run.sourceName, at: '2026-11-24T12:00:05.000Z' };
const progress = (totalFetched: number, fetchDone = false): RunEvent => ({
  type: 'run.progress',
  ...base,
  totalFetched,
  enqueuedBatches: 7,
  fetchDone,
});
const batch: RunEvent = {
  type: 'batch.finished',
  ...base,
  attempt: 1,
  batchIndex: 3,
  status: 'completed',
  records: 100,
  newJobs: 100,
  updatedJobs: 0,
  unchangedJobs: 0,
  failedJobs: 0,
  durationMs: 12,
};
const finished: RunEvent = {
  type: 'run.finished',
  ...base,
  ...noCounters,
  status: 'partial',
  totalFetched: 900,
  newJobs: 890,
  failedJobs: 10,
  durationMs: 4_200,
};

test('progress raises the fetched records of the run and of its fetch step', () => {
  const next = applyToRun(run, progress(700));
  expect(next.totalFetched).toBe(700);
  expect(next.fetch.totalFetched).toBe(700);
  expect(next.meta.totalBatches).toBeNull();
});

test('progress says how far a feed is read again, and when the run has these records', () => {
  const again = { ...progress(500), rereadRecords: 120 } as RunEvent;
  const rereading = applyToRun(run, again);
  expect(rereading).toMatchObject({ totalFetched: 500, meta: { rereadRecords: 120 } });
  expect(applyToRun(rereading, again)).toBe(rereading);
  expect(applyToRun(rereading, progress(500)).meta.rereadRecords).toBeNull();
});

test('takes the number of batches only once the feed is complete', () => {
  expect(applyToRun(run, progress(700, true)).meta.totalBatches).toBe(7);
});

test('ignores a late or repeated event', () => {
  expect(applyToRun(run, progress(400))).toBe(run);
  expect(applyToRun(run, batch)).toBe(run);
  const ended = applyToRun(summary, finished);
  expect(applyToRun(ended, finished)).toBe(ended);
  expect(applyToRun(ended, progress(9_999))).toBe(ended);
});

test('applies the status, counters and duration of an ended run', () => {
  const next = applyToRun(summary, finished);
  expect(next).toMatchObject({ status: 'partial', totalFetched: 900, newJobs: 890, failedJobs: 10 });
  expect(next).toMatchObject({ finishedAt: base.at, meta: { durationMs: 4_200 } });
});

test('does not end a run with details, of which the event has only a part', () => {
  expect(applyToRun(run, finished)).toBe(run);
});

test('ignores events of another run or from before the run started', () => {
  expect(applyToRun(run, { ...finished, runId: 'other' })).toBe(run);
  expect(applyToRun(run, { ...finished, at: '2026-11-24T11:59:59.000Z' })).toBe(run);
});

test('changes only the page of the run in a list, so that nothing else rerenders', () => {
  const other = makeRun({ runId: 'other' });
  const list: RunList = {
    pages: [
      { items: [other], nextCursor: 'a' },
      { items: [run], nextCursor: null },
    ],
    pageParams: [null, 'a'],
  };
  const next = applyToList(list, progress(700));
  expect(next.pages[0]).toBe(list.pages[0]);
  expect(next.pages[1]?.items[0]?.totalFetched).toBe(700);
  expect(applyToList(list, batch)).toBe(list);
});
