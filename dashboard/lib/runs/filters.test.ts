import { expect, test } from 'vitest';
import { activeFilterCount, NO_FILTERS as none, runListFromUrl } from './filters.ts';

const plain = { sort: null, size: null };

const span = { from: '2026-11-24T12:00:00Z', to: '2026-11-24T12:30:00.500Z' };

test.each([
  [none, none, null],
  [{ text: ' ', status: '', source: '', trigger: '', warning: '', range: '', from: '', to: '' }, none, null],
  [{ ...none, text: ' acme ', trigger: 'schedule' }, { ...none, text: 'acme', trigger: 'schedule' }, null],
  [{ ...none, trigger: 'magic' }, none, 'magic'],
  [{ ...none, warning: 'any' }, { ...none, warning: 'any' }, null],
  [{ ...none, warning: 'ids-change' }, { ...none, warning: 'ids-change' }, null],
  [{ ...none, warning: 'thunder' }, none, 'thunder'],
  [
    { ...none, status: 'partial,failed', source: 'Acme', range: '24h' },
    { ...none, status: 'partial,failed', source: 'Acme', range: '24h' },
    null,
  ],
  [{ ...none, status: 'failed,bogus' }, { ...none, status: 'failed' }, 'bogus'],
  [{ ...none, status: 'bogus' }, none, 'bogus'],
  [{ ...none, range: '25h' }, none, '25h'],
  [{ ...none, ...span }, { ...none, ...span }, null],
  [{ ...none, ...span, range: '24h' }, { ...none, range: '24h' }, null],
  [{ ...none, from: 'yesterday', to: span.to }, { ...none, to: span.to }, 'yesterday'],
])('the URL %j selects %j', (url, filters, unknown) => {
  expect(runListFromUrl({ ...url, ...plain }, null)).toEqual({
    query: { filters, sort: '-startedAt', limit: 50 },
    unknown,
  });
});

test('the same statuses in another order are the same filter, so that they share cached data', () => {
  const one = runListFromUrl({ ...none, ...plain, status: 'failed,running' }, null);
  const other = runListFromUrl({ ...none, ...plain, status: 'running,failed' }, null);
  expect(one).toEqual(other);
});

test('counts filters, not their values', () => {
  expect(activeFilterCount(none)).toBe(0);
  expect(activeFilterCount({ ...none, ...span, status: 'failed,partial' })).toBe(2);
});

test("reads order and page size from the URL; the size else from the browser's cookie", () => {
  const fromUrl = runListFromUrl({ ...none, sort: '-durationMs', size: 100 }, 25);
  expect(fromUrl.query).toMatchObject({ sort: '-durationMs', limit: 100 });
  const wrong = runListFromUrl({ ...none, sort: 'sideways', size: 7 }, 25);
  expect(wrong).toMatchObject({ query: { sort: '-startedAt', limit: 25 }, unknown: 'sideways' });
});
