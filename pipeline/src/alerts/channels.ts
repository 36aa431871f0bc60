import type { AlertChannel } from '@feedflow/shared/alerts/alert';
import { FeedflowError } from '@feedflow/shared/errors';
import type { WebhookTarget } from './webhook.ts';
import type { WebhookFormat } from './webhook-body.ts';

export interface AlertTargets {
  webhook: WebhookTarget | null;
  email: { smtpUrl: string; to: string[]; from: string } | null;
  /** The dashboard, as users open it: alerts link to the page of the run. Null without links. */
  dashboardUrl: string | null;
}

/** As read from the environment: see `alertSettings`. */
export interface AlertSettings {
  ALERT_WEBHOOK_URL?: string | undefined;
  ALERT_WEBHOOK_SECRET?: string | undefined;
  ALERT_WEBHOOK_FORMAT: WebhookFormat;
  ALERT_SMTP_URL?: string | undefined;
  ALERT_EMAIL_TO?: string[] | undefined;
  ALERT_EMAIL_FROM?: string | undefined;
  DASHBOARD_URL?: string | undefined;
}

/**
 * Where alerts go.
 *
 * @throws FeedflowError 'settings-invalid' where a channel is set in part
 */
export function alertTargets(settings: AlertSettings): AlertTargets {
  const { ALERT_WEBHOOK_URL: url, ALERT_WEBHOOK_SECRET: secret, ALERT_WEBHOOK_FORMAT: format } = settings;
  const { ALERT_SMTP_URL: smtpUrl, ALERT_EMAIL_TO: to, ALERT_EMAIL_FROM: from } = settings;
  if (url && !secret && format === 'feedflow') {
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
    webhook: url ? { url, secret: secret ?? null, format } : null,
    email: smtpUrl && to && from ? { smtpUrl, to, from } : null,
    dashboardUrl: settings.DASHBOARD_URL?.replace(/\/+$/, '') ?? null,
  };
}

export function channelsOf(targets: AlertTargets): AlertChannel[] {
  return (['webhook', 'email'] as const).filter((channel) => targets[channel] !== null);
}
