import type { AlertTargets } from '@feedflow/shared/alerts/channels';
import { FeedflowError } from '@feedflow/shared/errors';
import { jobNames, queueNames } from '@feedflow/shared/queues';
import type { FetchSlotReports } from '@feedflow/shared/redis/fetch-slots';
import type { PreviewRequests } from '@feedflow/shared/redis/preview-requests';
import type { WorkerQueue } from '@feedflow/shared/settings';
import { type Telemetry, UnrecoverableError, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import { createMailer, type Mailer } from './alerts/mail.ts';
import { createSendAlertProcessor, type SendAlertDeps } from './alerts/send-alert.ts';
import { createHostTurns } from './fetch/host-turns.ts';
import {
  createFetchFeedProcessor,
  type FetchFeedDeps,
  type FetchFeedOptions,
} from './processors/fetch-feed.ts';
import {
  createFinalizeRunProcessor,
  type FinalizeRunDeps,
  type FinalizeRunOptions,
} from './processors/finalize-run.ts';
import { guard, type Process } from './processors/guard.ts';
import { inHostTurn } from './processors/host-turn.ts';
import { createMongoWatch } from './processors/mongo-watch.ts';
import { createPreviewFeedProcessor } from './processors/preview-feed.ts';
import { createRequeueBatchesProcessor } from './processors/requeue-batches.ts';
import { createUpsertBatchProcessor, type UpsertBatchProcessorOptions } from './processors/upsert-batch.ts';
import { createReaderPool, type ReaderPoolOptions } from './reader/reader-pool.ts';
import { type SlotWatch, startSlotWatch } from './slot-watch.ts';

export interface WorkersDeps
  extends Omit<FetchFeedDeps, 'mongoWatch' | 'readers'>,
    Pick<FinalizeRunDeps, 'alerter'>,
    Pick<SendAlertDeps, 'noteAlert'> {
  previews: PreviewRequests;
  fetchSlots: FetchSlotReports;
  /** Answers when MongoDB does. */
  pingMongo(): Promise<unknown>;
  /** Waits for Redis rather than failing; each worker opens one more connection like it to block on. */
  redis: Redis;
}

export interface WorkersOptions
  extends Omit<FetchFeedOptions, 'shutdown'>,
    UpsertBatchProcessorOptions,
    FinalizeRunOptions {
  prefix: string;
  /** How feeds are read. */
  readers: ReaderPoolOptions;
  /** Which kinds of work this process takes on. */
  queues: readonly WorkerQueue[];
  /** Where alerts go, for workers that finalize. */
  alertTargets: AlertTargets;
  /** Traces jobs. */
  telemetry?: Telemetry | undefined;
  workerConcurrency: number;
  fetchConcurrency: number;
  previewConcurrency: number;
  /** Feeds of one host that are read at a time, over all workers, and the pause between their starts. */
  hostConcurrency: number;
  hostDelayMs: number;
  /** How long a worker may go without renewing a job's lock before another takes the job, in ms. */
  lockDurationMs: number;
  /** How often lost locks are looked for, in ms. */
  stalledIntervalMs: number;
  /** How often a job may lose its worker before BullMQ fails it for good: workers may be killed again and again. */
  maxStalls: number;
}

/** Runs are many and their end is short work. */
const FINALIZE_CONCURRENCY = 8;
/** One at a time, in the order in which they were raised. */
const ALERT_CONCURRENCY = 1;

export interface Workers {
  /** Takes no new jobs and resolves once the running ones have ended. */
  close(): Promise<void>;
}

/** Starts the workers of the chosen queues. */
export function startWorkers(workersDeps: WorkersDeps, workersOptions: WorkersOptions): Workers {
  const shutdown = new AbortController();
  const options = { ...workersOptions, shutdown: shutdown.signal };
  const workers: Worker[] = [];
  const mongoWatch = createMongoWatch(workersDeps, {
    pause: () => {
      for (const worker of workers) void worker.pause(true);
    },
    resume: () => {
      for (const worker of workers) void worker.resume();
    },
  });
  const readers = createReaderPool(workersDeps, options.readers);
  const deps = { ...workersDeps, mongoWatch, readers };
  const { alertTargets: targets } = options;
  const mailer: Mailer | null = targets.email && createMailer(targets.email);
  const hostTurns = createHostTurns(
    { redis: deps.redis, feeds: deps.queues.feeds, log: deps.log },
    {
      prefix: options.prefix,
      concurrency: options.hostConcurrency,
      delayMs: options.hostDelayMs,
      leaseMs: options.lockDurationMs,
    },
  );
  const previewFeed = createPreviewFeedProcessor(deps);
  const feedProcessors: Record<string, Process<unknown>> = {
    [jobNames.fetchFeed]: inHostTurn(createFetchFeedProcessor(deps, options), { ...deps, hostTurns }),
    [jobNames.requeueBatches]: createRequeueBatchesProcessor(deps, options),
    // Of an API of an earlier version.
    [jobNames.previewFeed]: previewFeed,
  };
  const start = <Result>(
    queue: string,
    process: Process<Result>,
    concurrency: number,
    own: Partial<WorkersOptions> = {},
  ) => {
    const work = { queue, process: guard(process, deps), concurrency };
    workers.push(startWorker(deps, { ...options, ...own }, work));
  };
  let slotWatch: SlotWatch | null = null;
  const starters: Record<WorkerQueue, () => void> = {
    finalize: () => {
      start(queueNames.runs, createFinalizeRunProcessor(deps, options), FINALIZE_CONCURRENCY);
      start(queueNames.alerts, createSendAlertProcessor({ ...deps, targets, mailer }), ALERT_CONCURRENCY);
    },
    batches: () =>
      start(queueNames.batches, createUpsertBatchProcessor(deps, options), options.workerConcurrency),
    fetch: () => {
      readers.prepare();
      const slots = options.fetchConcurrency;
      slotWatch = startSlotWatch(deps, { worker: options.workerName, slots });
      start(queueNames.feeds, slotWatch.counted(byName(feedProcessors)), slots);
      start(queueNames.previews, previewFeed, options.previewConcurrency, { maxStalls: 0 });
    },
  };
  for (const queue of new Set(options.queues)) starters[queue]();
  return {
    close: async () => {
      mongoWatch.close();
      // Batches under way end by themselves soon; a feed may go on for an hour, so it is handed back.
      shutdown.abort();
      await Promise.all([slotWatch?.close(), ...workers.map((worker) => worker.close())]);
      await readers.close();
      mailer?.close();
    },
  };
}

/** Hands each job to the processor of its name. */
function byName(processes: Record<string, Process<unknown>>): Process<unknown> {
  return (job, token, signal) => {
    const process = processes[job.name];
    if (!process) throw new UnrecoverableError(`this version of the worker knows no job "${job.name}"`);
    return process(job, token, signal);
  };
}

function startWorker<Result>(
  deps: Pick<WorkersDeps, 'redis' | 'log'>,
  options: WorkersOptions,
  work: { queue: string; process: Process<Result>; concurrency: number },
): Worker {
  const workerOptions: WorkerOptions = {
    connection: deps.redis,
    prefix: options.prefix,
    name: options.workerName,
    concurrency: work.concurrency,
    lockDuration: options.lockDurationMs,
    stalledInterval: options.stalledIntervalMs,
    maxStalledCount: options.maxStalls,
    settings: { backoffStrategy: retryDelayMs },
    ...(options.telemetry ? { telemetry: options.telemetry } : {}),
  };
  const worker = new Worker(
    work.queue,
    // BullMQ looks at the number of parameters to decide whether to pass the signal.
    (job, token, signal) => {
      if (!token) throw new UnrecoverableError('BullMQ gave the job no lock token');
      return work.process(job, token, signal);
    },
    workerOptions,
  );
  worker.on('error', (error) => deps.log.warn({ queue: work.queue, reason: error.message }, 'worker'));
  worker.on('stalled', (jobId) =>
    deps.log.warn({ queue: work.queue, jobId }, 'a job was lost by its worker and is taken over'),
  );
  return worker;
}

const FIRST_DELAY_MS = 1_000;
const MAX_RETRY_AFTER_MS = 600_000;

/** The delay before a retry in ms: what the feed's server asked for, else doubled each time, half of it left to chance. */
function retryDelayMs(attemptsMade: number, _type?: string, error?: Error): number {
  const asked = error instanceof FeedflowError ? error.details['retryAfterMs'] : undefined;
  if (typeof asked === 'number' && asked >= 0) return Math.min(asked, MAX_RETRY_AFTER_MS);
  const delay = FIRST_DELAY_MS * 2 ** (attemptsMade - 1);
  return delay / 2 + Math.random() * (delay / 2);
}
