import { jobsStatus } from './0001-jobs-status.ts';
import { importLogsComparison } from './0002-import-logs-comparison.ts';
import { sourcesHealth } from './0003-sources-health.ts';
import { auditLogUncapped } from './0004-audit-log-uncapped.ts';
import { importLogsWarnings } from './0005-import-logs-warnings.ts';
import { jobsChangeGroup } from './0006-jobs-change-group.ts';
import { jobsNormalized } from './0007-jobs-normalized.ts';
import type { Migration } from './migration.ts';

/** Every migration there is, in the order in which they run. */
export const migrations: readonly Migration[] = [
  jobsStatus,
  importLogsComparison,
  sourcesHealth,
  auditLogUncapped,
  importLogsWarnings,
  jobsChangeGroup,
  jobsNormalized,
];
