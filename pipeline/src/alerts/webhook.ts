import { createHmac } from 'node:crypto';
import type { Alert } from '@feedflow/shared/alerts/alert';
import type { RunReport } from '@feedflow/shared/alerts/run-report';
import { FeedflowError } from '@feedflow/shared/errors';
import { systemCode } from '@feedflow/shared/system-code';
import { type WebhookFormat, webhookBody } from './webhook-body.ts';

const TIMEOUT_MS = 10_000;

export interface SignedTarget {
  url: string;
  /** Null where the URL itself is the only secret, as of Slack and Teams. */
  secret: string | null;
  /** For the response. @default 10 s */
  timeoutMs?: number;
}

export interface PostOptions {
  /** For the signature: receivers refuse old ones. */
  now: Date;
  /** Ends waiting for the receiver. */
  signal?: AbortSignal;
}

export interface WebhookTarget extends SignedTarget {
  format: WebhookFormat;
}

/**
 * Posts an alert. X-Feedflow-Alert-Id is the same in every attempt.
 *
 * @throws FeedflowError 'alert-not-sent', as `postSigned`
 */
export async function postAlert(
  target: WebhookTarget,
  alert: Alert,
  runUrl: string | null,
  options: PostOptions,
): Promise<void> {
  const headers = { 'x-feedflow-alert-id': alert.alertId };
  await postSigned(target, { headers, body: webhookBody(target.format, alert, runUrl) }, options);
}

/**
 * Posts the end of a run with `url`, the page of the run. X-Feedflow-Delivery-Id is the same in every attempt.
 *
 * @throws FeedflowError 'alert-not-sent', as `postSigned`
 */
export async function postReport(
  target: SignedTarget,
  report: RunReport,
  runUrl: string | null,
  options: PostOptions,
): Promise<void> {
  const headers = { 'x-feedflow-delivery-id': report.deliveryId };
  await postSigned(target, { headers, body: { ...report, url: runUrl } }, options);
}

/**
 * Posts JSON. With a secret, the header X-Feedflow-Signature holds `t=SECONDS,v1=HEX`: HMAC-SHA256, with the secret, of
 * the seconds since 1970, a dot and the body.
 *
 * @throws FeedflowError 'alert-not-sent' for any response but a 2xx in time; redirects are not followed
 */
async function postSigned(
  target: SignedTarget,
  post: { headers: Record<string, string>; body: unknown },
  { now, signal }: PostOptions,
): Promise<void> {
  const body = JSON.stringify(post.body);
  const seconds = Math.floor(now.getTime() / 1_000);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'Feedflow',
    ...post.headers,
  };
  if (target.secret !== null) {
    const signature = createHmac('sha256', target.secret).update(`${seconds}.${body}`).digest('hex');
    headers['x-feedflow-signature'] = `t=${seconds},v1=${signature}`;
  }
  const inTime = AbortSignal.timeout(target.timeoutMs ?? TIMEOUT_MS);
  const response = await fetch(target.url, {
    method: 'POST',
    body,
    headers,
    redirect: 'manual',
    signal: signal ? AbortSignal.any([inTime, signal]) : inTime,
  }).catch((error: unknown) => {
    // The URL is a secret of many receivers: messages may contain its host, not its path.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new FeedflowError('alert-not-sent', `the webhook cannot be reached: ${reasonOf(cause)}`);
  });
  await response.body?.cancel();
  if (!response.ok) {
    throw new FeedflowError('alert-not-sent', `the webhook responded with ${response.status}, expected 2xx`);
  }
}

function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}
