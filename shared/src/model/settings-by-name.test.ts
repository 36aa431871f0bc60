import { expect, test } from 'vitest';
import { settingsByName, settingText } from './settings-by-name.ts';

const setting = (name: string, value: string | null, isChanged = true, isSecret = false) => {
  return { name, value, isChanged, isSecret };
};

test('a setting is listed once for each value, with its processes', () => {
  const rows = settingsByName([
    { process: 'api', settings: [setting('B', '1'), setting('A', null, false)] },
    { process: 'worker', settings: [setting('B', '2')] },
    { process: 'scheduler', settings: [setting('B', '1')] },
  ]);
  expect(rows.map(({ name, value, processes }) => [name, value, processes.join()])).toEqual([
    ['A', null, 'api'],
    ['B', '1', 'api,scheduler'],
    ['B', '2', 'worker'],
  ]);
});

test('different values are a conflict, but not of what each process has for itself', () => {
  const rows = settingsByName([
    { process: 'api', settings: [setting('A', '1'), setting('B', '1'), setting('SHUTDOWN_TIMEOUT_MS', '1')] },
    {
      process: 'worker',
      settings: [setting('A', '2'), setting('B', '1'), setting('SHUTDOWN_TIMEOUT_MS', '2')],
    },
  ]);
  expect(rows.map(({ name, isConflict }) => [name, isConflict])).toEqual([
    ['A', true],
    ['A', true],
    ['B', false],
    ['SHUTDOWN_TIMEOUT_MS', false],
    ['SHUTDOWN_TIMEOUT_MS', false],
  ]);
});

test.each([
  [setting('A', 'x'), 'x'],
  [setting('A', null, false), 'not set'],
  [setting('A', null, true, true), 'set, not shown'],
  [setting('A', null, false, true), 'not set'],
])('%j is %s', (one, text) => {
  expect(settingText(one)).toBe(text);
});
