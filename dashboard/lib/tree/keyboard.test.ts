import type { BatchStatus } from '@feedflow/shared/model/batch';
import { expect, test } from 'vitest';
import { makeBatch } from '../../tests/make-run.ts';
import { moveFor } from './keyboard.ts';
import { treeRows } from './rows.ts';

const nothing = { batches: [], hasMore: false, failed: false };
const rows = treeRows({
  counts: { failed: 2, running: 0, waiting: 0, completed: 5, cancelled: 0 },
  runOpen: true,
  open: new Set<BatchStatus>(['failed']),
  groups: {
    failed: { batches: [makeBatch(1), makeBatch(2)], hasMore: false, failed: false },
    running: nothing,
    waiting: nothing,
    completed: nothing,
    cancelled: nothing,
  },
});
// 0 run, 1 fetch, 2 group failed (open), 3 batch, 4 batch, 5 group completed (closed)

test.each([
  ['ArrowDown', 0, { type: 'focus', index: 1 }],
  ['ArrowDown', 5, { type: 'focus', index: 5 }],
  ['ArrowUp', 0, { type: 'focus', index: 0 }],
  ['Home', 4, { type: 'focus', index: 0 }],
  ['End', 0, { type: 'focus', index: 5 }],
  ['PageDown', 0, { type: 'focus', index: 5 }],
  ['ArrowRight', 2, { type: 'focus', index: 3 }],
  ['ArrowRight', 5, { type: 'toggle' }],
  ['ArrowRight', 3, null],
  ['ArrowLeft', 2, { type: 'toggle' }],
  ['ArrowLeft', 4, { type: 'focus', index: 2 }],
  ['ArrowLeft', 5, { type: 'focus', index: 0 }],
  ['Enter', 3, { type: 'open' }],
  [' ', 2, { type: 'toggle' }],
  [' ', 3, { type: 'select' }],
  ['x', 2, null],
])('%j on row %d does %j', (key, index, move) => expect(moveFor(key, index, rows)).toEqual(move));
