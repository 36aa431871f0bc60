import type { JobsOptions } from 'bullmq';
import { z } from 'zod';

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

export const alertChannel = z.enum(['webhook', 'email']);
export type AlertChannel = z.infer<typeof alertChannel>;

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

export const sendAlertPayload = z.object({
  channel: alertChannel,
  alert,
  /** Recipients of the mail that an earlier attempt settled: they have it, or were refused permanently. */
  settled: z.array(z.string()).optional(),
});
export type SendAlertPayload = z.infer<typeof sendAlertPayload>;

const DAY_SECONDS = 24 * 60 * 60;

/** About an hour of attempts. What was sent is remembered for a day, so that it is not sent again. */
export const sendAlertOptions: JobsOptions = {
  attempts: 13,
  backoff: { type: 'custom' },
  removeOnComplete: { age: DAY_SECONDS, count: 1_000 },
  removeOnFail: { age: 7 * DAY_SECONDS, count: 1_000 },
};
