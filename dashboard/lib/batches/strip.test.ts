import { expect, test } from 'vitest';
import { batchOf, cellAfter, cellLabel, gridOf, type Strip, toneCounts, toneOf } from './strip.ts';
import { TONES, tonePath } from './tone.ts';

const none = [0, 0, 0, 0];
const strip: Strip = {
  batchesPerCell: 1,
  waiting: [0, 0, 0, 0],
  running: [0, 0, 1, 0],
  completed: [1, 1, 0, 0],
  failed: [0, 0, 0, 1],
  cancelled: none,
  records: [100, 100, 57, 100],
  failedJobs: [0, 40, 0, 100],
  worst: none,
};
const shared: Strip = {
  ...strip,
  batchesPerCell: 5,
  worst: [0, 3, 0, 0],
  completed: [5, 4, 0, 0],
  failed: [0, 1, 0, 0],
};

test('a cell has the tone of its most urgent batch, and none without batches', () => {
  expect([0, 1, 2, 3].map((cell) => toneOf(strip, cell))).toEqual([
    'completed',
    'refused',
    'running',
    'failed',
  ]);
  expect([0, 1, 3].map((cell) => toneOf(shared, cell))).toEqual(['completed', 'failed', null]);
});

test('a cell opens the worst of its batches', () => {
  expect([batchOf(strip, 3), batchOf(shared, 1), batchOf(shared, 2)]).toEqual([3, 8, 10]);
});

test.each([
  [strip, 0, 'Batch 0: completed, 100 records'],
  [strip, 1, 'Batch 1: completed, 40 of 100 records failed'],
  [shared, 1, 'Batches 5 to 9: 1 failed, 4 completed; 40 of 100 records failed'],
  [shared, 3, 'Batch 15: not in this attempt'],
])('labels a cell', (of, cell, words) => expect(cellLabel(of, cell)).toBe(words));

test('counts batches with failed records separately if each batch has a cell', () => {
  const counts = toneCounts(strip);
  expect(TONES.map(({ tone }) => counts.get(tone))).toEqual([1, 1, 1, 0, 0, 1]);
  expect(toneCounts(shared).get('refused')).toBeUndefined();
  expect(toneCounts(shared).get('completed')).toBe(9);
});

test.each([
  [4, 1_000, 84],
  [2_000, 1_100, 84],
  [2_000, 330, 160],
  [1, 0, 84],
])('%i cells stand within %i by %i pixels', (cells, width, height) => {
  const { pitch, columns, rows } = gridOf(cells, width, height);
  expect(rows * pitch).toBeLessThanOrEqual(height);
  expect(columns * pitch).toBeLessThanOrEqual(Math.max(width, pitch));
  expect(columns * rows).toBeGreaterThanOrEqual(cells);
});

test.each([
  ['ArrowRight', 99, 99],
  ['ArrowLeft', 0, 0],
  ['ArrowDown', 5, 25],
  ['ArrowUp', 25, 5],
  ['End', 5, 99],
  ['Home', 5, 0],
  ['x', 5, null],
])('%s leads from cell %i of 100 in rows of 20 to %j', (key, cell, next) =>
  expect(cellAfter(key, cell, 100, 20)).toBe(next),
);

test('no two tones have the same shape', () => {
  const shapes = TONES.map(({ tone }) => tonePath(tone, 0, 0, 10));
  expect(new Set(shapes).size).toBe(TONES.length);
});
