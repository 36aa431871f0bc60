import { expect, test } from 'vitest';
import { makeBatch } from '../../tests/make-run.ts';
import { shownBatchStatus } from './shown-status.ts';

test('shows a completed batch with failed records as completed with errors', () => {
  expect(shownBatchStatus(makeBatch(0))).toBe('completed');
  expect(shownBatchStatus(makeBatch(0, { failedJobs: 100 }))).toBe('completed-with-errors');
  expect(shownBatchStatus(makeBatch(0, { status: 'failed', failedJobs: 100 }))).toBe('failed');
});
