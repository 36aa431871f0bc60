import { errorMessage } from '../errors.ts';
import type { Database } from '../mongo/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Log } from '../process/log.ts';
import type { Queues } from '../queues/connect.ts';
import { jobNames } from '../queues/names.ts';
import { type AlertKind, type Channel, type SendAlertPayload, sendAlertOptions } from './alert.ts';
import { conditionsAfter, type EndedRun, endedBy } from './conditions.ts';
import { type ReportedRun, runReportOf } from './run-report.ts';

export interface Alerter {
  /**
   * Reports the end of a run to the run webhook, and raises the alerts that it gives rise to: each kind once per source,
   * until it has changed. To call it again for the same end does nothing more. Never throws: a run does not fail for an alert.
   *
   * @returns false where Redis or MongoDB did not take what there was to raise: it is to be called again
   */
  afterRun(run: ReportedRun): Promise<boolean>;
}

export interface AlerterDeps {
  database: Pick<Database, 'sources' | 'alertStates'>;
  queues: Pick<Queues, 'alerts'>;
  clock: Clock;
  log: Log;
}

/**
 * Puts alerts and reports of runs into the queue that workers send them from.
 *
 * @param options.channels where to; without those of alerts, none is raised
 */
export function createAlerter(
  deps: AlerterDeps,
  options: { channels: Channel[]; environment: string | null },
): Alerter {
  const { sources, alertStates } = deps.database;
  const reportsRuns = options.channels.includes('run-webhook');
  const alertChannels = options.channels.filter((channel) => channel !== 'run-webhook');

  async function send(id: string, payloads: SendAlertPayload[]): Promise<void> {
    const jobs = payloads.map((data) => ({
      name: jobNames.sendAlert,
      data,
      // Added again after a crash, it is the same job.
      opts: { ...sendAlertOptions, jobId: `${id}-${data.channel}` },
    }));
    await deps.queues.alerts.addBulk(jobs);
  }

  async function report(run: ReportedRun): Promise<void> {
    const runReport = runReportOf(run, options.environment);
    await send(runReport.deliveryId, [{ channel: 'run-webhook', report: runReport }]);
  }

  async function enqueue(run: EndedRun, kind: AlertKind, message: string): Promise<void> {
    const alertId = `${kind}-${run.runId}-${run.attempt}`;
    const { environment } = options;
    const at = deps.clock().toISOString();
    const alert = { alertId, kind, source: run.sourceName, runId: run.runId, at, message, environment };
    await send(
      alertId,
      alertChannels.map((channel) => ({ channel, alert })),
    );
    deps.log.info({ runId: run.runId, source: run.sourceName, kind }, 'alert raised');
  }

  async function raise(run: EndedRun): Promise<void> {
    const source = await sources.findByName(run.sourceName);
    // A source that was removed, or has run since, needs no alert.
    if (!source || (source.lastRun && source.lastRun.runId !== run.runId)) return;
    const before = await alertStates.active(run.sourceName);
    const now = conditionsAfter(run, source);
    for (const [kind, message] of now) {
      if (before.includes(kind)) continue;
      await enqueue(run, kind, message);
      await alertStates.begin(run.sourceName, kind, { runId: run.runId, at: deps.clock() });
    }
    const { ended, message } = endedBy(run, before, now);
    if (message !== null) await enqueue(run, 'recovered', message);
    await alertStates.end(run.sourceName, ended);
  }

  return {
    afterRun: async (run) => {
      if (run.status === 'running') return true;
      try {
        if (reportsRuns) await report(run);
        if (alertChannels.length > 0 && run.status !== 'cancelled') await raise(run);
        return true;
      } catch (error) {
        const facts = { runId: run.runId, source: run.sourceName, reason: errorMessage(error) };
        deps.log.error(facts, 'an alert or the report of a run could not be enqueued: it is tried again');
        return false;
      }
    },
  };
}
