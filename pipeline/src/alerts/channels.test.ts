import { parseEnv } from '@feedflow/shared/process/env';
import { alertSettings, pickSettings } from '@feedflow/shared/settings';
import { expect, test } from 'vitest';
import { alertTargets, channelsOf } from './channels.ts';

const targetsOf = (env: Record<string, string>) =>
  alertTargets(parseEnv(pickSettings(...alertSettings), env));
const secret = 'a-secret-of-sixteen-or-more';

test('what is set is where alerts go', () => {
  expect(channelsOf(targetsOf({}))).toEqual([]);
  const webhook = { ALERT_WEBHOOK_URL: 'https://hooks.test/1', ALERT_WEBHOOK_SECRET: secret };
  const mail = {
    ALERT_SMTP_URL: 'smtps://u:p@mail.test',
    ALERT_EMAIL_TO: 'a@jobs.test, b@jobs.test',
    ALERT_EMAIL_FROM: 'feedflow@jobs.test',
  };
  expect(channelsOf(targetsOf(webhook))).toEqual(['webhook']);
  expect(channelsOf(targetsOf({ ...webhook, ...mail }))).toEqual(['webhook', 'email']);
  const runs = { RUN_WEBHOOK_URL: 'https://hooks.test/2', RUN_WEBHOOK_SECRET: secret };
  expect(channelsOf(targetsOf(runs))).toEqual(['run-webhook']);
  expect(targetsOf(mail).email?.to).toEqual(['a@jobs.test', 'b@jobs.test']);
});

test('an address that is listed twice gets one mail', () => {
  const { ALERT_EMAIL_TO: to } = parseEnv(pickSettings('ALERT_EMAIL_TO'), {
    ALERT_EMAIL_TO: 'a@jobs.test,b@jobs.test, a@Jobs.test,A@jobs.test',
  });
  // Only the server knows whether it distinguishes what stands before the @.
  expect(to).toEqual(['a@jobs.test', 'b@jobs.test', 'A@jobs.test']);
});

test('the URL of a webhook of Slack or Teams is its secret', () => {
  const url = 'https://hooks.test/1';
  const targets = targetsOf({
    ALERT_WEBHOOK_URL: url,
    ALERT_WEBHOOK_FORMAT: 'slack',
    DASHBOARD_URL: 'https://board.test/',
  });
  expect(targets.webhook).toEqual({ url, secret: null, format: 'slack' });
  expect(targets.dashboardUrl).toBe('https://board.test');
});

test.each([
  [{ ALERT_WEBHOOK_FORMAT: 'discord' }, /must be feedflow, slack or teams/],
  [{ ALERT_WEBHOOK_URL: 'https://hooks.test/1' }, /without ALERT_WEBHOOK_SECRET/],
  [{ RUN_WEBHOOK_URL: 'https://hooks.test/1' }, /without RUN_WEBHOOK_SECRET/],
  [{ ALERT_WEBHOOK_URL: 'file:///etc/passwd', ALERT_WEBHOOK_SECRET: secret }, /must be an http or https URL/],
  [{ ALERT_WEBHOOK_URL: 'hooks', ALERT_WEBHOOK_SECRET: secret }, /must be an http or https URL/],
  [{ ALERT_WEBHOOK_SECRET: 'short' }, /ALERT_WEBHOOK_SECRET is set: must be 16/],
  [{ ALERT_SMTP_URL: 'smtp://mail.test', ALERT_EMAIL_TO: 'a@jobs.test' }, /ALERT_EMAIL_FROM/],
  [{ ALERT_SMTP_URL: 'https://planted@mail.test' }, /ALERT_SMTP_URL is set: must be an smtp/],
  [{ ALERT_SMTP_URL: 'smtp://mail.test:99999' }, /ALERT_SMTP_URL is set: must be an smtp/],
  [{ ALERT_EMAIL_TO: 'a@jobs.test,nobody' }, /must be e-mail addresses/],
  [
    { ALERT_WEBHOOK_URL: 'https://planted:secret@hooks.test/1', ALERT_WEBHOOK_SECRET: secret },
    /ALERT_WEBHOOK_URL is set: must have no user/,
  ],
  [
    { RUN_WEBHOOK_URL: 'https://planted@hooks.test/1', RUN_WEBHOOK_SECRET: secret },
    /RUN_WEBHOOK_URL is set: must have no user/,
  ],
  [{ DASHBOARD_URL: 'https://user@board.test' }, /DASHBOARD_URL.* must have no user/],
  [{ DASHBOARD_URL: 'https://board.test/?tenant=1' }, /DASHBOARD_URL.* must have no query/],
])('%j is refused', (env, reason) => {
  expect(() => targetsOf(env)).toThrow(reason);
});
