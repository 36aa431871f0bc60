import { batchMap, MAX_BARS, MAX_CELLS } from '@feedflow/shared/model/batch-map';
import type { BatchMark } from '@feedflow/shared/mongo/batches/batch-marks';
import { describe, expect, test } from 'vitest';
import { toStrip } from './strip.ts';
import { toTimeline } from './timeline.ts';

const START_MS = Date.UTC(2026, 0, 31);

/** A batch that a worker processed from one second to another; without an end it is running. */
function mark(batchIndex: number, worker: string, from: number, to?: number): BatchMark {
  return {
    batchIndex,
    worker,
    records: 200,
    failedJobs: 0,
    status: to === undefined ? 'running' : 'completed',
    startedAt: new Date(START_MS + from * 1_000),
    finishedAt: to === undefined ? null : new Date(START_MS + to * 1_000),
  };
}

describe('the strip', () => {
  test('has a cell per batch, in their order, also where some are missing', () => {
    const failed: BatchMark = { ...mark(3, 'w', 0, 1), status: 'failed', failedJobs: 200 };
    expect(toStrip([mark(0, 'w', 0, 1), mark(1, 'w', 0), failed])).toEqual({
      batchesPerCell: 1,
      waiting: [0, 0, 0, 0],
      running: [0, 1, 0, 0],
      completed: [1, 0, 0, 0],
      failed: [0, 0, 0, 1],
      cancelled: [0, 0, 0, 0],
      records: [200, 200, 0, 200],
      failedJobs: [0, 0, 0, 200],
      worst: [0, 0, 0, 0],
    });
    expect(toStrip([])).toMatchObject({ batchesPerCell: 1, completed: [] });
  });

  test.each([MAX_CELLS, MAX_CELLS + 1, 10_000, 99_999])('of %i batches loses none of them', (batches) => {
    const strip = toStrip(Array.from({ length: batches }, (_, at) => mark(at, 'w', at, at + 1)));
    expect(strip.completed.length).toBeLessThanOrEqual(MAX_CELLS);
    expect(strip.completed.reduce((sum, one) => sum + one, 0)).toBe(batches);
    expect(strip.records.reduce((sum, one) => sum + one, 0)).toBe(batches * 200);
  });
});

test('a cell that stands for several batches says which of them is the worst', () => {
  const marks = Array.from({ length: MAX_CELLS * 5 }, (_, at) => mark(at, 'w', at, at + 1));
  const become = (at: number, changes: Partial<BatchMark>) => Object.assign(marks[at] ?? {}, changes);
  become(3, { status: 'failed' });
  become(1, { failedJobs: 7 });
  become(7, { failedJobs: 7 });
  become(8, { status: 'running' });
  become(14, { status: 'waiting' });
  const { batchesPerCell, worst } = toStrip(marks);
  expect([batchesPerCell, ...worst.slice(0, 4)]).toEqual([5, 3, 2, 4, 0]);
});

describe('the timeline', () => {
  test('gives a worker as many lanes as it processed batches at one time', () => {
    const { lanes, bars, from } = toTimeline([
      mark(0, 'b', 0, 10),
      mark(1, 'a', 1, 3),
      mark(2, 'b', 2, 4),
      mark(3, 'b', 4, 6),
      mark(4, 'a', 3),
    ]);
    expect(from).toEqual(new Date(START_MS));
    expect(lanes).toEqual([
      { worker: 'a', slot: 0 },
      { worker: 'b', slot: 0 },
      { worker: 'b', slot: 1 },
    ]);
    expect(bars.map(({ lane, batchIndex, startMs, endMs }) => [lane, batchIndex, startMs, endMs])).toEqual([
      [0, 1, 1_000, 3_000],
      [0, 4, 3_000, null],
      [1, 0, 0, 10_000],
      [2, 2, 2_000, 4_000],
      [2, 3, 4_000, 6_000],
    ]);
  });

  test('leaves out what nobody has begun', () => {
    const waiting = { ...mark(0, 'w', 0), status: 'waiting' as const, startedAt: null, worker: null };
    expect(toTimeline([waiting])).toEqual({ from: null, lanes: [], lanesLeftOut: 0, bars: [] });
  });

  test('does not go backwards where clocks do', () => {
    expect(toTimeline([mark(0, 'w', 5, 4)]).bars).toMatchObject([{ startMs: 0, endMs: 0 }]);
  });

  test.each([
    [MAX_BARS, 4],
    [MAX_BARS + 1, 4],
    [10_000, 16],
    [10_000, 99],
    [2_000, 300],
  ])('of %i batches by %i workers is bounded and shows the worst batch of each bar', (batches, workers) => {
    const marks = Array.from({ length: batches }, (_, at) => {
      const turn = Math.floor(at / workers);
      return mark(at, `worker-${String(at % workers).padStart(3, '0')}`, turn * 2, turn * 2 + 1);
    });
    const broken = marks[workers];
    if (broken) broken.status = 'failed';
    const { bars, lanes, lanesLeftOut } = toTimeline(marks);
    expect(bars.length).toBeLessThanOrEqual(MAX_BARS);
    expect(lanes.length + lanesLeftOut).toBe(workers);
    const shown = marks.filter((_, at) => at % workers < lanes.length).length;
    expect(bars.reduce((sum, bar) => sum + bar.batches, 0)).toBe(shown);
    expect(bars.reduce((sum, bar) => sum + bar.busyMs, 0)).toBe(shown * 1_000);
    expect(bars.filter((bar) => bar.status === 'failed')).toMatchObject([{ batchIndex: workers }]);
  });
});

test('the map of 10,000 batches is under 100 kB', () => {
  const marks = Array.from({ length: 10_000 }, (_, at): BatchMark => {
    const worker = `import-worker-7f9c5d-${at % 16}:12345`;
    return { ...mark(at, worker, at, at + 15), records: 1_000, failedJobs: at % 7 === 0 ? 999 : 0 };
  });
  const map = batchMap.parse({
    runId: 'f'.repeat(24),
    attempt: null,
    batches: marks.length,
    strip: toStrip(marks),
    timeline: toTimeline(marks),
  });
  expect(JSON.stringify(map).length).toBeLessThan(100_000);
});
