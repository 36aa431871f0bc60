import type { BatchStatus } from '@feedflow/shared/model/batch';
import type { RunStatus, RunTrigger } from '@feedflow/shared/model/run';

// The values of the schemas, repeated so that the browser need not load the schemas. A missing or unknown value
// does not compile.

/** All statuses of a run. */
export const RUN_STATUSES = listOf<RunStatus>({
  running: true,
  completed: true,
  partial: true,
  failed: true,
  cancelled: true,
});

/** All triggers of a run. */
export const RUN_TRIGGERS = listOf<RunTrigger>({ schedule: true, manual: true, rerun: true });

/** All statuses of a batch. */
export const BATCH_STATUSES = listOf<BatchStatus>({
  waiting: true,
  running: true,
  completed: true,
  failed: true,
  cancelled: true,
});

function listOf<Status extends string>(all: Record<Status, true>): readonly Status[] {
  return Object.keys(all) as Status[];
}
