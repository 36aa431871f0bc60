import { ObjectId } from 'mongodb';
import type { Clock } from '../clock.ts';
import { errorMessage, FeedflowError } from '../errors.ts';
import { type FetchState, type ImportLog, noCounters, type RunTrigger } from '../import-log.ts';
import type { Log } from '../log.ts';
import type { Database } from '../mongo/database.ts';
import { buildRunTree } from '../queues.ts';
import type { EventPublisher } from '../redis/event-stream.ts';
import type { Queues } from '../redis/queues.ts';
import type { Source } from '../source.ts';

export interface StartedRun {
  runId: string;
  sourceName: string;
  sourceUrl: string;
}

export interface RunStarter {
  /**
   * Starts an import of `source`: first its import_logs document, which the database refuses while another
   * run of the source is running, then its job tree.
   *
   * @throws FeedflowError 'run-already-running', or 'service-unavailable' where Redis does not take the tree
   */
  start(source: Pick<Source, 'name' | 'url'>, trigger: RunTrigger): Promise<StartedRun>;
}

export interface RunStarterDeps {
  database: Database;
  queues: Pick<Queues, 'flows'>;
  events: EventPublisher;
  clock: Clock;
  log: Log;
}

export interface RunStarterOptions {
  /** Records per batch. */
  batchSize: number;
  /** Tries at reading the feed, and at each batch. */
  fetchAttempts: number;
  batchAttempts: number;
}

/** Starts runs: the scheduler's ticks and the API's requests both come here. */
export function createRunStarter(deps: RunStarterDeps, options: RunStarterOptions): RunStarter {
  const { database, queues, events, clock, log } = deps;

  return {
    start: async (source, trigger) => {
      const run = newRun(source, trigger, clock(), options);
      await database.importLogs.insertRunning(run);
      const { batchSize, batchAttempts } = options;
      const { runId, attempt } = run;
      const payload = {
        runId,
        attempt,
        sourceName: source.name,
        sourceUrl: source.url,
        batchSize,
        batchAttempts,
      };
      try {
        await queues.flows.add(buildRunTree(payload, options));
      } catch (error) {
        await giveUp(run, error);
        throw new FeedflowError(
          'service-unavailable',
          `Redis did not take the run: ${errorMessage(error, 200)}`,
          {
            cause: error,
          },
        );
      }
      await database.sources.recordRunStart(source.name, run);
      await events.publish({
        type: 'run.started',
        runId: run.runId,
        sourceName: source.name,
        trigger,
        attempt: run.attempt,
      });
      log.info({ runId: run.runId, source: source.name, trigger }, 'run started');
      return { runId: run.runId, sourceName: source.name, sourceUrl: source.url };
    },
  };

  /** Ends a run that never got a tree, so that it does not block its source. */
  async function giveUp(run: ImportLog, error: unknown): Promise<void> {
    await database.importLogs.finish(run, {
      status: 'failed',
      finishedAt: clock(),
      counters: noCounters,
      error: {
        code: 'service-unavailable',
        message: `Redis did not take the run: ${errorMessage(error, 200)}`,
      },
      failures: [],
      failureTotals: {},
      meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
    });
  }
}

const waitingFetch: Readonly<FetchState> = {
  fetchAttempt: 0,
  status: 'waiting',
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  worker: null,
  totalFetched: 0,
  duplicateJobs: 0,
  failedJobs: 0,
  failureTotals: {},
  feed: null,
  complete: null,
  error: null,
};

function newRun(
  source: Pick<Source, 'name' | 'url'>,
  trigger: RunTrigger,
  startedAt: Date,
  options: RunStarterOptions,
): ImportLog {
  return {
    runId: new ObjectId().toHexString(),
    sourceUrl: source.url,
    sourceName: source.name,
    trigger,
    status: 'running',
    startedAt,
    finishedAt: null,
    ...noCounters,
    attempt: 1,
    attempts: [
      {
        attempt: 1,
        trigger,
        status: 'running',
        startedAt,
        finishedAt: null,
        durationMs: null,
        ...noCounters,
      },
    ],
    error: null,
    fetch: { ...waitingFetch },
    http: null,
    failures: [],
    failureTotals: {},
    meta: {
      batchSize: options.batchSize,
      concurrency: 0,
      totalBatches: null,
      processedBatches: 0,
      failedBatches: 0,
      durationMs: null,
    },
  };
}
