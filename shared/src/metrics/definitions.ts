import { DUE_REASONS } from '../model/job.ts';

/** How a metric is made: `labels` are its dimensions, each with few values. */
export interface MetricDefinition {
  kind: 'counter' | 'gauge' | 'histogram';
  name: string;
  help: string;
  labels: readonly string[];
  /** Of a counter: every value of each label. It begins at 0 for all of them, since a first 1 is no increase. */
  values?: Readonly<Record<string, readonly string[]>>;
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[];
}

/** Every metric of Feedflow beside Node's own. Names end in their unit; counters end in _total. */
export const metricDefinitions = {
  // What workers do.
  runs: {
    kind: 'counter',
    name: 'feedflow_runs_total',
    help: 'Runs that ended, by source and outcome. The source is "other" beyond the first 200 of a process.',
    labels: ['source', 'outcome'],
  },
  runDuration: {
    kind: 'histogram',
    name: 'feedflow_run_duration_seconds',
    help: 'How long the last attempt of a run took.',
    labels: ['outcome'],
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 150, 300, 600, 1_800, 3_600, 10_800],
  },
  removalsHeld: {
    kind: 'counter',
    name: 'feedflow_removals_held_total',
    help: 'Runs whose feed had lost so many jobs that none was closed.',
    labels: ['source'],
  },
  jobsDueClosed: {
    kind: 'counter',
    name: 'feedflow_jobs_due_closed_total',
    help: 'Jobs that were closed between imports because they were due: expired, or too old.',
    labels: ['reason'],
    values: { reason: DUE_REASONS },
  },
  records: {
    kind: 'counter',
    name: 'feedflow_records_total',
    help: 'Records by outcome. Those of a feed that is read again, or of a batch that is re-run, count again.',
    labels: ['outcome'],
    values: { outcome: ['new', 'updated', 'unchanged', 'duplicate', 'skipped', 'failed'] },
  },
  recordsParsed: {
    kind: 'counter',
    name: 'feedflow_records_parsed_total',
    help: 'Records that were parsed.',
    labels: [],
  },
  recordsKnown: {
    kind: 'counter',
    name: 'feedflow_records_known_total',
    help: 'Records in parts of a feed that had not changed, which were not parsed.',
    labels: [],
  },
  batchDuration: {
    kind: 'histogram',
    name: 'feedflow_batch_duration_seconds',
    help: 'How long a batch took from its start to its end.',
    labels: ['outcome'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
  },
  fetchDuration: {
    kind: 'histogram',
    name: 'feedflow_fetch_duration_seconds',
    help: 'How long reading a feed took, including the time spent waiting for its batches.',
    labels: ['outcome'],
    buckets: [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 150, 300, 600, 1_800, 3_600],
  },
  backPressure: {
    kind: 'counter',
    name: 'feedflow_back_pressure_seconds_total',
    help: 'Time for which reading a feed paused because too many of its batches waited.',
    labels: [],
  },
  alerts: {
    kind: 'counter',
    name: 'feedflow_alerts_total',
    help: 'Attempts to send an alert, by channel and outcome (sent, failed); refused: recipients that the mail server refused permanently.',
    labels: ['channel', 'outcome'],
    values: { channel: ['webhook', 'email', 'run-webhook'], outcome: ['sent', 'failed', 'refused'] },
  },
  // What a scrape finds out.
  serviceUp: {
    kind: 'gauge',
    name: 'feedflow_service_up',
    help: 'Whether MongoDB and Redis respond to this process: 1 or 0.',
    labels: ['service'],
  },
  servicePing: {
    kind: 'gauge',
    name: 'feedflow_service_ping_seconds',
    help: 'How long MongoDB and Redis took to respond to a ping of this process.',
    labels: ['service'],
  },
  clockSkew: {
    kind: 'gauge',
    name: 'feedflow_clock_skew_seconds',
    help: "By how much this process' clock is ahead of the database's; negative where it is behind.",
    labels: [],
  },
  queueJobs: {
    kind: 'gauge',
    name: 'feedflow_queue_jobs',
    help: 'Jobs in a queue, by state.',
    labels: ['queue', 'state'],
  },
  fetchSlots: {
    kind: 'gauge',
    name: 'feedflow_fetch_slots',
    help: 'Feeds that all workers together can read at a time.',
    labels: [],
  },
  fetchSlotsBusy: {
    kind: 'gauge',
    name: 'feedflow_fetch_slots_busy',
    help: 'Feeds that are being read.',
    labels: [],
  },
  fetchSlotsTaken: {
    kind: 'gauge',
    name: 'feedflow_fetch_slots_all_taken_seconds',
    help: 'For how long no worker has had a free slot for a feed; 0 where one has.',
    labels: [],
  },
  oldestWaitingBatch: {
    kind: 'gauge',
    name: 'feedflow_oldest_waiting_batch_age_seconds',
    help: 'For how long the longest waiting batch has waited; 0 where none waits.',
    labels: [],
  },
  runningRuns: {
    kind: 'gauge',
    name: 'feedflow_running_runs',
    help: 'Runs that are running.',
    labels: [],
  },
  oldestRunningRun: {
    kind: 'gauge',
    name: 'feedflow_oldest_running_run_age_seconds',
    help: 'How long the current attempt of the longest running run has taken so far; 0 if none is running.',
    labels: [],
  },
  failuresInARow: {
    kind: 'gauge',
    name: 'feedflow_source_failures_in_a_row',
    help: 'Runs of a source that failed one after the other; only sources whose last run failed and that no user disabled, at most 200.',
    labels: ['source'],
  },
  sources: {
    kind: 'gauge',
    name: 'feedflow_sources',
    help: 'Enabled sources and those that Feedflow disabled, by health: healthy, warning or failing.',
    labels: ['health'],
  },
  sourceHealth: {
    kind: 'gauge',
    name: 'feedflow_source_health',
    help: 'Health of a source: 1 warning, 2 failing; only sources that are not healthy, at most 200.',
    labels: ['source'],
  },
  scheduleLateness: {
    kind: 'gauge',
    name: 'feedflow_schedule_lateness_seconds',
    help: 'For how long the most overdue source has been due without its tick being taken; 0 where none is.',
    labels: [],
  },
  processes: {
    kind: 'gauge',
    name: 'feedflow_processes',
    help: 'Processes of this installation that are connected to Redis.',
    labels: ['kind'],
  },
  redisUsedMemory: {
    kind: 'gauge',
    name: 'feedflow_redis_used_memory_bytes',
    help: 'Memory that Redis uses.',
    labels: [],
  },
  redisMaxMemory: {
    kind: 'gauge',
    name: 'feedflow_redis_max_memory_bytes',
    help: 'Memory that Redis may use; 0 where it has no limit.',
    labels: [],
  },
  streamClients: {
    kind: 'gauge',
    name: 'feedflow_sse_clients',
    help: 'Clients that have an event stream open at this process.',
    labels: [],
  },
} as const satisfies Record<string, MetricDefinition>;
