import { createHmac } from 'node:crypto';
import type { Alert } from '@feedflow/shared/alerts/alert';
import { FeedflowError } from '@feedflow/shared/errors';
import { systemCode } from '@feedflow/shared/system-code';

const TIMEOUT_MS = 10_000;

/**
 * Posts an alert as JSON. The header X-Feedflow-Signature holds `t=SECONDS,v1=HEX`: HMAC-SHA256, with the
 * secret, of the seconds since 1970, a dot and the body. X-Feedflow-Alert-Id is the same at every try.
 *
 * @throws FeedflowError 'alert-not-sent' for any answer but a 2xx within 10 s; redirects are not followed
 */
export async function postAlert(
  target: { url: string; secret: string },
  alert: Alert,
  now: Date,
): Promise<void> {
  const body = JSON.stringify(alert);
  const seconds = Math.floor(now.getTime() / 1_000);
  const signature = createHmac('sha256', target.secret).update(`${seconds}.${body}`).digest('hex');
  const response = await fetch(target.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Feedflow',
      'x-feedflow-alert-id': alert.alertId,
      'x-feedflow-signature': `t=${seconds},v1=${signature}`,
    },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    // The address is a secret of many receivers: what undici says may have its host, not its path.
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new FeedflowError('alert-not-sent', `the webhook cannot be reached: ${reasonOf(cause)}`);
  });
  await response.body?.cancel();
  if (!response.ok) {
    throw new FeedflowError(
      'alert-not-sent',
      `the webhook answered ${response.status}, and a 2xx was expected`,
    );
  }
}

function reasonOf(error: unknown): string {
  const code = systemCode(error);
  if (typeof code === 'string') return code;
  return error instanceof Error ? error.name : 'unknown';
}
