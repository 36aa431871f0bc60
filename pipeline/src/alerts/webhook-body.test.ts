import type { Alert } from '@feedflow/shared/alerts/alert';
import { expect, test } from 'vitest';
import { webhookBody } from './webhook-body.ts';

const alert: Alert = {
  alertId: 'a1',
  kind: 'run-failed',
  source: 'R&D <jobs>',
  runId: '665f1c2ab7e4d90012ab34cd',
  at: '2026-01-31T12:15:00.000Z',
  message: 'R&D <jobs> failed: HTTP 404',
  environment: 'production',
};
const runUrl = 'https://board.test/runs/665f1c2ab7e4d90012ab34cd';

test('by default it is the alert and the page of the run', () => {
  expect(webhookBody('feedflow', alert, runUrl)).toEqual({ ...alert, url: runUrl });
  expect(webhookBody('feedflow', alert, null)).toMatchObject({ url: null });
});

test('Slack reads one text, in which the message is plain text', () => {
  expect(webhookBody('slack', alert, runUrl)).toEqual({
    text: `*Feedflow (production)*: R&amp;D &lt;jobs&gt; failed: HTTP 404 <${runUrl}|View run>`,
  });
  expect(webhookBody('slack', { ...alert, environment: null }, null)).toEqual({
    text: '*Feedflow*: R&amp;D &lt;jobs&gt; failed: HTTP 404',
  });
});

test('Teams reads an Adaptive Card with a button', () => {
  const card = (url: string | null) => {
    const body = webhookBody('teams', alert, url) as { attachments: { content: Record<string, unknown> }[] };
    return body.attachments[0]?.content;
  };
  expect(card(runUrl)).toMatchObject({
    type: 'AdaptiveCard',
    body: [{ text: 'Feedflow (production)' }, { inlines: [{ text: alert.message }] }],
    actions: [{ type: 'Action.OpenUrl', url: runUrl }],
  });
  expect(card(null)).toMatchObject({ actions: [] });
});
