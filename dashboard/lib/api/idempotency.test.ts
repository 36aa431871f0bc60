import { expect, test } from 'vitest';
import { ApiFailure } from './failure.ts';
import { createKeyed } from './idempotency.ts';

function keyed() {
  const used: string[] = [];
  let made = 0;
  const run = createKeyed(() => `key-${++made}`);
  const attempt = (input: string, status: number) =>
    run(input, async (_, key) => {
      used.push(key);
      if (status !== 200) throw new ApiFailure({ status, code: 'x', message: 'x' });
    }).catch(() => undefined);
  return { used, attempt };
}

test('a retry after a timeout or an error of the API is the same command', async () => {
  const { used, attempt } = keyed();
  await attempt('a', 0);
  await attempt('a', 503);
  await attempt('a', 200);
  expect(used).toEqual(['key-1', 'key-1', 'key-1']);
});

test('a retry after success, after a refusal or with another input is a new command', async () => {
  const { used, attempt } = keyed();
  await attempt('a', 200);
  await attempt('a', 409);
  await attempt('a', 0);
  await attempt('b', 200);
  expect(used).toEqual(['key-1', 'key-2', 'key-3', 'key-4']);
});
