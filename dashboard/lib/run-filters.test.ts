import { expect, test } from 'vitest';
import { filtersFromUrl, filtersOn, NO_FILTERS as none } from './run-filters.ts';

const span = { from: '2026-11-24T12:00:00Z', to: '2026-11-24T12:30:00.500Z' };

test.each([
  [none, none, null],
  [{ status: '', source: '', range: '', from: '', to: '' }, none, null],
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
])('the URL %j asks for %j', (url, filters, unknown) => {
  expect(filtersFromUrl(url)).toEqual({ filters, unknown });
});

test('the same statuses in another order are the same filter, so that they share what was read', () => {
  const one = filtersFromUrl({ ...none, status: 'failed,running' });
  const other = filtersFromUrl({ ...none, status: 'running,failed' });
  expect(one).toEqual(other);
});

test('filters are counted, not their values', () => {
  expect(filtersOn(none)).toBe(0);
  expect(filtersOn({ ...none, ...span, status: 'failed,partial' })).toBe(2);
});
