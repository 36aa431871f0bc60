import { expect, test } from 'vitest';
import { filtersFromUrl, filtersOn } from './run-filters.ts';

const none = { status: null, source: null, range: null };

test.each([
  [none, none, null],
  [{ status: '', source: '', range: '' }, none, null],
  [
    { status: 'partial,failed', source: 'Acme', range: '24h' },
    { status: 'partial,failed', source: 'Acme', range: '24h' },
    null,
  ],
  [{ ...none, status: 'failed,bogus' }, { ...none, status: 'failed' }, 'bogus'],
  [{ ...none, status: 'bogus' }, none, 'bogus'],
  [{ ...none, range: '25h' }, none, '25h'],
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
  expect(filtersOn({ status: 'failed,partial', source: null, range: '7d' })).toBe(2);
});
