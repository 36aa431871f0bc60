import { expect, test } from 'vitest';
import { type ErrorCode, errorCatalog, FeedflowError, shortened } from './errors.ts';

/** Errors of a step that a worker does not retry. */
const FINAL: ErrorCode[] = [
  'source-unknown',
  'run-unknown',
  'run-cancelled',
  'feed-address-refused',
  'feed-url-invalid',
  'feed-redirect-refused',
  'feed-unauthorized',
  'feed-not-found',
  'feed-gone',
  'feed-too-slow',
  'feed-too-large',
  'feed-too-many-records',
  'feed-over-budget',
  'feed-crashed-worker',
  'feed-encoding-invalid',
  'feed-empty',
  'feed-not-xml',
  'feed-mapping-invalid',
  'batch-payload-invalid',
  'batch-failed',
];

test('a worker does not retry errors that a retry cannot fix', () => {
  for (const code of FINAL) expect(new FeedflowError(code, 'failed').permanent).toBe(true);
  const feedErrors = Object.entries(errorCatalog).filter(([code]) => /^(feed|batch|run)-/.test(code));
  const retried = feedErrors.filter(([, { retry }]) => retry).map(([code]) => code);
  expect(retried).toEqual([
    'run-already-running',
    'feed-rate-limited',
    'feed-http-error',
    'feed-unreachable',
    'feed-timeout',
    'feed-truncated',
    'batch-timeout',
    'batch-lost',
    'run-lost',
  ]);
});

test('a text is shortened to its maximum, and not to half of a character', () => {
  expect(shortened('abcd', 4)).toBe('abcd');
  expect(shortened('abcde', 4)).toBe('abc…');
  expect(shortened('ab🙂cde', 4)).toBe('ab\ufffd…');
});
