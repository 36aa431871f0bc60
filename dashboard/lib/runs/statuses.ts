import type { BatchStatus } from '@feedflow/shared/model/batch';
import type { RunStatus, RunTrigger } from '@feedflow/shared/model/run';

// The lists of the schemas, written out so that the browser need not load the schemas: a status that is
// missing here, or is none, does not compile.

/** All that a run can be. */
export const RUN_STATUSES = listOf<RunStatus>({
  running: true,
  completed: true,
  partial: true,
  failed: true,
  cancelled: true,
});

/** All that can start a run. */
export const RUN_TRIGGERS = listOf<RunTrigger>({ schedule: true, manual: true, rerun: true });

/** All that a batch can be. */
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
