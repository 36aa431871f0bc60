import { queueNames } from '@feedflow/shared/queues/names';

/**
 * The stages of a record, in order, and the queue each one runs on. The folders beside this file have the same
 * names. A stage never imports another: `import/import-feed.ts` (through `read-feed.ts`) and the processors call them
 * in this order. `stageName` has those that a failure can name, and is stored: no failure names `compare`.
 */
export const stages = [
  { name: 'fetch', queue: queueNames.feeds },
  { name: 'parse', queue: queueNames.feeds },
  { name: 'compare', queue: queueNames.feeds },
  { name: 'normalize', queue: queueNames.feeds },
  { name: 'batch', queue: queueNames.feeds },
  { name: 'upsert', queue: queueNames.batches },
  { name: 'finalize', queue: queueNames.runs },
] as const satisfies readonly { name: string; queue: string }[];
