import type { JobsOptions } from 'bullmq';
import { z } from 'zod';
import { DAY_MS, SECOND_MS } from '../durations.ts';
import { runReport } from './run-report.ts';

/** The kinds of alerts. `recovered` ends the three before it, and `quality`. */
export const alertKind = z.enum([
  'run-failed',
  'source-failing',
  'source-disabled',
  'recovered',
  'feed-shrank',
  'quality',
]);
export type AlertKind = z.infer<typeof alertKind>;

const alertChannel = z.enum(['webhook', 'email']);
type AlertChannel = z.infer<typeof alertChannel>;
/** Where a send-alert step may send: alerts to the first two, reports of runs to the last. */
export type Channel = AlertChannel | 'run-webhook';

/** An alert as it is posted to a webhook. */
export const alert = z.object({
  /** The same however often it is sent. */
  alertId: z.string(),
  kind: alertKind,
  source: z.string(),
  /** The run that gave rise to it. */
  runId: z.string(),
  at: z.iso.datetime(),
  message: z.string(),
  /** FEEDFLOW_ENVIRONMENT. */
  environment: z.string().nullable(),
});
export type Alert = z.infer<typeof alert>;

/** The id of an alert that no quality rule is broken any more. Other recoveries say that a source is imported again. */
export const qualityRecoveryId = (runId: string) => `recovered-${runId}-quality`;

const alertPayload = z.object({
  channel: alertChannel,
  alert,
  /** Recipients of the mail that an earlier attempt settled: they have it, or were refused permanently. */
  settled: z.array(z.string()).optional(),
});
export type AlertPayload = z.infer<typeof alertPayload>;

const runReportPayload = z.object({ channel: z.literal('run-webhook'), report: runReport });

/** What a send-alert step sends, and where to. */
export const sendAlertPayload = z.union([alertPayload, runReportPayload]);
export type SendAlertPayload = z.infer<typeof sendAlertPayload>;

const DAY_SECONDS = DAY_MS / SECOND_MS;

/** About an hour of attempts. What was sent is remembered for a day, so that it is not sent again. */
export const sendAlertOptions: JobsOptions = {
  attempts: 13,
  backoff: { type: 'custom' },
  removeOnComplete: { age: DAY_SECONDS, count: 1_000 },
  removeOnFail: { age: 7 * DAY_SECONDS, count: 1_000 },
};
