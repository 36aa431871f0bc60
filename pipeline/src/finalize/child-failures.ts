import { stepIdOf } from '../step-id.ts';

/** Why children of a run failed permanently, by step id. Their results are in MongoDB, or do not count. */
export type ChildFailures = ReadonlyMap<string, string>;

/** @param failures reasons by key, as `getIgnoredChildrenFailures` gives them */
export function readFailures(failures: Record<string, string>): ChildFailures {
  return new Map(Object.entries(failures).map(([key, reason]) => [stepIdOf(key), reason]));
}

/** Whether a child reads the feed or the kept batches, rather than being a batch. */
export function isReaderStep(stepId: string): boolean {
  return stepId.endsWith('-fetch') || stepId.endsWith('-requeue');
}
