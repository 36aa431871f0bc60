import type { StageName } from '@feedflow/shared/model/run';
import { queueNames } from '@feedflow/shared/queues/names';

/**
 * The way of a record, in order, and the queue each stage runs on. The folders beside this file carry the
 * same names; a stage never imports another, `read-feed.ts` and the processors call them in this order.
 */
export const stages: readonly { name: StageName; queue: string }[] = [
  { name: 'fetch', queue: queueNames.feeds },
  { name: 'parse', queue: queueNames.feeds },
  { name: 'normalize', queue: queueNames.feeds },
  { name: 'batch', queue: queueNames.feeds },
  { name: 'upsert', queue: queueNames.batches },
  { name: 'finalize', queue: queueNames.runs },
];
