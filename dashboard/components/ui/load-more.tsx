'use client';

import { Button, Text } from '@mantine/core';
import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { asFailure } from '../../lib/api/failure.ts';
import { safeText } from '../../lib/format/text.ts';

/** A list that is read page by page. */
export type PagedList = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
>;

/** Loads the next page of a list, or says why that failed; nothing if all is loaded. */
export function LoadMore({ list, children }: { list: PagedList; children: string }) {
  if (!list.hasNextPage) return null;
  return (
    <>
      {list.isFetchNextPageError && (
        <Text size="sm" c="var(--ff-failed)" role="alert">
          Could not load more: {safeText(asFailure(list.error).message, 300)}
        </Text>
      )}
      <Button
        variant="default"
        size="xs"
        loading={list.isFetchingNextPage}
        onClick={() => void list.fetchNextPage()}
      >
        {children}
      </Button>
    </>
  );
}
