import { fillAbsent } from './fill-absent.ts';
import type { Migration } from './migration.ts';

/** Runs from before feeds were compared with the import before them compared and removed nothing. */
export const importLogsComparison: Migration = {
  name: '0002-import-logs-comparison',
  collection: 'import_logs',
  version: 1,
  olderMayRun: true,
  up: (context) =>
    fillAbsent(context, 'import_logs', {
      cancelRequestedAt: null,
      removal: null,
      'fetch.unchangedJobs': 0,
      'fetch.comparison': null,
      'fetch.manifestId': null,
    }),
};
