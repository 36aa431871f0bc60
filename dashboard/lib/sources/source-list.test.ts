import { expect, test } from 'vitest';
import { makeSource } from '../../tests/make-source.ts';
import { listSources, type SourceListQuery, sourceListFromUrl } from './source-list.ts';

const run = { runId: '0123456789abcdef01234567', status: 'failed', finishedAt: null } as const;
const sources = [
  makeSource({ name: 'Acme', lastRun: null, enabled: false, nextRuns: [] }),
  makeSource({
    name: 'Böll & Co',
    failuresInARow: 3,
    health: { level: 'failing', reasons: [] },
    lastRun: { ...run, startedAt: '2026-11-24T10:00:00.000Z' },
    nextRuns: ['2026-11-24T12:00:00.000Z'],
  }),
  makeSource({
    name: 'Cargo',
    url: 'https://jobs.acme.example/feed',
    failuresInARow: 1,
    health: { level: 'warning', reasons: [] },
    lastRun: { ...run, startedAt: '2026-11-24T11:00:00.000Z' },
    nextRuns: ['2026-11-24T11:30:00.000Z'],
  }),
];

test.each<[Partial<SourceListQuery>, string[]]>([
  [{}, ['Acme', 'Böll & Co', 'Cargo']],
  [{ text: 'BÖLL' }, ['Böll & Co']],
  [{ text: 'acme' }, ['Acme', 'Cargo']],
  [{ state: 'failing' }, ['Böll & Co']],
  [{ state: 'warning' }, ['Cargo']],
  [{ state: 'paused' }, ['Acme']],
  [{ state: 'enabled', text: 'acme' }, ['Cargo']],
  [{ sort: 'lastRun' }, ['Cargo', 'Böll & Co', 'Acme']],
  [{ sort: 'nextDue' }, ['Cargo', 'Böll & Co', 'Acme']],
  [{ sort: 'failures' }, ['Böll & Co', 'Cargo', 'Acme']],
])('%j lists %j', (query, names) => {
  const listed = listSources(sources, { text: null, state: null, sort: null, ...query });
  expect(listed.map(({ name }) => name)).toEqual(names);
});

test('the URL describes a list; values that are not known are reported and left out', () => {
  expect(sourceListFromUrl({ text: 'acme', state: 'paused', sort: null })).toEqual({
    query: { text: 'acme', state: 'paused', sort: null },
    unknown: [],
  });
  expect(sourceListFromUrl({ text: null, state: 'odd', sort: 'size' })).toEqual({
    query: { text: null, state: null, sort: null },
    unknown: ['odd', 'size'],
  });
});
