import type { ApiClient } from '@feedflow/shared/api/client';
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { createQueries } from './queries.ts';

test('further samples of a group can be read as long as its run keeps more of them', async () => {
  const group = { reasonCode: 'title-missing', stage: 'normalize', pattern: 'no title' } as const;
  let kept = 8;
  const call = async (_name: string, { query }: { query: { skip: number } }) => ({
    groups: [
      { ...group, kept, samples: Array.from({ length: kept - query.skip }, (_, n) => query.skip + n) },
    ],
  });
  const queries = createQueries({ call } as unknown as ApiClient);
  const observer = new InfiniteQueryObserver(new QueryClient(), queries.moreFailures('run', group, 5));
  const shown = async () => (await observer.fetchNextPage()).data?.pages.flat();
  expect(await shown()).toEqual([5, 6, 7]);
  kept = 10;
  expect(await shown()).toEqual([5, 6, 7, 8, 9]);
});
