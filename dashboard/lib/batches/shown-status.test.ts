import { expect, test } from 'vitest';
import { makeBatch } from '../../tests/make-run.ts';
import { shownBatchStatus } from './shown-status.ts';

test('a batch of which records failed is not shown as completed, whatever its job says', () => {
  expect(shownBatchStatus(makeBatch(0))).toBe('completed');
  expect(shownBatchStatus(makeBatch(0, { failedJobs: 100 }))).toBe('partial');
  expect(shownBatchStatus(makeBatch(0, { status: 'failed', failedJobs: 100 }))).toBe('failed');
});
