import { QueryClient } from '@tanstack/react-query';
import { asFailure } from './failure.ts';

/**
 * react-query for a dashboard that is notified of changes: nothing is read again without one, neither on a
 * timer nor on focus. `networkMode: 'always'` because an API on loopback needs no internet.
 *
 * @param duringOutage whether a service is known to be unreachable: then a failure is shown without a retry
 */
export function createQueryClient(duringOutage: () => boolean = () => false): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < 1 && !duringOutage() && asFailure(error).temporary,
        retryDelay: 500,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
