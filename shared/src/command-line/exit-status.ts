import { defaultFailureThreshold } from '../model/failure-threshold.ts';
import { noCounters, type RunStatus } from '../model/run.ts';
import { computeStatus } from '../run/outcome.ts';

/** The exit statuses of all commands. */
export const exitStatus = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  partial: 3,
  cancelled: 4,
  refused: 5,
  broken: 6,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

const byRunStatus: Record<RunStatus, ExitStatus> = {
  running: exitStatus.done,
  completed: exitStatus.done,
  partial: exitStatus.partial,
  failed: exitStatus.failed,
  cancelled: exitStatus.cancelled,
};

/** From the best outcome to the worst. */
const order: readonly RunStatus[] = ['running', 'completed', 'cancelled', 'partial', 'failed'];

/** The exit status for a number of runs: that of the worst of them. */
export function exitStatusOf(runs: readonly { status: RunStatus }[]): ExitStatus {
  const worst = runs.map((run) => order.indexOf(run.status)).reduce((a, b) => Math.max(a, b), 0);
  return byRunStatus[order[worst] ?? 'running'];
}

/**
 * The exit status for a preview: that of a run which would have read the same records.
 *
 * @param complete whether the feed was read to its end; null where reading was stopped on request
 */
export function exitStatusOfPreview(preview: {
  records: number;
  jobs: number;
  duplicates: number;
  skipped: number;
  complete: boolean | null;
}): ExitStatus {
  const { records, jobs, duplicates, skipped, complete } = preview;
  const counters = {
    ...noCounters,
    totalFetched: records,
    totalImported: jobs,
    newJobs: jobs,
    duplicateJobs: duplicates,
    skippedJobs: skipped,
    failedJobs: records - jobs - duplicates - skipped,
  };
  const status = computeStatus({
    counters,
    fetchFailed: false,
    feedComplete: complete !== false,
    unwrittenRecords: 0,
    threshold: defaultFailureThreshold,
  });
  return byRunStatus[status];
}
