import { expect, test } from 'vitest';
import { makeBatch, makeRun } from '../../tests/make-run.ts';
import { hasFailures, isRerunnable, rerunDisabledReason, rerunLabel, sizeOf } from './rerun.ts';

test('a batch with failures can run again; a completed or superseded one cannot', () => {
  expect(isRerunnable(makeBatch(1, { status: 'failed' }))).toBe(true);
  expect(isRerunnable(makeBatch(1, { failureTotals: { 'write-rejected': 2 } }))).toBe(true);
  expect(isRerunnable(makeBatch(1))).toBe(false);
  expect(isRerunnable(makeBatch(1, { failureTotals: { 'record-invalid': 2 } }))).toBe(false);
  expect(isRerunnable(makeBatch(1, { status: 'failed', superseded: true }))).toBe(false);
});

test('explains why no batch can run again, also for records invalid in the feed', () => {
  const { meta } = makeRun();
  expect(rerunDisabledReason(makeRun())).toMatch(/still in progress/);
  expect(hasFailures(makeRun({ status: 'completed' }))).toBe(false);
  expect(hasFailures(makeRun({ status: 'completed', failedJobs: 1 }))).toBe(true);
  expect(
    rerunDisabledReason(makeRun({ status: 'partial', failedJobs: 3, failureTotals: { 'title-missing': 3 } })),
  ).toMatch(/invalid in the feed/);
  expect(rerunDisabledReason(makeRun({ status: 'partial', meta: { ...meta, failedBatches: 1 } }))).toMatch(
    /not stored/,
  );
  const rerunnable = { batches: 1, records: 100 };
  expect(rerunDisabledReason(makeRun({ status: 'partial', failedJobs: 100, rerunnable }))).toBeNull();
});

test('the button names the number of batches', () => {
  const batches = [makeBatch(1, { records: 100 }), makeBatch(2, { records: 7 })];
  expect(sizeOf(batches)).toEqual({ batches: 2, records: 107, lost: 0 });
  expect(rerunLabel(sizeOf(batches))).toBe('Re-run 2 batches');
  expect(rerunLabel(sizeOf(batches.slice(0, 1)))).toBe('Re-run 1 batch');
});
