import { type UpsertBatchResult, upsertBatchResult } from '@feedflow/shared/queues/payloads';

/** What a run's children came to, as BullMQ kept it for the parent. */
export interface ChildOutcomes {
  /** Results of the batches of the last try at the feed, by job id. */
  batches: Map<string, UpsertBatchResult>;
  /** Why children failed for good, by job id. */
  failures: Map<string, string>;
}

/**
 * Sorts the children's results out.
 *
 * @param values results by job key, as `getChildrenValues` gives them
 * @param failures reasons by job key, as `getIgnoredChildrenFailures` gives them
 * @param fetchAttempt the last try at the feed: batches of earlier ones do not count
 */
export function readChildren(
  values: Record<string, unknown>,
  failures: Record<string, string>,
  fetchAttempt: number,
): ChildOutcomes {
  const outcomes: ChildOutcomes = { batches: new Map(), failures: new Map() };
  for (const [key, value] of Object.entries(values)) {
    const batch = upsertBatchResult.safeParse(value);
    if (batch.success && batch.data.fetchAttempt === fetchAttempt)
      outcomes.batches.set(jobIdOf(key), batch.data);
  }
  for (const [key, reason] of Object.entries(failures)) outcomes.failures.set(jobIdOf(key), reason);
  return outcomes;
}

/** A job key is prefix:queue:id, and ids have no colons. */
function jobIdOf(key: string): string {
  return key.slice(key.lastIndexOf(':') + 1);
}
