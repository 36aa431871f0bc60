import type { BatchStatus } from '@feedflow/shared/model/batch';
import { expect, test } from 'vitest';
import { makeBatch } from '../../tests/make-run.ts';
import { batchKey, type LoadedGroup, OPEN_AT_FIRST, parseBatchKey, treeRows } from './rows.ts';

const nothing: LoadedGroup = { batches: [], hasMore: false, failed: false };
const none = { failed: nothing, running: nothing, waiting: nothing, completed: nothing, cancelled: nothing };
const counts = { failed: 2, running: 0, waiting: 3, completed: 9_995, cancelled: 0 };
const failed: LoadedGroup = {
  batches: [makeBatch(4, { status: 'failed' }), makeBatch(7, { status: 'failed' })],
  hasMore: false,
  failed: false,
};
const input = { counts, runOpen: true, open: new Set(OPEN_AT_FIRST), groups: { ...none, failed } };

test('below the run stand fetch-feed and the groups that have batches, the failed ones first and open', () => {
  expect(treeRows(input).map(({ id }) => id)).toEqual([
    'run',
    'fetch',
    'group-failed',
    '4',
    '7',
    'group-waiting',
    'group-completed',
  ]);
});

test('a closed run hides all that is below it', () => {
  expect(treeRows({ ...input, runOpen: false }).map(({ id }) => id)).toEqual(['run']);
});

test('places and numbers of siblings count what is not mounted or loaded', () => {
  const open = new Set<BatchStatus>(['completed']);
  const completed = { batches: [makeBatch(0), makeBatch(1)], hasMore: true, failed: false };
  const rows = treeRows({ ...input, open, groups: { ...none, completed } });
  expect(rows.find(({ id }) => id === 'group-completed')).toMatchObject({
    level: 2,
    position: 4,
    siblings: 4,
  });
  expect(rows.find(({ id }) => id === '1')).toMatchObject({ level: 3, position: 2, siblings: 9_995 });
  expect(rows.at(-1)).toMatchObject({ kind: 'more', loaded: 2, count: 9_995, position: 3, siblings: 9_995 });
});

test('before the counts are known the run and its feed are there already', () => {
  const rows = treeRows({ ...input, counts: undefined, open: new Set() });
  expect(rows.map(({ id }) => id)).toEqual(['run', 'fetch']);
});

test.each([
  ['4', { batchIndex: 4, attempt: null }],
  ['4-2', { batchIndex: 4, attempt: 2 }],
  [batchKey(makeBatch(4, { superseded: true, attempt: 2 })), { batchIndex: 4, attempt: 2 }],
  ['x', null],
  ['4-', null],
  ['4-2-1-1', null],
])('the name %j of a batch says where to look for it', (key, place) =>
  expect(parseBatchKey(key)).toEqual(place),
);
