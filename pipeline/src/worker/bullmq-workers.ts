import { errorMessage } from '@feedflow/shared/errors';
import { jobNames, queueNames } from '@feedflow/shared/queues/names';
import type { FetchSlotReports } from '@feedflow/shared/redis/fetch-slots';
import { createRedisMemory } from '@feedflow/shared/redis/memory';
import type { PreviewRequests } from '@feedflow/shared/redis/preview-requests';
import { isRedisConnectionLost } from '@feedflow/shared/redis/unavailable';
import type { WorkerQueue } from '@feedflow/shared/settings';
import { type Telemetry, UnrecoverableError } from 'bullmq';
import type { Redis } from 'ioredis';
import type { AlertTargets } from '../alerts/channels.ts';
import { createMailer, type Mailer } from '../alerts/mail.ts';
import { createSendAlertProcessor, type SendAlertDeps } from '../alerts/send-alert.ts';
import { createHostTurns } from '../fetch/host-turns.ts';
import type { CloseRunOptions } from '../finalize/close-run.ts';
import {
  createFetchFeedProcessor,
  type FetchFeedDeps,
  type FetchFeedOptions,
} from '../processors/fetch-feed.ts';
import { createFinalizeRunProcessor, type FinalizeRunDeps } from '../processors/finalize-run.ts';
import { type Processor, withJobErrorHandling } from '../processors/guard.ts';
import { inHostTurn } from '../processors/host-turn.ts';
import { createPreviewFeedProcessor } from '../processors/preview-feed.ts';
import { createRequeueBatchesProcessor } from '../processors/requeue-batches.ts';
import { retryDelayMs } from '../processors/retry-delay.ts';
import { createUpsertBatchProcessor } from '../processors/upsert-batch.ts';
import { createReaderPool, type ReaderPoolOptions } from '../reader/reader-pool.ts';
import type { ProcessBatchOptions } from '../upsert/process-batch.ts';
import { HoldingWorker } from './holding-worker.ts';
import { createOutageWatch, type OutageWatch } from './outage-watch.ts';
import { type SlotWatch, startSlotWatch } from './slot-watch.ts';

export interface WorkersDeps
  extends Omit<FetchFeedDeps, 'outages' | 'redisMemory' | 'readers'>,
    Pick<FinalizeRunDeps, 'alerter'>,
    Pick<SendAlertDeps, 'noteAlert'> {
  previews: PreviewRequests;
  fetchSlots: FetchSlotReports;
  /** Resolve if MongoDB responds, and if Redis accepts a write. */
  pingMongo(): Promise<unknown>;
  pingRedis(): Promise<unknown>;
  /** Waits for Redis rather than failing; each worker opens one more connection like it to block on. */
  redis: Redis;
}

export interface WorkersOptions
  extends Omit<FetchFeedOptions, 'shutdown'>,
    ProcessBatchOptions,
    Omit<CloseRunOptions, 'shutdown'> {
  prefix: string;
  /** How feeds are read. */
  readers: ReaderPoolOptions;
  /** The kinds of work of this process. */
  queues: readonly WorkerQueue[];
  /** Where alerts go, for workers that finalize. */
  alertTargets: AlertTargets;
  /** Traces jobs. */
  telemetry?: Telemetry | undefined;
  workerConcurrency: number;
  fetchConcurrency: number;
  previewConcurrency: number;
  /** Feeds of one host that are read at the same time, in all workers, and the pause between their starts. */
  hostConcurrency: number;
  hostDelayMs: number;
  /** Reading pauses while Redis uses more of its memory limit than this. */
  redisMemoryLimitPercent: number;
  /** How long a worker may go without renewing a job's lock before another takes the job, in ms. */
  lockDurationMs: number;
  /** How often expired locks are searched, in ms. */
  stalledIntervalMs: number;
  /** How often a job may lose its worker before BullMQ fails it permanently: workers may be killed repeatedly. */
  maxStalls: number;
}

