import { expect, test } from 'vitest';
import { parseEnv } from '../process/env.ts';
import { pickSettings } from '../settings.ts';
import { runOptionsOf } from './run-options.ts';

const schema = pickSettings('BATCH_SIZE', 'MAX_BATCH_SIZE', 'FETCH_ATTEMPTS', 'BATCH_ATTEMPTS');
const optionsOf = (env: Record<string, string>) => runOptionsOf(parseEnv(schema, env));

test('batches of a large feed grow to five times their usual size by default', () => {
  expect(optionsOf({})).toEqual({ batchSize: 200, maxBatchSize: 1_000, fetchAttempts: 3, batchAttempts: 5 });
});

test('batches may keep one size, and must not shrink', () => {
  expect(optionsOf({ BATCH_SIZE: '300', MAX_BATCH_SIZE: '300' })).toMatchObject({ maxBatchSize: 300 });
  expect(() => optionsOf({ BATCH_SIZE: '2000' })).toThrowError(
    'MAX_BATCH_SIZE is 1000 and BATCH_SIZE is 2000: MAX_BATCH_SIZE must be at least BATCH_SIZE',
  );
});
