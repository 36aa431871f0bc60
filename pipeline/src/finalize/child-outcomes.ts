import { type UpsertBatchResult, upsertBatchResult } from '@feedflow/shared/queues/payloads';
import { stepIdOf } from '../step-id.ts';

/** The results of a run's children, as BullMQ keeps them for the parent. */
export interface ChildOutcomes {
  /** Results of the batches of the last fetch attempt, by step id. */
  batches: Map<string, UpsertBatchResult>;
  /** Why children failed permanently, by step id. */
  failures: Map<string, string>;
}

/**
 * Reads the results of a run's children.
 *
 * @param values results by key, as `getChildrenValues` gives them
 * @param failures reasons by key, as `getIgnoredChildrenFailures` gives them
 * @param fetchAttempt the last one: batches of earlier ones do not count
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
      outcomes.batches.set(stepIdOf(key), batch.data);
  }
  for (const [key, reason] of Object.entries(failures)) outcomes.failures.set(stepIdOf(key), reason);
  return outcomes;
}

/** Whether a child reads the feed or the kept batches, rather than being a batch. */
export function isReaderStep(stepId: string): boolean {
  return stepId.endsWith('-fetch') || stepId.endsWith('-requeue');
}
