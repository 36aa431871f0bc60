import { expect, test } from 'vitest';
import {
  activeJobFilterCount,
  type JobFilters,
  jobQueryOf,
  NO_JOB_FILTERS as none,
  sortsOf,
} from './job-filters.ts';

const unasked = {
  source: null,
  text: null,
  company: null,
  location: null,
  publishedFrom: null,
  publishedTo: null,
  runId: null,
  status: 'open',
  sort: '-publishedAt',
  limit: 50,
};

test.each<[Partial<JobFilters>, object]>([
  [{}, {}],
  [
    { source: 'Acme', text: ' night nurse ', company: ' ' },
    { source: 'Acme', text: 'night nurse', sort: '-createdAt' },
  ],
  [{ published: '7d' }, { publishedFrom: 'now-7d' }],
  // Both days are meant.
  [
    { from: '2026-11-20', to: '2026-11-24' },
    { publishedFrom: '2026-11-20T00:00:00.000Z', publishedTo: '2026-11-25T00:00:00.000Z' },
  ],
  [{ published: '24h', from: '2026-11-20' }, { publishedFrom: 'now-24h' }],
  // What a run changed may have been closed since.
  [
    { run: '0123456789abcdef01234567' },
    { runId: '0123456789abcdef01234567', status: null, sort: '-createdAt' },
  ],
  [{ status: 'expired' }, { status: 'expired' }],
  [{ status: 'closed' }, { status: 'closed', sort: '-closedAt' }],
  [{ status: 'all' }, { status: null }],
])('%j becomes the query %j', (filters, query) => {
  expect(jobQueryOf({ ...none, ...filters }, null, 50)).toEqual({
    query: { ...unasked, ...query },
    unknown: {},
  });
});

test('reports and leaves out invalid filters', () => {
  const filters = { ...none, published: '3y', from: 'monday', to: '2026-02-30', status: 'gone' };
  const { query, unknown } = jobQueryOf(filters, 'salary', 50);
  expect(query).toEqual(unasked);
  expect(unknown).toEqual({
    published: '3y',
    from: 'monday',
    to: '2026-02-30',
    status: 'gone',
    sort: 'salary',
  });
  expect(jobQueryOf({ ...none, run: '../../health' }, null, 50)).toMatchObject({
    query: { runId: null },
    unknown: { run: '../../health' },
  });
});

test('only closed jobs are sorted by their closing', () => {
  const sorts = (status: string | null) => sortsOf({ ...none, status }).map(({ value }) => value);
  expect(sorts('closed')).toContain('-closedAt');
  expect(sorts(null)).not.toContain('-closedAt');
  expect(jobQueryOf(none, '-closedAt', 50)).toMatchObject({ query: { sort: '-publishedAt' }, unknown: {} });
  expect(jobQueryOf({ ...none, status: 'closed' }, 'createdAt', 50).query.sort).toBe('createdAt');
});

test('filters are counted, two days being one', () => {
  expect(activeJobFilterCount(none)).toBe(0);
  expect(activeJobFilterCount({ ...none, text: 'nurse', from: '2026-11-20', to: '2026-11-24' })).toBe(2);
});
