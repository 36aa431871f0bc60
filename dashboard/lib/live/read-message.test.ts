import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { eventOf, listSnapshotOf, runSnapshotOf } from './read-message.ts';

const event = { type: 'run.started', runId: 'r1', sourceName: 'Acme', at: '2026-11-24T12:00:00.000Z' };

test('recognises the messages of the stream', () => {
  const run = makeRun();
  expect(eventOf(JSON.stringify(event))).toEqual(event);
  expect(runSnapshotOf(JSON.stringify(run))).toEqual(run);
  expect(listSnapshotOf(JSON.stringify({ items: [run], nextCursor: null }))?.items).toEqual([run]);
});

test.each([
  '',
  'null',
  '[]',
  '"run.started"',
  '{}',
  '<html>',
  JSON.stringify({ ...event, type: 'toString' }),
])('%s is nothing of the stream’s', (data) => {
  expect(eventOf(data)).toBeNull();
  expect(runSnapshotOf(data)).toBeNull();
  expect(listSnapshotOf(data)).toBeNull();
});
