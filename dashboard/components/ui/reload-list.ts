import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';

/** Reads a list again from its first page and scrolls to the top; the old rows stay until the new ones arrive. */
export async function reloadList(queryClient: QueryClient, queryKey: QueryKey): Promise<void> {
  queryClient.setQueryData<InfiniteData<unknown>>(queryKey, (list) =>
    list ? { pages: list.pages.slice(0, 1), pageParams: list.pageParams.slice(0, 1) } : list,
  );
  window.scrollTo({ top: 0 });
  await queryClient.refetchQueries({ queryKey, exact: true });
}
