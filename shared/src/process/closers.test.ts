import { expect, test } from 'vitest';
import { Closers } from './closers.ts';

test('what was opened is closed last-first, and a failure does not stop the rest', async () => {
  const closed: string[] = [];
  const closers = new Closers();
  closers.add('first', () => closed.push('first'));
  closers.add('broken', () => Promise.reject(new Error('no')));
  closers.add('last', async () => closed.push('last'));
  const failures = await closers.close();
  expect(closed).toEqual(['last', 'first']);
  expect(failures.map((failure) => failure.name)).toEqual(['broken']);
});

test('closing twice closes once', async () => {
  let times = 0;
  const closers = new Closers();
  closers.add('one', () => (times += 1));
  await Promise.all([closers.close(), closers.close()]);
  expect(times).toBe(1);
});
