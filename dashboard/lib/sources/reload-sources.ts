import type { QueryClient } from '@tanstack/react-query';
import { keys } from '../api/queries.ts';

/** Reads again what is shown of sources and of their changes: after a command that changes one. */
export async function reloadSources(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.sources }),
    queryClient.invalidateQueries({ queryKey: keys.auditLogs }),
  ]);
}
