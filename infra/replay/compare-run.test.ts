import type { StoredJob } from '@feedflow/shared/model/job';
import { expect, test } from 'vitest';
import { aJob } from '../testing/suite/a-job.ts';
import { compareJobs, type Stored } from './compare-run.ts';
import { HistoryModel, identifier } from './history-model.ts';
import { readRecords } from './read-records.ts';

const first =
  '<jobs><job><id>1</id><title>Cook</title></job><job><id>2</id><title>Baker</title></job></jobs>';

function storedJob(
  id: string,
  title: string,
  createdRunId: string,
  status: 'open' | 'closed' = 'open',
): StoredJob {
  const now = new Date(0);
  return {
    ...aJob({ sourceUrl: 'https://inn.example/jobs.xml', sourceName: 'inn', externalId: id, title }),
    createdAt: now,
    updatedAt: now,
    createdRunId,
    updatedRunId: null,
    status,
    closedAt: null,
    closedRunId: null,
  };
}

/** The findings of runs, each with the store after it. */
function findings(...runs: { xml: string; jobs: StoredJob[] }[]): string[][] {
  const model = new HistoryModel(identifier([], 'id'), new Set());
  const stored: Stored = new Map();
  return runs.map(({ xml, jobs }, index) => {
    const expected = model.next(readRecords(xml) ?? []);
    const found = compareJobs(expected, { runId: `run-${index + 1}`, jobs, model, stored });
    model.remember(expected);
    return found.map(({ kind, title }) => `${kind} ${title}`);
  });
}

test('a store with exactly the listed jobs has no findings', () => {
  const jobs = [storedJob('1', 'Cook', 'run-1'), storedJob('2', 'Baker', 'run-1')];
  expect(findings({ xml: first, jobs }, { xml: first, jobs })).toEqual([[], []]);
});

test('a listed job that is closed is lost', () => {
  const jobs = [storedJob('1', 'Cook', 'run-1'), storedJob('2', 'Baker', 'run-1', 'closed')];
  expect(findings({ xml: first, jobs })).toEqual([['lost Baker']]);
});

test('two listed jobs that share a stored one are merged', () => {
  const xml = first.replace('Baker', 'Cook');
  expect(findings({ xml, jobs: [storedJob('1', 'Cook', 'run-1')] })).toEqual([['merged Cook']]);
});

test('a known job that is stored as a new one is recreated', () => {
  const before = [storedJob('1', 'Cook', 'run-1'), storedJob('2', 'Baker', 'run-1')];
  const after = [storedJob('1', 'Cook', 'run-1'), storedJob('2', 'Baker', 'run-2')];
  const closed = storedJob('9', 'Baker', 'run-1', 'closed');
  expect(findings({ xml: first, jobs: before }, { xml: first, jobs: [...after, closed] })).toEqual([
    [],
    ['recreated Baker'],
  ]);
});

test('a new job that is stored as a known one is taken, and an open one that is not listed is extra', () => {
  const jobs = [storedJob('1', 'Cook', 'run-1'), storedJob('2', 'Baker', 'run-1')];
  const second = first.replace('<id>2</id><title>Baker', '<id>3</id><title>Porter');
  const after = [
    storedJob('1', 'Cook', 'run-1'),
    storedJob('3', 'Porter', 'run-1'),
    storedJob('2', 'Baker', 'run-1'),
  ];
  expect(findings({ xml: first, jobs }, { xml: second, jobs: after })).toEqual([
    [],
    ['taken Porter', 'extra Baker'],
  ]);
});
