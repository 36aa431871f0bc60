const counters = {
  totalFetched: 204,
  totalImported: 199,
  newJobs: 3,
  updatedJobs: 6,
  unchangedJobs: 190,
  duplicateJobs: 0,
  skippedJobs: 4,
  failedJobs: 1,
  removedJobs: 0,
};

const at = (second: number) => `2026-01-31T12:15:0${second}.000Z`;

/** Examples for the API's description. The tests check them against the schemas. */
export const runSummaryExample = {
  runId: '665f1c2ab7e4d90012ab34cd',
  sourceUrl: 'https://acme.example/jobs.xml',
  sourceName: 'Acme careers',
  trigger: 'schedule',
  full: false,
  status: 'partial',
  startedAt: at(0),
  finishedAt: at(4),
  ...counters,
  attempt: 1,
  error: null,
  cancelRequestedAt: null,
  http: null,
  failureTotals: { 'title-missing': 1 },
  warnings: [
    {
      code: 'dates-unreadable',
      count: 12,
      message: 'Dates of some records could not be read; these jobs have none.',
      samples: ['next spring'],
    },
  ],
  removal: null,
  meta: {
    batchSize: 200,
    concurrency: 4,
    totalBatches: 1,
    processedBatches: 1,
    failedBatches: 0,
    durationMs: 4_000,
  },
} as const;

export const failureExample = {
  stage: 'normalize',
  reasonCode: 'title-missing',
  message: 'the record has no title',
  position: 17,
  batchIndex: null,
  dedupeKey: null,
  externalId: 'A-17',
  field: 'title',
  at: at(1),
} as const;

export const runExample = {
  ...runSummaryExample,
  attempts: [
    {
      attempt: 1,
      trigger: 'schedule',
      rescue: false,
      status: 'partial',
      startedAt: at(0),
      finishedAt: at(4),
      durationMs: 4_000,
      ...counters,
    },
  ],
  fetch: {
    fetchAttempt: 1,
    status: 'completed',
    startedAt: at(0),
    finishedAt: at(3),
    durationMs: 3_000,
    worker: 'worker-1',
    lostWorkers: 0,
    lostBeforeRecords: 0,
    totalFetched: 204,
    duplicateJobs: 0,
    failedJobs: 1,
    unchangedJobs: 0,
    skippedJobs: 4,
    skippedBy: [{ condition: 'exclude company contains "Acme Temps"', count: 4 }],
    identity: {
      rule: 'id',
      reason: {
        code: 'sound',
        message: '199 of 199 jobs of the sample have an id (199 different ones)',
      },
    },
    failureTotals: { 'title-missing': 1 },
    comparison: { fullReadReason: 'nothing-to-compare', knownRecords: 0 },
    manifestId: '665f1c2ab7e4d90012ab34cd-1-1',
    feed: { dialect: 'rss', charset: 'utf-8', recordElement: 'item', fields: { title: 'title' } },
    complete: true,
    error: null,
  },
  failures: [failureExample],
  rerunnable: { batches: 0, records: 0 },
} as const;

export const runLogExample = [
  {
    id: 'fetch-started.1.1',
    at: at(0),
    kind: 'fetch-started',
    severity: 'info',
    attempt: 1,
    batchIndex: null,
    message: 'Requesting the feed from acme.example.',
  },
  {
    id: 'batch-retry.1.12-1',
    at: at(2),
    kind: 'batch-retry',
    severity: 'warning',
    attempt: 1,
    batchIndex: 12,
    message: 'Batch 12 failed (attempt 1 of 5): the write took too long. The next attempt begins within 1 s.',
  },
] as const;
