import type { FetchQueryOptions, QueryClient, QueryKey } from '@tanstack/react-query';

/**
 * Reads what a page shows again, without a retry. A read that is under way is not waited for: it began before what has
 * just happened.
 */
export async function readAgain<Fetched, Failure, Data, Key extends QueryKey>(
  queryClient: QueryClient,
  query: FetchQueryOptions<Fetched, Failure, Data, Key>,
): Promise<Data> {
  await queryClient.cancelQueries({ queryKey: query.queryKey, exact: true });
  return queryClient.fetchQuery({ ...query, staleTime: 0, retry: false });
}
