import {
  type Alert,
  type AlertChannel,
  type SendAlertPayload,
  sendAlertPayload,
} from '@feedflow/shared/alerts/alert';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { Database } from '@feedflow/shared/mongo/database';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import type { Job } from 'bullmq';
import type { Processor } from '../processors/guard.ts';
import type { OutageWatch } from '../worker/outage-watch.ts';
import type { AlertTargets } from './channels.ts';
import type { Mailer, RefusedRecipient } from './mail.ts';
import { postAlert } from './webhook.ts';

export interface SendAlertDeps {
  targets: AlertTargets;
  mailer: Mailer | null;
  /** For the signature: receivers refuse old ones. */
  clock: Clock;
  /** Reports each attempt; with `refused`, each recipient that the mail server refused permanently. */
  noteAlert?(channel: AlertChannel, outcome: 'sent' | 'failed' | 'refused'): void;
  database: Pick<Database, 'importLogs'>;
  outages: Pick<OutageWatch, 'throughOutages'>;
  log: Log;
}

/**
 * The processor of send-alert steps.
 *
 * @returns whether the alert was sent: false if its channel is no longer configured, or all recipients were refused
 */
export function createSendAlertProcessor(deps: SendAlertDeps): Processor<{ sent: boolean }> {
  return async (job: Job) => {
    const payload = sendAlertPayload.parse(job.data);
    const { channel, alert } = payload;
    const facts = { runId: alert.runId, source: alert.source, kind: alert.kind, channel };
    const { webhook, dashboardUrl } = deps.targets;
    const { mailer } = deps;
    const runUrl = dashboardUrl && `${dashboardUrl}/runs/${alert.runId}`;
    const send = {
      webhook: webhook && (() => postAlert(webhook, alert, runUrl, deps.clock()).then(() => true)),
      email: mailer && (() => sendMail(mailer, job, payload, runUrl)),
    }[channel];
    if (!send) {
      deps.log.warn(facts, 'an alert is dropped: its channel is no longer configured');
      return { sent: false };
    }
    let sent: boolean;
    try {
      sent = await send();
    } catch (error) {
      deps.noteAlert?.(channel, 'failed');
      throw error;
    }
    if (sent) {
      deps.noteAlert?.(channel, 'sent');
      deps.log.info(facts, 'alert sent');
    }
    return { sent };
  };

  /**
   * Sends a mail to the recipients that no earlier attempt settled. What this attempt settled is stored in the job before
   * the next one can begin.
   *
   * @returns whether anybody has got the mail in this attempt
   * @throws FeedflowError 'alert-not-sent' if it has to be tried again for some or all recipients
   */
  async function sendMail(
    mailer: Mailer,
    job: Job,
    payload: SendAlertPayload,
    runUrl: string | null,
  ): Promise<boolean> {
    const { alert, settled = [] } = payload;
    const open = mailer.recipients.filter((recipient) => !settled.includes(recipient));
    if (open.length === 0) return false;
    const { accepted, deferred, refused } = await mailer.send(alert, open, runUrl);
    const settledNow = refused.map(({ recipient }) => recipient).concat(accepted);
    if (deferred.length > 0 && settledNow.length > 0) {
      const progress = { ...payload, settled: settled.concat(settledNow) };
      // Without it, the next attempt would send the mail again to those who have it.
      await deps.outages.throughOutages(() => job.updateData(progress));
    }
    for (const refusal of refused) await reportRefusal(alert, refusal);
    if (deferred.length === 0) return accepted.length > 0;
    const reasons = deferred.map(({ recipient, reason }) => `${recipient} (${reason})`).join(', ');
    throw new FeedflowError('alert-not-sent', `the mail server refused recipients for now: ${reasons}`);
  }

  async function reportRefusal(alert: Alert, { recipient, reason }: RefusedRecipient): Promise<void> {
    const facts = { runId: alert.runId, source: alert.source, kind: alert.kind, recipient };
    deps.noteAlert?.('email', 'refused');
    deps.log.error(
      { ...facts, reason },
      'a recipient of alerts was refused permanently: correct ALERT_EMAIL_TO',
    );
    const refusal = { at: deps.clock(), recipient, reason };
    // The mail was sent to the others: an error would send it to them again.
    await deps.database.importLogs.addAlertRefusal(alert.runId, refusal).catch((error: unknown) => {
      deps.log.warn({ ...facts, reason: errorMessage(error) }, 'its refusal is missing from the event log');
    });
  }
}
