'use client';

import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { Batch, BatchDetails } from '../../lib/api/types.ts';
import { parseBatchKey } from '../../lib/tree/rows.ts';

/**
 * One batch by its key, with what each attempt made of it; until that is read, `loaded` where the tree has it.
 * Null where there is no such batch.
 */
export function useBatch(runId: string, key: string | null, loaded: Batch | undefined) {
  const place = key === null ? null : parseBatchKey(key);
  const read = useQuery({
    ...queries.batch(runId, place?.batchIndex ?? 0, place?.attempt ?? null),
    enabled: place !== null,
  });
  const batch: Batch | BatchDetails | null = read.data ?? loaded ?? null;
  const unknown = read.isError && asFailure(read.error).code === 'batch-unknown';
  return {
    batch,
    attempts: read.data?.attempts ?? null,
    pending: batch === null && read.isPending,
    error: batch === null && !unknown ? read.error : null,
    retry: () => void read.refetch(),
    retrying: read.isFetching,
  };
}
