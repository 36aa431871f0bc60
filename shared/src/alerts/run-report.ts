import { z } from 'zod';
import { type Run, runCounters, runStatus, runTrigger } from '../model/run.ts';
import { count } from '../model/scalars.ts';

/** The end of a run, as it is posted to RUN_WEBHOOK_URL. */
export const runReport = z.object({
  event: z.literal('run.finished'),
  /** The same however often it is sent. A run that is re-run ends again, with another one. */
  deliveryId: z.string(),
  runId: z.string(),
  attempt: z.int().min(1),
  source: z.string(),
  trigger: runTrigger,
  status: runStatus,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  /** Of all its attempts: without the time between the end of one and its re-run. */
  durationMs: count,
  /** Of the whole run, with its earlier attempts. */
  counters: runCounters,
  /** FEEDFLOW_ENVIRONMENT. */
  environment: z.string().nullable(),
});
export type RunReport = z.infer<typeof runReport>;

export type ReportedRun = Run & { finishedAt: Date };

export function runReportOf(run: ReportedRun, environment: string | null): RunReport {
  const { runId, attempt, sourceName: source, trigger, status, startedAt, finishedAt } = run;
  return {
    event: 'run.finished',
    deliveryId: `run-${runId}-${attempt}`,
    runId,
    attempt,
    source,
    trigger,
    status,
    startedAt: startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    durationMs: run.meta.durationMs ?? 0,
    counters: runCounters.parse(run),
    environment,
  };
}
