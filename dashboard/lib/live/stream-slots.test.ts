import { expect, test, vi } from 'vitest';
import { createStreamSlots } from './stream-slots.ts';

test('the tabs of a browser share four streams; a released one goes to the next', async () => {
  // Each tab has slots of its own; the locks are the browser's.
  const takes = Array.from({ length: 7 }, () => createStreamSlots(navigator.locks, () => false)());
  const slots = await Promise.all(takes);
  const held = slots.filter((slot) => slot !== null);
  expect(held).toHaveLength(4);
  held[0]?.();
  const takeNext = createStreamSlots(navigator.locks, () => false);
  const next = await vi.waitFor(async () => (await takeNext()) ?? expect.unreachable('none is free'));
  expect(await takeNext()).toBeNull();
  for (const releaseSlot of [...held, next]) releaseSlot?.();
});

test.each([
  ['one connection carries them all', navigator.locks, true],
  ['the browser has no locks', undefined, false],
])('where %s, any number is held', async (_, locks, multiplexed) => {
  for (let n = 0; n < 7; n += 1) {
    expect(await createStreamSlots(locks, () => multiplexed)()).not.toBeNull();
  }
});
