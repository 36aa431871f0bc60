'use client';

import { useQuery } from '@tanstack/react-query';
import { queries } from '../../lib/api/browser.ts';
import { asFailure } from '../../lib/api/failure.ts';
import type { Batch, BatchDetails } from '../../lib/api/types.ts';
import { parseBatchKey } from '../../lib/tree/rows.ts';

/**
 * One batch by its key, with its attempts. While it loads, the batch from the tree (`loaded`) is used.
 * Null if there is no such batch.
 */
export function useBatch(runId: string, key: string | null, loaded: Batch | undefined) {
  const parsed = key === null ? null : parseBatchKey(key);
  const read = useQuery({
    ...queries.batch(runId, parsed?.batchIndex ?? 0, parsed?.attempt ?? null),
    enabled: parsed !== null,
  });
  const batch: Batch | BatchDetails | null = read.data ?? loaded ?? null;
  const unknown = read.isError && asFailure(read.error).code === 'batch-unknown';
  return {
    batch,
    attempts: read.data?.attempts ?? null,
    pending: batch === null && read.isPending,
    failure: batch === null && read.isError && !unknown ? read : null,
  };
}
