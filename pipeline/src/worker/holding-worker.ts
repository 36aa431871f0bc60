import { type Job, type Processor, type Span, Worker, type WorkerOptions } from 'bullmq';
import type { Redis } from 'ioredis';
import type { OutageWatch } from './outage-watch.ts';

/**
 * Sets the lock of an active job again if it expired. If another worker has taken over the job, it has a lock of its
 * own, and a job that was returned to its queue is not active.
 */
const REGAIN_LOCK = `
if redis.call('LPOS', KEYS[1], ARGV[1]) then
  redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3])
end
return 0
`;

export interface HoldingWorkerDeps {
  outages: OutageWatch;
  redis: Redis;
}

/**
 * A worker whose jobs are not lost in an outage of Redis: the result of a job is kept until Redis accepts it. BullMQ
 * itself would give up the job: it would stall, run again in another worker, and count as a crash.
 */
export class HoldingWorker extends Worker<unknown, unknown> {
  readonly #deps: HoldingWorkerDeps;
  readonly #shutdown: AbortSignal;
  readonly #lockDurationMs: number;
  /** The tokens of the active jobs, by id. */
  readonly #tokens = new Map<string, string>();

  /** @param options.shutdown aborted when the process stops: it ends all waiting */
  constructor(
    queue: string,
    processor: Processor<unknown, unknown>,
    deps: HoldingWorkerDeps,
    options: WorkerOptions & { lockDuration: number; shutdown: AbortSignal },
  ) {
    const { shutdown, ...workerOptions } = options;
    super(queue, processor, workerOptions);
    this.#deps = deps;
    this.#shutdown = shutdown;
    this.#lockDurationMs = options.lockDuration;
  }

  /** Sets locks again that expired during an outage of Redis, so that no job counts as lost. */
  async regainLocks(): Promise<void> {
    for (const [id, token] of this.#tokens) {
      const keys = [this.toKey('active'), `${this.toKey(id)}:lock`] as const;
      await this.#deps.redis.eval(REGAIN_LOCK, keys.length, ...keys, id, token, this.#lockDurationMs);
    }
  }

  override async processJob(
    job: Job,
    token: string,
    fetchNextCallback?: () => boolean,
  ): ReturnType<Worker['processJob']> {
    this.#tokens.set(String(job.id), token);
    try {
      return await super.processJob(job, token, fetchNextCallback);
    } finally {
      this.#tokens.delete(String(job.id));
    }
  }

  protected override handleCompleted(
    result: unknown,
    job: Job,
    token: string,
    fetchNextCallback?: () => boolean,
    span?: Span,
  ): Promise<Job> {
    return this.#deps.outages.throughOutages(
      () => super.handleCompleted(result, job, token, fetchNextCallback, span),
      this.#shutdown,
    );
  }

  protected override handleFailed(
    error: Error,
    job: Job,
    token: string,
    fetchNextCallback?: () => boolean,
    span?: Span,
  ): Promise<Job> {
    // The process stops during an outage: the job stays active, and another worker takes it over.
    if (this.#shutdown.aborted && error === this.#shutdown.reason) return Promise.reject(error);
    return this.#deps.outages.throughOutages(
      () => super.handleFailed(error, job, token, fetchNextCallback, span),
      this.#shutdown,
    );
  }
}
