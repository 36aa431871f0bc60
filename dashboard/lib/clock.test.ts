import { afterEach, expect, test, vi } from 'vitest';
import { createClock } from './clock.ts';

afterEach(() => void vi.useRealTimers());

test('a browser whose clock is wrong shows the server’s time', () => {
  const clock = createClock(() => 1_000_000);
  clock.observe({ serverMs: 1_060_000, sentMs: 1_000_000, receivedMs: 1_000_000 });
  expect(clock.now()).toBe(1_060_500);
});

test('a difference that the Date header’s whole seconds explain changes nothing', () => {
  const clock = createClock(() => 1_000_000);
  clock.observe({ serverMs: 999_000, sentMs: 1_000_000, receivedMs: 1_000_900 });
  expect(clock.now()).toBe(1_000_000);
});

test('one timer serves all who listen, and ends with the last of them', () => {
  vi.useFakeTimers();
  const clock = createClock();
  const [one, two] = [vi.fn(), vi.fn()];
  const endOne = clock.subscribe(one);
  const endTwo = clock.subscribe(two);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(2_000);
  expect(one).toHaveBeenCalledTimes(2);
  endOne();
  endTwo();
  expect(vi.getTimerCount()).toBe(0);
});
