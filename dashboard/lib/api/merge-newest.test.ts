import { expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { mergeNewest, type RunList, updateKnown } from './merge-newest.ts';
import type { RunPage } from './types.ts';

const page = (ids: string, nextCursor: string | null): RunPage => ({
  items: [...ids].map((runId) => makeRun({ runId })),
  nextCursor,
});
const list = (...pages: RunPage[]): RunList => ({
  pages,
  pageParams: pages.map((_, index) => String(index)),
});
const shown = ({ pages }: RunList) => pages.map(({ items }) => items.map(({ runId }) => runId).join(''));

test.each([
  ['nothing was loaded', undefined, page('cba', 'a'), ['cba'], 'a'],
  ['nothing is new', list(page('fed', 'd'), page('cba', null)), page('fed', 'd'), ['fed', 'cba'], null],
  ['one is new', list(page('fed', 'd'), page('cba', null)), page('gfe', 'e'), ['gfed', 'cba'], null],
  ['only the first page was loaded', list(page('fed', 'd')), page('hgf', 'f'), ['hgfed'], 'd'],
  [
    'one no longer matches the filters',
    list(page('fed', 'd'), page('cba', null)),
    page('fdc', 'c'),
    ['fdc', 'ba'],
    null,
  ],
  ['everything fits on one page', list(page('ba', null)), page('cba', null), ['cba'], null],
  [
    'more is new than a page holds',
    list(page('fed', 'd'), page('cba', null)),
    page('mlk', 'k'),
    ['mlk'],
    'k',
  ],
])('when %s, no run is lost, doubled or out of order', (_, before, fresh, expected, cursor) => {
  const merged = mergeNewest(before, fresh);
  expect(shown(merged)).toEqual(expected);
  expect(merged.pages.at(-1)?.nextCursor).toBe(cursor);
});

test('what the fresh page says of a run replaces what was known', () => {
  const fresh = { items: [makeRun({ runId: 'b', status: 'completed' })], nextCursor: 'b' };
  const merged = mergeNewest(list(page('ba', null)), fresh);
  expect(merged.pages[0]?.items[0]?.status).toBe('completed');
});

test('in an order other than by time runs keep their positions and get their new values', () => {
  const before = list(page('cab', 'b'), page('d', null));
  const fresh: RunPage = {
    items: [makeRun({ runId: 'z' }), makeRun({ runId: 'a', failedJobs: 7 })],
    nextCursor: 'y',
  };
  const after = updateKnown(before, fresh);
  expect(shown(after)).toEqual(['cab', 'd']);
  expect(after.pages[0]?.items[1]?.failedJobs).toBe(7);
  expect(after.pages[0]?.nextCursor).toBe('b');
});
