import { expect, test } from 'vitest';
import { filtersFromUrl } from './run-filters.ts';

test.each([
  [{ status: null, source: null }, { status: null, source: null }, null],
  [{ status: '', source: '' }, { status: null, source: null }, null],
  [{ status: 'partial,failed', source: 'Acme' }, { status: 'partial,failed', source: 'Acme' }, null],
  [{ status: 'failed,bogus', source: null }, { status: 'failed', source: null }, 'bogus'],
  [{ status: 'bogus', source: null }, { status: null, source: null }, 'bogus'],
])('the URL %j asks for %j', (url, filters, unknownStatus) => {
  expect(filtersFromUrl(url)).toEqual({ filters, unknownStatus });
});

test('the same statuses in another order are the same filter, so that they share what was read', () => {
  const one = filtersFromUrl({ status: 'failed,running', source: null });
  const other = filtersFromUrl({ status: 'running,failed', source: null });
  expect(one).toEqual(other);
});
