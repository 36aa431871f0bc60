import { errorMessage } from '../errors.ts';
import type { Database } from '../mongo/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Log } from '../process/log.ts';
import type { Queues } from '../queues/connect.ts';
import { jobNames } from '../queues/names.ts';
import { type AlertChannel, type AlertKind, sendAlertOptions } from './alert.ts';
import { conditionsAfter, type EndedRun, endedBy } from './conditions.ts';

export interface Alerter {
  /**
   * Raises what the end of a run gives rise to: each kind once per source, until it has changed. To call it
   * again for the same end does nothing more. Never throws: a run does not fail for an alert.
   *
   * @returns false where Redis or MongoDB did not take what there was to raise: it is to be called again
   */
  afterRun(run: EndedRun): Promise<boolean>;
}

export interface AlerterDeps {
  database: Pick<Database, 'sources' | 'alertStates'>;
  queues: Pick<Queues, 'alerts'>;
  clock: Clock;
  log: Log;
}

/**
 * Puts alerts into the queue that workers send them from.
 *
 * @param options.channels where to; with none, nothing is raised
 */
export function createAlerter(
  deps: AlerterDeps,
  options: { channels: AlertChannel[]; environment: string | null },
): Alerter {
  const { sources, alertStates } = deps.database;

  async function enqueue(run: EndedRun, kind: AlertKind, message: string): Promise<void> {
    const alertId = `${kind}-${run.runId}-${run.attempt}`;
    const { environment } = options;
    const at = deps.clock().toISOString();
    const alert = { alertId, kind, source: run.sourceName, runId: run.runId, at, message, environment };
    const jobs = options.channels.map((channel) => ({
      name: jobNames.sendAlert,
      data: { channel, alert },
      // Added again after a crash, it is the same job.
      opts: { ...sendAlertOptions, jobId: `${alertId}-${channel}` },
    }));
    await deps.queues.alerts.addBulk(jobs);
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
      if (options.channels.length === 0 || run.status === 'cancelled' || run.status === 'running')
        return true;
      try {
        await raise(run);
        return true;
      } catch (error) {
        const facts = { runId: run.runId, source: run.sourceName, reason: errorMessage(error) };
        deps.log.error(facts, 'an alert could not be raised: it is tried again');
        return false;
      }
    },
  };
}
