const at = (second: number) => `2026-01-31T12:15:0${second}.000Z`;

// Examples for the API's description. The tests check them against the schemas.

export const batchExample = {
  batchId: '665f1c2ab7e4d90012ab34cd-1-1-0',
  runId: '665f1c2ab7e4d90012ab34cd',
  attempt: 1,
  fetchAttempt: 1,
  batchIndex: 0,
  superseded: false,
  status: 'completed',
  records: 199,
  newJobs: 3,
  updatedJobs: 6,
  unchangedJobs: 190,
  failedJobs: 0,
  enqueuedAt: at(1),
  startedAt: at(2),
  finishedAt: at(3),
  durationMs: 900,
  tries: 1,
  worker: 'worker-1',
  error: null,
  failures: [],
  failureTotals: {},
} as const;

const { batchId: _id, runId: _runId, batchIndex: _index, failures: _failures, ...asAttempt } = batchExample;

export const batchDetailsExample = { ...batchExample, attempts: [asAttempt] } as const;

export const batchMapExample = {
  runId: '665f1c2ab7e4d90012ab34cd',
  attempt: null,
  batches: 3,
  strip: {
    batchesPerCell: 1,
    waiting: [0, 0, 0],
    running: [0, 0, 1],
    completed: [1, 0, 0],
    failed: [0, 1, 0],
    cancelled: [0, 0, 0],
    records: [200, 200, 57],
    failedJobs: [0, 200, 0],
    worst: [0, 0, 0],
  },
  timeline: {
    from: at(2),
    lanes: [
      { worker: 'worker-1', slot: 0 },
      { worker: 'worker-1', slot: 1 },
    ],
    lanesLeftOut: 0,
    bars: [
      { lane: 0, startMs: 0, endMs: 900, busyMs: 900, batches: 1, batchIndex: 0, status: 'completed' },
      { lane: 0, startMs: 950, endMs: null, busyMs: 0, batches: 1, batchIndex: 2, status: 'running' },
      { lane: 1, startMs: 20, endMs: 1_400, busyMs: 1_380, batches: 1, batchIndex: 1, status: 'failed' },
    ],
  },
} as const;
