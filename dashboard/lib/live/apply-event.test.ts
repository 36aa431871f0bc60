import { noCounters } from '@feedflow/shared/model/run';
import type { RunEvent } from '@feedflow/shared/model/run-event';
import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import type { RunList } from '../api/merge-newest.ts';
import { applyToList, applyToRun } from './apply-event.ts';

const run = makeRun({ totalFetched: 500 });
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

test('progress raises the records read, in the run and in its feed', () => {
  const next = applyToRun(run, progress(700));
  expect(next.totalFetched).toBe(700);
  expect(next.fetch.totalFetched).toBe(700);
  expect(next.meta.totalBatches).toBeNull();
});

test('the number of batches is taken over only when the feed is read to its end', () => {
  expect(applyToRun(run, progress(700, true)).meta.totalBatches).toBe(7);
});

test('a late or repeated event takes nothing back and adds nothing up', () => {
  expect(applyToRun(run, progress(400))).toBe(run);
  expect(applyToRun(run, batch)).toBe(run);
  const ended = applyToRun(run, finished);
  expect(applyToRun(ended, finished)).toBe(ended);
  expect(applyToRun(ended, progress(9_999))).toBe(ended);
});

test('the end of a run carries its status, counters and time', () => {
  const next = applyToRun(run, finished);
  expect(next).toMatchObject({ status: 'partial', totalFetched: 900, newJobs: 890, failedJobs: 10 });
  expect(next).toMatchObject({ finishedAt: base.at, meta: { durationMs: 4_200 } });
});

test('events of another run, or from before this run began, change nothing', () => {
  expect(applyToRun(run, { ...finished, runId: 'other' })).toBe(run);
  expect(applyToRun(run, { ...finished, at: '2026-11-24T11:59:59.000Z' })).toBe(run);
});

test('a list changes only where its run is, so that nothing else is drawn again', () => {
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
