import type { Channel } from '@feedflow/shared/alerts/alert';
import { FeedflowError } from '@feedflow/shared/errors';
import type { SignedTarget, WebhookTarget } from './webhook.ts';
import type { WebhookFormat } from './webhook-body.ts';

export interface AlertTargets {
  webhook: WebhookTarget | null;
  email: { smtpUrl: string; to: string[]; from: string } | null;
  /** Where the end of each run is posted to. */
  runWebhook: SignedTarget | null;
  /** The dashboard, as users open it: alerts and reports link to the page of the run. Null without links. */
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
  RUN_WEBHOOK_URL?: string | undefined;
  RUN_WEBHOOK_SECRET?: string | undefined;
  DASHBOARD_URL?: string | undefined;
}

/**
 * Where alerts and reports of runs go.
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
  const { RUN_WEBHOOK_URL: runUrl, RUN_WEBHOOK_SECRET: runSecret } = settings;
  if (runUrl && !runSecret) {
    throw new FeedflowError(
      'settings-invalid',
      'RUN_WEBHOOK_URL is set without RUN_WEBHOOK_SECRET: its receiver could not tell reports from what others post; set both',
    );
  }
  return {
    webhook: url ? { url, secret: secret ?? null, format } : null,
    email: smtpUrl && to && from ? { smtpUrl, to, from } : null,
    runWebhook: runUrl && runSecret ? { url: runUrl, secret: runSecret } : null,
    dashboardUrl: settings.DASHBOARD_URL?.replace(/\/+$/, '') ?? null,
  };
}

export function channelsOf({ webhook, email, runWebhook }: AlertTargets): Channel[] {
  const channels: Channel[] = [];
  if (webhook) channels.push('webhook');
  if (email) channels.push('email');
  if (runWebhook) channels.push('run-webhook');
  return channels;
}
