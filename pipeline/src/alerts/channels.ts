import type { AlertChannel } from '@feedflow/shared/alerts/alert';
import { FeedflowError } from '@feedflow/shared/errors';

export interface AlertTargets {
  webhook: { url: string; secret: string } | null;
  email: { smtpUrl: string; to: string[]; from: string } | null;
}

/** As read from the environment: see `alertSettings`. */
export interface AlertSettings {
  ALERT_WEBHOOK_URL?: string | undefined;
  ALERT_WEBHOOK_SECRET?: string | undefined;
  ALERT_SMTP_URL?: string | undefined;
  ALERT_EMAIL_TO?: string[] | undefined;
  ALERT_EMAIL_FROM?: string | undefined;
}

/**
 * Where alerts go.
 *
 * @throws FeedflowError 'settings-invalid' where a channel is set in part
 */
export function alertTargets(settings: AlertSettings): AlertTargets {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret } = settings;
  const { ALERT_SMTP_URL: smtpUrl, ALERT_EMAIL_TO: to, ALERT_EMAIL_FROM: from } = settings;
  if (url && !secret) {
    throw new FeedflowError(
      'settings-invalid',
      'ALERT_WEBHOOK_URL is set without ALERT_WEBHOOK_SECRET: its receiver could not tell alerts from what others post; set both',
    );
  }
  if (smtpUrl && (!to || !from)) {
    throw new FeedflowError(
      'settings-invalid',
      'ALERT_SMTP_URL is set without ALERT_EMAIL_TO and ALERT_EMAIL_FROM: set all three, or none',
    );
  }
  return {
    webhook: url && secret ? { url, secret } : null,
    email: smtpUrl && to && from ? { smtpUrl, to, from } : null,
  };
}

export function channelsOf(targets: AlertTargets): AlertChannel[] {
  return (['webhook', 'email'] as const).filter((channel) => targets[channel] !== null);
}
