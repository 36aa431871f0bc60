import { fillAbsent } from './fill-absent.ts';
import type { Migration } from './migration.ts';

/** Jobs that were stored before jobs could be closed are open. */
export const jobsStatus: Migration = {
  name: '0001-jobs-status',
  collection: 'jobs',
  version: 1,
  olderMayRun: true,
  up: (context) =>
    fillAbsent(context, 'jobs', {
      closedAt: null,
      closedRunId: null,
      status: 'open',
    }),
};
