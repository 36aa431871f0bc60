import { noCounters } from '@feedflow/shared/model/run';
import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { endedIn, withEnded } from './ended-runs.ts';

const at = '2026-11-24T12:05:00.000Z';
const finished = (runId: string, counters: object = {}) =>
  JSON.stringify({
    type: 'run.finished',
    runId,
    sourceName: 'Acme',
    at,
    status: 'completed',
    durationMs: 5,
    ...noCounters,
    ...counters,
  });

test('reports an ended run with whether it changed any job', () => {
  expect(endedIn('run', finished('a'))).toMatchObject([{ runId: 'a', changedJobs: false }]);
  expect(endedIn('run', finished('a', { removedJobs: 1 }))).toMatchObject([{ changedJobs: true }]);
});

test('reports the ended runs of a snapshot, so that none is missed after a reconnect', () => {
  const items = [makeRun({ runId: 'a' }), makeRun({ runId: 'b', status: 'completed', finishedAt: at })];
  const ended = endedIn('snapshot', JSON.stringify({ items, nextCursor: null }));
  expect(ended).toMatchObject([{ runId: 'b', sourceName: 'Acme', endedAtMs: Date.parse(at) }]);
});

test('ignores foreign messages', () => {
  expect(endedIn('run', 'nonsense')).toEqual([]);
  expect(endedIn('snapshot', '{}')).toEqual([]);
  expect(endedIn('run', JSON.stringify({ type: 'run.started', runId: 'a', at }))).toEqual([]);
});

test('ignores runs that ended before the list was read, and counts a run once', () => {
  const nothing = { sinceMs: Date.parse(at) - 1, runs: [] };
  const one = withEnded(nothing, endedIn('run', finished('a')));
  expect(one.runs).toHaveLength(1);
  expect(withEnded(one, endedIn('run', finished('a')))).toBe(one);
  const late = { sinceMs: Date.parse(at), runs: [] };
  expect(withEnded(late, endedIn('run', finished('a')))).toBe(late);
});
