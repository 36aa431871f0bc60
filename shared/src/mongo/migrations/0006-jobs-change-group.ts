import type { ObjectId } from 'mongodb';
import { CHANGES_MIGRATION, createChanges } from '../jobs/changes.ts';
import type { Migration } from './migration.ts';

const STEP_SIZE = 1_000;

/** Jobs from before changes were listed are listed, so that readers of changes find all jobs. */
export const jobsChangeGroup: Migration = {
  name: CHANGES_MIGRATION,
  collection: 'jobs',
  version: 2,
  olderMayRun: true,
  up: async ({ db, signal }) => {
    const changes = createChanges(db);
    let last: ObjectId | null = null;
    do {
      signal.throwIfAborted();
      last = await changes.listUnmarked(last, STEP_SIZE);
    } while (last !== null);
  },
};
