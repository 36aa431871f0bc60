import {
  type Alert,
  type AlertPayload,
  type Channel,
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
import { isOutdated } from './outdated-alert.ts';
import { postAlert, postReport } from './webhook.ts';

export interface SendAlertDeps {
  targets: AlertTargets;
  mailer: Mailer | null;
  /** For the signature: receivers refuse old ones. */
  clock: Clock;
  /** Reports each attempt; with `refused`, each recipient that the mail server refused permanently. */
  noteAlert?(channel: Channel, outcome: 'sent' | 'failed' | 'refused'): void;
  database: Pick<Database, 'importLogs' | 'sources' | 'alertStates'>;
  outages: Pick<OutageWatch, 'throughOutages'>;
  log: Log;
}

/** How long a receiver may still take when the worker shuts down: less than SHUTDOWN_TIMEOUT_MS at its default. */
const GRACE_MS = 2_000;

/**
 * The processor of send-alert steps: alerts and reports of runs.
 *
 * @param options.shutdown aborted when the worker shuts down: it ends all waiting for outages, and soon that for the
 *   receiver, so that another worker sends the alert
 * @returns whether it was sent: false if its channel is no longer configured, if what it states has ended, or all
 *   recipients were refused
 */
export function createSendAlertProcessor(
  deps: SendAlertDeps,
  { shutdown }: { shutdown: AbortSignal },
): Processor<{ sent: boolean }> {
  const givenUp = new AbortController();
  shutdown.addEventListener('abort', () => {
    setTimeout(() => givenUp.abort(shutdown.reason), GRACE_MS).unref();
  });

  return async (job: Job) => {
    const payload = sendAlertPayload.parse(job.data);
    const { channel } = payload;
    const send = sendingOf(job, payload);
    const { runId, source } = 'alert' in payload ? payload.alert : payload.report;
    const facts = { runId, source, channel, kind: 'alert' in payload ? payload.alert.kind : 'run.finished' };
    if (!send) {
      deps.log.warn(facts, 'an alert is dropped: its channel is no longer configured');
      return { sent: false };
    }
    if (job.attemptsStarted > 1 && 'alert' in payload && (await isOutdated(deps.database, payload.alert))) {
      deps.log.info(facts, 'an alert is dropped: what it states has ended since');
      return { sent: false };
    }
    let sent: boolean;
    try {
      sent = await send();
    } catch (error) {
      // It is as if it had not begun: the step returns to the queue.
      givenUp.signal.throwIfAborted();
      deps.noteAlert?.(channel, 'failed');
      throw error;
    }
    if (sent) {
      deps.noteAlert?.(channel, 'sent');
      deps.log.info(facts, 'alert sent');
    }
    return { sent };
  };

  /** How a payload is sent; null if its channel is no longer configured. */
  function sendingOf(job: Job, payload: SendAlertPayload): (() => Promise<boolean>) | null {
    const { webhook, runWebhook, dashboardUrl } = deps.targets;
    const { mailer } = deps;
    const options = () => ({ now: deps.clock(), signal: givenUp.signal });
    const urlOf = (runId: string) => dashboardUrl && `${dashboardUrl}/runs/${runId}`;
    if (payload.channel === 'run-webhook') {
      const { report } = payload;
      return (
        runWebhook && (() => postReport(runWebhook, report, urlOf(report.runId), options()).then(() => true))
      );
    }
    const runUrl = urlOf(payload.alert.runId);
    if (payload.channel === 'email') return mailer && (() => sendMail(mailer, job, payload, runUrl));
    return webhook && (() => postAlert(webhook, payload.alert, runUrl, options()).then(() => true));
  }

  /**
   * Sends a mail to the recipients that no earlier attempt settled. What this attempt settled is stored in the job
   * before the next one can begin.
   *
   * @returns whether anybody has got the mail in this attempt
   * @throws FeedflowError 'alert-not-sent' if it has to be tried again for some or all recipients
   */
  async function sendMail(
    mailer: Mailer,
    job: Job,
    payload: AlertPayload,
    runUrl: string | null,
  ): Promise<boolean> {
    const { alert, settled = [] } = payload;
    const open = mailer.recipients.filter((recipient) => !settled.includes(recipient));
    if (open.length === 0) return false;
    const { accepted, deferred, refused } = await mailer.send(alert, open, runUrl, givenUp.signal);
    const settledNow = refused.map(({ recipient }) => recipient).concat(accepted);
    if (deferred.length > 0 && settledNow.length > 0) {
      const progress = { ...payload, settled: settled.concat(settledNow) };
      // Without it, the next attempt would send the mail again to those who have it.
      await deps.outages.throughOutages(() => job.updateData(progress), shutdown);
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
