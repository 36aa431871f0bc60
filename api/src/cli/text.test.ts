import { expect, test } from 'vitest';
import { outcome, table } from './text.ts';

const none = {
  totalFetched: 0,
  totalImported: 0,
  newJobs: 0,
  updatedJobs: 0,
  unchangedJobs: 0,
  duplicateJobs: 0,
  skippedJobs: 0,
  failedJobs: 0,
  removedJobs: 0,
};

test.each([
  [{}, '0 records'],
  [{ totalFetched: 1, totalImported: 1, newJobs: 1 }, '1 record: 1 new'],
  [
    { totalFetched: 1_234_567, totalImported: 1_234_000, unchangedJobs: 1_234_000, failedJobs: 567 },
    '1,234,567 records: 1,234,000 unchanged, 567 failed',
  ],
])('what a run did with %j reads "%s"', (counters, text) =>
  expect(outcome({ ...none, ...counters })).toBe(text),
);

test('columns of a table are as wide as a terminal shows their texts', () => {
  const rows = [
    ['東京', 'Tokyo'],
    ['서울', 'Seoul'],
    ['Zu\u0308rich', 'Zürich'],
    ['👩‍💻 Dev', 'Remote'],
    ['Ｎｕｒｓｅ', 'Leeds'],
  ];
  expect(table(['TITLE', 'PLACE'], rows).split('\n')).toEqual([
    'TITLE       PLACE',
    '東京        Tokyo',
    '서울        Seoul',
    'Zu\u0308rich      Zürich',
    '👩‍💻 Dev      Remote',
    'Ｎｕｒｓｅ  Leeds',
  ]);
});
