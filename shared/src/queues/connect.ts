import { type FlowJob, FlowProducer, Queue, type Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SendAlertPayload } from '../alerts/alert.ts';
import { errorMessage } from '../errors.ts';
import type { Log } from '../process/log.ts';
import { nodesOf } from '../redis/redis-facts.ts';
import { queueNames } from './names.ts';
import type { QueuedBatch } from './payloads.ts';
import type { PreviewJobPayload } from './preview-job.ts';

export interface Queues {
  flows: FlowProducer;
  /** Adds a tree of jobs, all of it or nothing. To add it again is harmless. */
  addTree(tree: FlowJob): Promise<void>;
  runs: Queue;
  feeds: Queue;
  previews: Queue<PreviewJobPayload>;
  batches: Queue<QueuedBatch>;
  alerts: Queue<SendAlertPayload>;
  /** Whether the job of a key, as a parent names its children, is there and has not ended. */
  isPending(jobKey: string): Promise<boolean>;
  close(): Promise<void>;
}

/** The queues and the producer of trees, on one connection. */
export function createQueues(
  deps: { redis: Redis; log: Log },
  options: { prefix: string; telemetry?: Telemetry | undefined },
): Queues {
  const shared = {
    connection: deps.redis,
    prefix: options.prefix,
    // With a connection that fails fast, a producer says so at once instead of waiting for Redis.
    skipWaitingForReady: true,
    telemetry: options.telemetry,
  };
  // Nothing reads BullMQ's own event streams (run events have one of their own): keep them short.
  const queueOptions = { ...shared, streams: { events: { maxLen: 100 } } };
  const flows = new FlowProducer(shared);
  const queues = {
    runs: new Queue(queueNames.runs, queueOptions),
    feeds: new Queue(queueNames.feeds, queueOptions),
    previews: new Queue<PreviewJobPayload>(queueNames.previews, queueOptions),
    batches: new Queue<QueuedBatch>(queueNames.batches, queueOptions),
    alerts: new Queue<SendAlertPayload>(queueNames.alerts, queueOptions),
  };
  // The connection reports its own troubles; without a listener each queue would report them again, fatally.
  const onError = (error: Error) => deps.log.debug({ reason: error.message }, 'queue connection');
  flows.on('error', onError);
  for (const queue of Object.values(queues)) queue.on('error', onError);
  return {
    ...queues,
    flows,
    addTree: async (tree) => {
      try {
        await flows.add(tree);
      } catch (error) {
        if (!/^NOSCRIPT/.test(errorMessage(error))) throw error;
        await loadScripts(deps.redis);
        await flows.add(tree);
      }
    },
    isPending: async (jobKey) => {
      const [addedOn, finishedOn] = await deps.redis.hmget(jobKey, 'timestamp', 'finishedOn');
      return addedOn !== null && finishedOn === null;
    },
    close: async () => {
      await Promise.all([flows, ...Object.values(queues)].map((one) => one.close()));
    },
  };
}

/**
 * Gives the server every script of BullMQ. ioredis sends a script once per connection and then its digest: where the
 * server refused it that once, because it was full, or has forgotten it, each transaction would fail from then on.
 */
async function loadScripts(redis: Redis): Promise<void> {
  const scripts = Object.values<{ lua: string }>(Reflect.get(redis, 'scriptsSet') ?? {});
  await Promise.all(nodesOf(redis).flatMap((node) => scripts.map(({ lua }) => node.script('LOAD', lua))));
}
