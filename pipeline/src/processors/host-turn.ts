import { FeedflowError } from '@feedflow/shared/errors';
import type { ImportLogs } from '@feedflow/shared/mongo/runs/import-logs';
import type { Clock } from '@feedflow/shared/process/clock';
import type { Log } from '@feedflow/shared/process/log';
import { type FetchFeedPayload, fetchFeedPayload } from '@feedflow/shared/queues/payloads';
import type { EventPublisher } from '@feedflow/shared/redis/event-stream';
import { DelayedError } from 'bullmq';
import type { HostTurns } from '../fetch/host-turns.ts';
import type { Processor } from './guard.ts';

export interface HostTurnDeps {
  hostTurns: HostTurns;
  database: { importLogs: ImportLogs };
  events: EventPublisher;
  clock: Clock;
  log: Log;
}

/**
 * Wraps the processor of fetch-feed steps: while enough feeds of its host are read, a step is delayed without losing an
 * attempt, and feeds of other hosts get its slot.
 */
export function inHostTurn<Result>(processor: Processor<Result>, deps: HostTurnDeps): Processor<Result> {
  const { hostTurns, log } = deps;
  const { importLogs } = deps.database;

  return async (job, token, signal) => {
    const payload = fetchFeedPayload.parse(job.data);
    const { runId, attempt, sourceName: source } = payload;
    if (await importLogs.shouldStop(payload))
      throw new FeedflowError('run-cancelled', `run ${runId} was stopped, or has ended`);
    const host = hostOf(payload);
    const turn = await hostTurns.take(host, { id: String(job.id), since: job.timestamp });
    if (!turn.granted) {
      const facts = { runId, attempt, source, host };
      if (turn.isNew) {
        log.info(facts, 'run waits for its turn: enough feeds of its host are being read');
        await importLogs.recordHostWait(payload, host, deps.clock());
        await announceWait(payload);
      }
      await job.moveToDelayed(Date.now() + turn.retryInMs, token);
      // A turn may have ended since this one was refused; then nothing else would wake this step.
      await hostTurns.wakeNext(host);
      throw new DelayedError();
    }
    try {
      return await processor(job, token, signal);
    } finally {
      await turn.release();
    }
  };

  /** Causes pages that show the run to reload it. */
  async function announceWait({ runId, sourceName }: FetchFeedPayload): Promise<void> {
    const nothingYet = { totalFetched: 0, enqueuedBatches: 0, fetchDone: false };
    await deps.events.publish({ type: 'run.progress', runId, sourceName, ...nothingYet });
  }
}

/**
 * The host whose turn a feed waits for: the name without the port, since all ports of a name are mostly one machine,
 * and a server could serve a feed on each of them.
 */
function hostOf({ sourceUrl }: FetchFeedPayload): string {
  return URL.parse(sourceUrl)?.hostname ?? '';
}
