import { fillAbsent } from './fill-absent.ts';
import type { Migration } from './migration.ts';

/** Runs from before there were warnings have none. */
export const importLogsWarnings: Migration = {
  name: '0005-import-logs-warnings',
  collection: 'import_logs',
  version: 2,
  olderMayRun: true,
  up: (context) => fillAbsent(context, 'import_logs', { warnings: [] }),
};
