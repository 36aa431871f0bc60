import type { RunStatus } from '@feedflow/shared/model/run';

/** What the command leaves behind for the script that called it: see the help text. */
export const exitStatus = {
  done: 0,
  runFailed: 1,
  wrongUsage: 2,
  runPartial: 3,
  runCancelled: 4,
  refused: 5,
  broken: 6,
} as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

const byRunStatus: Record<RunStatus, ExitStatus> = {
  running: exitStatus.done,
  completed: exitStatus.done,
  partial: exitStatus.runPartial,
  failed: exitStatus.runFailed,
  cancelled: exitStatus.runCancelled,
};

/** From the best outcome to the worst. */
const order: readonly RunStatus[] = ['running', 'completed', 'cancelled', 'partial', 'failed'];

/** The exit status for a number of runs: that of the worst of them. */
export function exitStatusOf(runs: readonly { status: RunStatus }[]): ExitStatus {
  const worst = runs.map((run) => order.indexOf(run.status)).reduce((a, b) => Math.max(a, b), 0);
  return byRunStatus[order[worst] ?? 'running'];
}
