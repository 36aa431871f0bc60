import { afterEach, expect, test, vi } from 'vitest';
import { createOutageWatch, type OutagePart, outageReason } from './outage.ts';

const INTERVAL_MS = 15_000;
const OUTAGE_INTERVAL_MS = 3_000;

afterEach(() => void vi.useRealTimers());

/** A watch of a system whose state a test sets. */
function watchSystem(state: { down?: OutagePart[]; visible?: boolean } = {}) {
  vi.useFakeTimers();
  const { down = [], visible = true } = state;
  const system = { down, apiDown: false, visible, checks: 0 };
  const outages = createOutageWatch({
    visible: () => system.visible,
    check: async () => {
      system.checks += 1;
      if (system.apiDown) throw new Error('no response');
      return system.down;
    },
  });
  const recoveries = vi.fn();
  const stop = outages.watch(recoveries);
  return { system, outages, recoveries, stop };
}

test('a suspected outage is checked at once; its end is noticed within seconds', async () => {
  const { system, outages, recoveries } = watchSystem();
  await vi.advanceTimersByTimeAsync(0);
  system.down = ['MongoDB'];
  outages.suspect();
  await vi.advanceTimersByTimeAsync(0);
  expect(outages.parts()).toEqual(['MongoDB']);
  system.down = [];
  await vi.advanceTimersByTimeAsync(OUTAGE_INTERVAL_MS);
  expect(outages.parts()).toEqual([]);
  expect(recoveries).toHaveBeenCalledOnce();
});

test('a new page checks at once', async () => {
  const { outages } = watchSystem({ down: ['Redis'] });
  await vi.advanceTimersByTimeAsync(0);
  expect(outages.parts()).toEqual(['Redis']);
});

test('a request that failed for another reason starts no outage', async () => {
  const { system, outages } = watchSystem();
  await vi.advanceTimersByTimeAsync(0);
  const listener = vi.fn();
  outages.subscribe(listener);
  outages.suspect();
  await vi.advanceTimersByTimeAsync(0);
  expect([system.checks, outages.parts()]).toEqual([2, []]);
  expect(listener).not.toHaveBeenCalled();
});

test('an outage is noticed without any request; an API without a response is one', async () => {
  const { system, outages } = watchSystem();
  system.apiDown = true;
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  expect(outages.parts()).toEqual(['API']);
});

test('a hidden page checks nothing, nor one that is no longer watched', async () => {
  const { system, stop } = watchSystem({ visible: false });
  await vi.advanceTimersByTimeAsync(2 * INTERVAL_MS);
  expect(system.checks).toBe(0);
  system.visible = true;
  await vi.advanceTimersByTimeAsync(INTERVAL_MS);
  expect(system.checks).toBe(1);
  stop();
  await vi.advanceTimersByTimeAsync(2 * INTERVAL_MS);
  expect(system.checks).toBe(1);
});

test.each<[OutagePart[], string | null, string | null]>([
  [[], null, null],
  [['Redis'], null, 'Redis is unreachable.'],
  [['MongoDB', 'Redis'], 'MongoDB is unreachable.', 'MongoDB and Redis are unreachable.'],
  [['API'], 'The API is unreachable.', 'The API is unreachable.'],
])('without %j a command gives the reason %j, and one for workers %j', (parts, reason, forWorkers) => {
  expect([outageReason(parts, false), outageReason(parts, true)]).toEqual([reason, forWorkers]);
});
