import { type AlertChannel, sendAlertPayload } from '@feedflow/shared/alerts/alert';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import type { Job } from 'bullmq';
import type { Processor } from '../processors/guard.ts';
import type { AlertTargets } from './channels.ts';
import type { Mailer } from './mail.ts';
import { postAlert } from './webhook.ts';

export interface SendAlertDeps {
  targets: AlertTargets;
  mailer: Mailer | null;
  /** For the signature: receivers refuse old ones. */
  clock: Clock;
  /** Reports each attempt. */
  noteAlert?(channel: AlertChannel, outcome: 'sent' | 'failed'): void;
  log: Log;
}

/** The processor of send-alert steps. @returns whether the alert was sent: false if its channel is no longer configured */
export function createSendAlertProcessor(deps: SendAlertDeps): Processor<{ sent: boolean }> {
  return async (job: Job) => {
    const { channel, alert } = sendAlertPayload.parse(job.data);
    const facts = { runId: alert.runId, source: alert.source, kind: alert.kind, channel };
    const { webhook, dashboardUrl } = deps.targets;
    const runUrl = dashboardUrl && `${dashboardUrl}/runs/${alert.runId}`;
    const send = {
      webhook: webhook && (() => postAlert(webhook, alert, runUrl, deps.clock())),
      email: deps.mailer && (() => deps.mailer?.send(alert, runUrl)),
    }[channel];
    if (!send) {
      deps.log.warn(facts, 'an alert is dropped: its channel is no longer configured');
      return { sent: false };
    }
    try {
      await send();
    } catch (error) {
      deps.noteAlert?.(channel, 'failed');
      throw error;
    }
    deps.noteAlert?.(channel, 'sent');
    deps.log.info(facts, 'alert sent');
    return { sent: true };
  };
}
