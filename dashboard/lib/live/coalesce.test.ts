import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createRefresher } from './coalesce.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('refreshes at once on the first request, and once more after a burst', async () => {
  const refresh = vi.fn(async () => undefined);
  const refresher = createRefresher(refresh, () => 500);
  refresher.request();
  expect(refresh).toHaveBeenCalledTimes(1);
  for (let event = 0; event < 100; event += 1) refresher.request();
  await vi.advanceTimersByTimeAsync(499);
  expect(refresh).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(refresh).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('never overlaps refreshes of a slow API', async () => {
  let running = 0;
  let most = 0;
  const refresher = createRefresher(
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      running -= 1;
    },
    () => 100,
  );
  for (let turn = 0; turn < 50; turn += 1) {
    refresher.request();
    await vi.advanceTimersByTimeAsync(300);
  }
  expect(most).toBe(1);
});

test('continues after a failed refresh', async () => {
  const refresh = vi.fn().mockRejectedValueOnce(new Error('down')).mockResolvedValue(undefined);
  const refresher = createRefresher(refresh, () => 100);
  refresher.request();
  await vi.advanceTimersByTimeAsync(100);
  refresher.request();
  expect(refresh).toHaveBeenCalledTimes(2);
});

test('does not refresh once stopped', async () => {
  const refresh = vi.fn(async () => undefined);
  const refresher = createRefresher(refresh, () => 100);
  refresher.request();
  refresher.request();
  refresher.stop();
  refresher.request();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(refresh).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});
