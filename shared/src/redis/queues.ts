import { FlowProducer, Queue, type Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SendAlertPayload } from '../alerts/alert.ts';
import type { Log } from '../log.ts';
import { type PreviewJobPayload, type QueuedBatch, queueNames } from '../queues.ts';

export interface Queues {
  flows: FlowProducer;
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
    ...(options.telemetry ? { telemetry: options.telemetry } : {}),
  };
  // Nothing reads BullMQ's own event streams (run events have one of their own): keep them short.
  const queueOptions = { ...shared, streams: { events: { maxLen: 100 } } };
  const queues = {
    flows: new FlowProducer(shared),
    runs: new Queue(queueNames.runs, queueOptions),
    feeds: new Queue(queueNames.feeds, queueOptions),
    previews: new Queue<PreviewJobPayload>(queueNames.previews, queueOptions),
    batches: new Queue<QueuedBatch>(queueNames.batches, queueOptions),
    alerts: new Queue<SendAlertPayload>(queueNames.alerts, queueOptions),
  };
  // The connection reports its own troubles; without a listener each queue would report them again, fatally.
  const onError = (error: Error) => deps.log.debug({ reason: error.message }, 'queue connection');
  const { flows, runs, feeds, previews, batches, alerts } = queues;
  flows.on('error', onError);
  for (const queue of [runs, feeds, previews, batches, alerts]) queue.on('error', onError);
  return {
    ...queues,
    isPending: async (jobKey) => {
      const [addedOn, finishedOn] = await deps.redis.hmget(jobKey, 'timestamp', 'finishedOn');
      return addedOn !== null && finishedOn === null;
    },
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}
