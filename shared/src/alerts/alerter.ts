import { hash } from 'node:crypto';
import { errorMessage } from '../errors.ts';
import type { HealthReason } from '../model/quality.ts';
import type { Database } from '../mongo/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Log } from '../process/log.ts';
import { staleReason } from '../quality/freshness.ts';
import type { Queues } from '../queues/connect.ts';
import { jobNames } from '../queues/names.ts';
import {
  type AlertKind,
  type Channel,
  qualityRecoveryId,
  type SendAlertPayload,
  sendAlertOptions,
} from './alert.ts';
import { conditionsAfter, type EndedRun, endedBy } from './conditions.ts';
import { alertedReasons, hasNewReason, qualityMessage, reasonKey } from './quality-alerts.ts';
import { type ReportedRun, runReportOf } from './run-report.ts';

export interface Alerter {
  /**
   * Reports the end of a run to the run webhook, and raises the alerts that it gives rise to: each kind once per
   * source, until it has changed. To call it again for the same end does nothing more. Never throws: a run does not
   * fail for an alert.
   *
   * @returns false where Redis or MongoDB did not take what there was to raise: it is to be called again
   */
  afterRun(run: ReportedRun): Promise<boolean>;
  /**
   * Raises that a source has had no successful import for too long, once until it has one.
   *
   * @param defaultMinutes the interval of sources without a schedule, in minutes
   */
  checkFreshness(sourceName: string, defaultMinutes: number): Promise<void>;
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

  async function enqueue(
    run: { runId: string; sourceName: string },
    { alertId, kind, message }: { alertId: string; kind: AlertKind; message: string },
  ): Promise<void> {
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
      await enqueue(run, { alertId: idOf(run, kind), kind, message });
      await alertStates.begin(run.sourceName, kind, { runId: run.runId, at: deps.clock() });
    }
    const { ended, message } = endedBy(run, before, now);
    if (message !== null) await enqueue(run, { alertId: idOf(run, 'recovered'), kind: 'recovered', message });
    await alertStates.end(run.sourceName, ended);
    // A failed one says nothing of the quality: a source may be stale still.
    if (run.status !== 'failed' && source.judgement) await raiseQuality(run, source.judgement.reasons);
  }

  async function raiseQuality(
    run: { runId: string; sourceName: string },
    found: readonly HealthReason[],
  ): Promise<void> {
    const { runId, sourceName } = run;
    const reasons = alertedReasons(found);
    const reported = await alertStates.reportedReasons(sourceName);
    if (hasNewReason(reasons, reported ?? [])) {
      const keys = reasons.map(reasonKey);
      const alertId = `quality-${runId}-${digestOf(keys)}`;
      await enqueue(run, { alertId, kind: 'quality', message: qualityMessage(sourceName, reasons) });
      await alertStates.addReasons(sourceName, keys, { runId, at: deps.clock() });
    }
    if (reported === null || reasons.length > 0) return;
    const message = `${sourceName} is healthy again: no quality rule is broken`;
    await enqueue(run, { alertId: qualityRecoveryId(runId), kind: 'recovered', message });
    await alertStates.end(sourceName, ['quality']);
  }

  async function raiseStale(sourceName: string, defaultMinutes: number): Promise<void> {
    const source = await sources.findByName(sourceName);
    const reason = source && staleReason(source, deps.clock(), defaultMinutes);
    // An alert is about a run. Without any, no scheduler has started this source.
    if (!reason || !source.lastRun) return;
    await raiseQuality({ runId: source.lastRun.runId, sourceName }, [reason]);
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
    checkFreshness: async (sourceName, defaultMinutes) => {
      if (alertChannels.length > 0) await raiseStale(sourceName, defaultMinutes);
    },
  };
}

function idOf(run: EndedRun, kind: AlertKind): string {
  return `${kind}-${run.runId}-${run.attempt}`;
}

function digestOf(keys: readonly string[]): string {
  return hash('sha1', keys.join('\n')).slice(0, 12);
}
