import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { workerArgs, workerEnv } from './worker-args.ts';

test('npm run start:worker sets the same limits as npm start', () => {
  const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../package.json'), 'utf8'));
  const env = Object.entries(workerEnv).map(([name, value]) => `${name}=${value}`);
  expect(scripts['start:worker']).toBe(['exec env', ...env, 'node', ...workerArgs].join(' '));
});