/** Runs are many and closing one is short work. */
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
  const workers: HoldingWorker[] = [];
  const outages = createOutageWatch(
    workersDeps,
    {
      pause: () => {
        for (const worker of workers) void worker.pause(true);
      },
      regain: () => Promise.all(workers.map((worker) => worker.regainLocks())),
      resume: () => {
        for (const worker of workers) void worker.resume();
      },
    },
    options,
  );
  const readers = createReaderPool(workersDeps, options.readers);
  const redisMemory = createRedisMemory(workersDeps, { maxPercent: options.redisMemoryLimitPercent });
  const deps = { ...workersDeps, outages, redisMemory, readers };
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
  const previewFeed = createPreviewFeedProcessor(deps, options);
  const feedProcessors: Record<string, Processor<unknown>> = {
    [jobNames.fetchFeed]: inHostTurn(createFetchFeedProcessor(deps, options), { ...deps, hostTurns }),
    [jobNames.requeueBatches]: createRequeueBatchesProcessor(deps, options),
    // From an API of an earlier version.
    [jobNames.previewFeed]: previewFeed,
  };
  const start = (
    queue: string,
    processor: Processor<unknown>,
    concurrency: number,
    own: Partial<WorkersOptions> = {},
  ) => {
    const work = { queue, processor: withJobErrorHandling(processor, deps, options), concurrency };
    workers.push(startWorker(deps, { ...options, ...own }, work));
  };
  let slotWatch: SlotWatch | null = null;
  const starters: Record<WorkerQueue, () => void> = {
    finalize: () => {
      start(queueNames.runs, createFinalizeRunProcessor(deps, options), FINALIZE_CONCURRENCY);
      const sendAlert = createSendAlertProcessor({ ...deps, targets, mailer }, options);
      start(queueNames.alerts, sendAlert, ALERT_CONCURRENCY);
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
      // Active batches end soon; a feed may take an hour, so its step returns to the queue.
      shutdown.abort();
      outages.close();
      await Promise.all([slotWatch?.close(), ...workers.map((worker) => worker.close())]);
      await readers.close();
      mailer?.close();
    },
  };
}

/** Selects the processor of each job by its name. */
function byName(processors: Record<string, Processor<unknown>>): Processor<unknown> {
  return (job, token, signal) => {
    const processor = processors[job.name];
    if (!processor) throw new UnrecoverableError(`this version of the worker knows no job "${job.name}"`);
    return processor(job, token, signal);
  };
}

function startWorker(
  deps: Pick<WorkersDeps, 'redis' | 'log'> & { outages: OutageWatch },
  options: WorkersOptions & { shutdown: AbortSignal },
  work: { queue: string; processor: Processor<unknown>; concurrency: number },
): HoldingWorker {
  const workerOptions = {
    connection: deps.redis,
    prefix: options.prefix,
    name: options.workerName,
    concurrency: work.concurrency,
    lockDuration: options.lockDurationMs,
    shutdown: options.shutdown,
    stalledInterval: options.stalledIntervalMs,
    maxStalledCount: options.maxStalls,
    settings: { backoffStrategy: retryDelayMs },
    telemetry: options.telemetry,
  };
  const worker = new HoldingWorker(
    work.queue,
    // BullMQ passes the signal depending on the number of parameters.
    (job, token, signal) => {
      if (!token) throw new UnrecoverableError('the job has no lock token');
      return work.processor(job, token, signal);
    },
    deps,
    workerOptions,
  );
  worker.on('error', (error) => {
    if (isRedisConnectionLost(error)) deps.outages.hold('redis', error);
    // The outage is already in the log: once, not once per connection, poll and lock.
    deps.log[deps.outages.isHeld('redis') ? 'debug' : 'warn'](
      { queue: work.queue, reason: errorMessage(error, 200) },
      'worker',
    );
  });
  worker.on('stalled', (jobId) =>
    deps.log.warn({ queue: work.queue, jobId }, 'a job was lost by its worker and is taken over'),
  );
  return worker;
}
