import { expect, test } from 'vitest';
import { activeJobFilterCount, type JobFilters, jobQueryOf, NO_JOB_FILTERS as none } from './job-filters.ts';

const unasked = {
  source: null,
  text: null,
  company: null,
  location: null,
  publishedFrom: null,
  publishedTo: null,
  runId: null,
  limit: 50,
};

test.each<[Partial<JobFilters>, object]>([
  [{}, {}],
  [
    { source: 'Acme', text: ' night nurse ', company: ' ' },
    { source: 'Acme', text: 'night nurse' },
  ],
  [{ published: '7d' }, { publishedFrom: 'now-7d' }],
  // Both days are meant.
  [
    { from: '2026-11-20', to: '2026-11-24' },
    { publishedFrom: '2026-11-20T00:00:00.000Z', publishedTo: '2026-11-25T00:00:00.000Z' },
  ],
  [{ published: '24h', from: '2026-11-20' }, { publishedFrom: 'now-24h' }],
  [{ run: '0123456789abcdef01234567' }, { runId: '0123456789abcdef01234567' }],
])('%j becomes the query %j', (filters, query) => {
  expect(jobQueryOf({ ...none, ...filters }, 50)).toEqual({
    query: { ...unasked, ...query },
    unknown: null,
  });
});

test('reports and leaves out invalid filters', () => {
  const filters = { ...none, published: '3y', from: 'monday', to: '2026-13-01', run: '../../health' };
  const { query, unknown } = jobQueryOf(filters, 50);
  expect(query).toEqual(unasked);
  expect(unknown).toBe('3y, monday, 2026-13-01, ../../health');
});

test('filters are counted, two days being one', () => {
  expect(activeJobFilterCount(none)).toBe(0);
  expect(activeJobFilterCount({ ...none, text: 'nurse', from: '2026-11-20', to: '2026-11-24' })).toBe(2);
});
