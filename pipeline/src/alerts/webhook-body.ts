import type { Alert } from '@feedflow/shared/alerts/alert';

/** What a receiver of webhooks reads. */
export type WebhookFormat = 'feedflow' | 'slack' | 'teams';

/**
 * The body of the POST of an alert.
 *
 * - `feedflow`: the alert itself, with `url`, the page of the run.
 * - `slack`: a message of an incoming webhook (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks).
 * - `teams`: a message with an Adaptive Card, as the webhook of a Teams workflow takes it (https://adaptivecards.io).
 *
 * @param runUrl the page of the run; null if the address of the dashboard is unknown
 */
export function webhookBody(format: WebhookFormat, alert: Alert, runUrl: string | null): unknown {
  const title = alert.environment ? `Feedflow (${alert.environment})` : 'Feedflow';
  if (format === 'feedflow') return { ...alert, url: runUrl };
  if (format === 'slack') {
    const link = runUrl ? ` <${runUrl}|View run>` : '';
    return { text: `*${slackText(title)}*: ${slackText(alert.message)}${link}` };
  }
  const card = {
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      { type: 'TextBlock', text: title, weight: 'Bolder' },
      // A run of plain text: a TextBlock would read Markdown in it, which names and messages of feeds may hold.
      { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: alert.message }] },
    ],
    actions: runUrl ? [{ type: 'Action.OpenUrl', title: 'View run', url: runUrl }] : [],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
  };
}

/** The three characters that have a meaning in the texts of Slack. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
