import type { RunEvent } from '@feedflow/shared/model/run-event';
import type { StreamedEvent } from '@feedflow/shared/redis/event-stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createThinner, thin } from './thin.ts';

let next = 0;
function event(type: RunEvent['type'], runId = 'a'): StreamedEvent {
  next += 1;
  return { id: `${next}-0`, event: { type, runId } as RunEvent };
}
const ids = (events: StreamedEvent[]) => events.map((one) => one.id);

beforeEach(() => {
  next = 0;
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('of each run’s progress the newest of a kind stays, beginnings and ends all stay, in order', () => {
  const events = [
    event('run.started'),
    event('run.progress'),
    event('batch.finished'),
    event('run.progress', 'b'),
    event('run.progress'),
    event('batch.finished'),
    event('run.finished', 'b'),
    event('run.started', 'b'),
  ];
  expect(ids(thin(events))).toEqual(['1-0', '5-0', '6-0', '7-0', '8-0']);
});

test('a flood of batches comes out twice a second at most, the last one always', () => {
  const out: StreamedEvent[] = [];
  const thinner = createThinner((one) => out.push(one));
  for (let ms = 0; ms < 10_000; ms += 10) {
    thinner.push(event('batch.finished'));
    thinner.push(event('run.progress'));
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(out.length).toBeLessThanOrEqual(22);
  expect(out.length).toBeGreaterThan(17);
  expect(out.at(-1)?.id).toBe('2000-0');
  const numbers = out.map((one) => Number.parseInt(one.id, 10));
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
});

test('after a pause an event goes out at once', () => {
  const out: StreamedEvent[] = [];
  const thinner = createThinner((one) => out.push(one));
  thinner.push(event('run.progress'));
  vi.advanceTimersByTime(5_000);
  thinner.push(event('batch.finished'));
  expect(ids(out)).toEqual(['1-0', '2-0']);
  thinner.push(event('batch.finished'));
  thinner.close();
  vi.advanceTimersByTime(5_000);
  expect(out).toHaveLength(2);
});
