/**
 * Parents have a queue of their own: on a shared one they would wait behind every later batch. So do previews, which
 * have a waiting client, while a feed may take an hour.
 */
export const queueNames = {
  runs: 'feedflow-runs',
  feeds: 'feedflow-feeds',
  previews: 'feedflow-previews',
  batches: 'feedflow-batches',
  alerts: 'feedflow-alerts',
} as const;

export const jobNames = {
  finalizeRun: 'finalize-run',
  fetchFeed: 'fetch-feed',
  requeueBatches: 'requeue-batches',
  upsertBatch: 'upsert-batch',
  previewFeed: 'preview-feed',
  sendAlert: 'send-alert',
} as const;

export interface RunRef {
  runId: string;
  attempt: number;
}

/** Ids of steps name their run and make adding a step twice harmless. BullMQ forbids colons in them. */
export const jobIds = {
  finalizeRun: (run: RunRef) => `${run.runId}-${run.attempt}`,
  fetchFeed: (run: RunRef) => `${run.runId}-${run.attempt}-fetch`,
  requeueBatches: (run: RunRef) => `${run.runId}-${run.attempt}-requeue`,
  upsertBatch: (batch: RunRef & { fetchAttempt: number; batchIndex: number }) =>
    `${batch.runId}-${batch.attempt}-${batch.fetchAttempt}-${batch.batchIndex}`,
};
