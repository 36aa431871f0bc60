import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runIsolated } from './linear/isolated.ts';

test('reading a feed takes time in proportion to its length, whatever its content', {
  timeout: 900_000,
}, async () => {
  const { cases, grown, hung } = await runIsolated(join(import.meta.dirname, 'linear/record-cases.ts'));
  expect({ grown, hung }).toEqual({ grown: [], hung: null });
  expect(cases).toBeGreaterThan(3000);
});
