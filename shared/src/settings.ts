import { z } from 'zod';

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

const token = z
  .string()
  .regex(/^[\x21-\x7e]{16,500}$/, 'must be 16 to 500 printable characters without spaces');

const origins = z
  .string()
  .max(4_000)
  .transform((text) => text.split(',').map((origin) => origin.trim()))
  .refine((list) => list.every((origin) => URL.parse(origin)?.origin === origin), {
    error: 'must be origins with commas between, such as https://jobs.example.com',
  });

const mailAddresses = z
  .string()
  .max(2_000)
  .transform((text) => text.split(',').map((address) => address.trim()))
  .pipe(z.array(z.email({ error: 'must be e-mail addresses with commas between' })));

/** What worker processes can be told to do, so that each kind of work can be given as many as it needs. */
export const workerQueues = ['fetch', 'batches', 'finalize'] as const;
export type WorkerQueue = (typeof workerQueues)[number];

const chosenQueues = z
  .string()
  .max(200)
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(
    z.array(
      z.enum(workerQueues, { error: `must be some of ${workerQueues.join(', ')}, with commas between` }),
    ),
  );

/**
 * Every setting that more than one process reads, with its bounds and default. A process picks what it
 * needs: `parseEnv(z.object(pick('MONGODB_URI', 'REDIS_URL')), process.env)`.
 */
export const settings = {
  MONGODB_URI: z
    .string({ error: 'must be a mongodb:// or mongodb+srv:// URL that names a database' })
    .regex(
      /^mongodb(\+srv)?:\/\/[^/]+\/[^?/]+/,
      'must be a mongodb:// or mongodb+srv:// URL that names a database',
    ),
  REDIS_URL: z
    .string({ error: 'must be a redis:// or rediss:// URL' })
    .regex(/^rediss?:\/\//, 'must be a redis:// or rediss:// URL'),
  /** REDIS_URL names one node of a Redis Cluster. REDIS_PREFIX then needs braces, such as {feedflow}. */
  REDIS_CLUSTER: flag.prefault('false'),
  /** Starts every Redis key of this installation, so that several can share one Redis. */
  REDIS_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_{}-]{1,50}$/, 'must be 1 to 50 letters, digits, _, -, { or }')
    .default('feedflow'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be trace, debug, info, warn, error, fatal or silent',
    })
    .default('info'),
  /** What this installation is called, such as production: shown by the API and the dashboard. */
  FEEDFLOW_ENVIRONMENT: z
    .string()
    .regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,29}$/u,
      'must be 1 to 30 letters, digits, spaces, dots, dashes, underscores',
    )
    .optional(),
  /** How long a process waits at boot for MongoDB and Redis. */
  BOOT_TIMEOUT_MS: integer(100, 3_600_000).prefault('60000'),
  /** How long a process may take to finish its work after SIGTERM. */
  SHUTDOWN_TIMEOUT_MS: integer(100, 600_000).prefault('8000'),
  /** Records per batch. */
  BATCH_SIZE: integer(1, 5_000).prefault('200'),
  /** What a worker process does: several kinds of work, with commas between. */
  WORKER_QUEUES: chosenQueues.prefault('fetch,batches,finalize'),
  /** Batches one worker process handles at a time. */
  WORKER_CONCURRENCY: integer(1, 64).prefault('4'),
  /** Feeds one worker process reads at a time. */
  FETCH_CONCURRENCY: integer(1, 64).prefault('4'),
  /** Previews one worker process makes at a time, beside its feeds. */
  PREVIEW_CONCURRENCY: integer(1, 64).prefault('2'),
  /** Feeds of one host that are read at a time, by all workers together; further ones wait outside of the slots. */
  FETCH_HOST_CONCURRENCY: integer(1, 64).prefault('2'),
  /** The pause between the starts of two reads from one host. */
  FETCH_HOST_DELAY_MS: integer(0, 600_000).prefault('0'),
  /** Tries at reading a feed before the run gives up. */
  FETCH_ATTEMPTS: integer(1, 20).prefault('3'),
  /** Tries at a batch before it fails for good. */
  BATCH_ATTEMPTS: integer(1, 20).prefault('5'),
  /** The longest one try at a batch may take. */
  BATCH_TIMEOUT_MS: integer(1_000, 3_600_000).prefault('120000'),
  /** How long a worker may go without renewing its hold on a job, before another worker takes the job over. */
  LOCK_DURATION_MS: integer(1_000, 600_000).prefault('30000'),
  /** How often jobs are looked for whose worker was lost. */
  STALLED_INTERVAL_MS: integer(100, 600_000).prefault('15000'),
  /** How often a job may lose its worker before it fails for good: it may be what ends the workers. */
  MAX_STALLS: integer(0, 10_000).prefault('50'),
  /** Reading a feed pauses while more of its batches than this are waiting. */
  MAX_PENDING_BATCHES: integer(1, 10_000).prefault('64'),
  /** Reading a feed pauses while its waiting batches take more bytes than this in Redis. */
  MAX_PENDING_BYTES: integer(1_000_000, 100_000_000_000).prefault('32000000'),
  /** Reading pauses while Redis uses more of its maxmemory than this, where it has one. */
  REDIS_MEMORY_LIMIT_PERCENT: integer(1, 100).prefault('70'),
  /** The longest wait for a feed server's headers, or for its next bytes. */
  FETCH_TIMEOUT_MS: integer(100, 600_000).prefault('30000'),
  /** The longest one read of a whole feed may take. */
  FETCH_TOTAL_TIMEOUT_MS: integer(1_000, 86_400_000).prefault('3600000'),
  /** A feed whose server sends less, averaged over a minute of waiting for it, is given up; 0 for no such limit. */
  FETCH_MIN_BYTES_PER_SECOND: integer(0, 1_000_000_000).prefault('1000'),
  /** The largest feed, in bytes after decompression. */
  FETCH_MAX_BYTES: integer(1_000, 1_000_000_000_000).prefault('10000000000'),
  /** The most records of one feed: a feed with more is not read to its end. */
  FETCH_MAX_RECORDS: integer(1, 100_000_000).prefault('2000000'),
  /** The most heap memory that reading one feed may take, in MB. */
  READER_MAX_HEAP_MB: integer(32, 8_192).prefault('128'),
  /** The longest that reading one feed may go without a look at its event loop, in ms: then it is ended. */
  READER_MAX_TURN_MS: integer(1_000, 600_000).prefault('15000'),
  /** Lets feeds be read from loopback and private networks. Leave it false where users add sources. */
  FETCH_ALLOW_PRIVATE_HOSTS: flag.prefault('false'),
  /** Sent as User-Agent to feed servers, who like to know whom to write to. */
  FETCH_USER_AGENT: z.string().min(1).max(200).default('Feedflow/0.1 (job feed importer)'),
  /** Failure samples kept per run; totals per reason are exact whatever this says. */
  FAILURE_SAMPLE_LIMIT: integer(0, 10_000).prefault('200'),
  /** How long an import may leave out what has not changed in its feed; then all of it is read once more. */
  FULL_IMPORT_INTERVAL_HOURS: integer(0, 8_760).prefault('24'),
  /** A feed that lost more of its postings than this has none of them closed until someone confirms. */
  SHRINK_LIMIT_PERCENT: integer(0, 100).prefault('20'),
  /** Where the sources come from at the scheduler's start. */
  FEEDS_FILE: z.string().min(1).default('feeds.json'),
  /** The interval of a source that names neither a schedule nor an interval. */
  IMPORT_INTERVAL_MINUTES: integer(1, 43_200).prefault('60'),
  /** How soon a changed schedule is noticed. */
  SOURCE_REFRESH_SECONDS: integer(1, 59).prefault('5'),
  /** How often the scheduler looks for runs whose jobs are gone. */
  REAPER_INTERVAL_SECONDS: integer(1, 59).prefault('15'),
  /** How long after its start a run is taken to be on its way to Redis. */
  REAPER_GRACE_MS: integer(100, 3_600_000).prefault('30000'),
  /** Where worker and scheduler answer /health/live and /health/ready; 0 for nowhere. */
  HEALTH_PORT: integer(0, 65_535).prefault('0'),
  HEALTH_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  /** Where every process but the dashboard answers Prometheus at /metrics; 0 for nowhere. */
  METRICS_PORT: integer(0, 65_535).prefault('0'),
  METRICS_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  /** Where traces are sent by OTLP over HTTP, such as http://127.0.0.1:4318. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2_000)
    .optional(),
  /** How long a run is kept after its end; 0 for ever. Its counters stay, summed by source and day. */
  RUN_RETENTION_DAYS: integer(0, 36_500).prefault('90'),
  /** How long the postings of a failed batch are kept for a re-run; 0 for as long as its run. */
  FAILED_BATCH_RETENTION_DAYS: integer(0, 36_500).prefault('30'),
  /** How long a closed posting is kept after it was closed; 0 for ever. */
  CLOSED_JOB_RETENTION_DAYS: integer(0, 36_500).prefault('0'),
  /** How long entries of the audit log are kept; 0 for ever. */
  AUDIT_RETENTION_DAYS: integer(0, 36_500).prefault('365'),
  /** Which records' texts are kept: of none, of those that failed, or of the first ones of each run too. */
  STORE_RAW: z
    .enum(['none', 'failed', 'sample'], { error: 'must be none, failed or sample' })
    .default('none'),
  /** How long they are kept. */
  STORE_RAW_DAYS: integer(1, 3_650).prefault('14'),
  /** Where alerts are posted to. */
  ALERT_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2_000)
    .optional(),
  /** Signs what is posted, so that its receiver can tell it from what others post. */
  ALERT_WEBHOOK_SECRET: token.optional(),
  /** The mail server that alerts are sent by. */
  ALERT_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]/, 'must be an smtp:// or smtps:// URL')
    .max(2_000)
    .optional(),
  ALERT_EMAIL_TO: mailAddresses.optional(),
  ALERT_EMAIL_FROM: z.email({ error: 'must be an e-mail address' }).optional(),
  API_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  API_PORT: integer(0, 65_535).prefault('4000'),
  /** With it set, every request must carry it as a bearer token; health and the API's description stay open. */
  API_TOKEN: token.optional(),
  /** A second token that may read everything and change nothing. */
  API_READ_TOKEN: token.optional(),
  /** Web pages that may call the API from a browser: origins with commas between. */
  API_CORS_ORIGINS: origins.optional(),
  /** Requests one client address, or one login of the dashboard, may make in a minute. */
  API_RATE_LIMIT_PER_MINUTE: integer(10, 10_000_000).prefault('6000'),
  /** Whether a proxy stands before the API, whose X-Forwarded-For says who the client is. */
  API_TRUST_PROXY: flag.prefault('false'),
  /** Clients that may hold an event stream open at one time, per process. */
  API_STREAM_CLIENTS: integer(1, 100_000).prefault('1000'),
  /** Event streams that one token, one login of the dashboard or one address may hold open, per process. */
  API_STREAMS_PER_CLIENT: integer(1, 100_000).prefault('100'),
  /** Keeps a text index over postings, which `text` in GET /api/jobs needs; imports get slower by it. */
  JOBS_TEXT_INDEX: flag.prefault('false'),
} as const;

export type SettingName = keyof typeof settings;

/** What every process but the dashboard reads. */
export const processSettings = [
  'MONGODB_URI',
  'REDIS_URL',
  'REDIS_CLUSTER',
  'REDIS_PREFIX',
  'LOG_LEVEL',
  'BOOT_TIMEOUT_MS',
  'SHUTDOWN_TIMEOUT_MS',
  'METRICS_HOST',
  'METRICS_PORT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
] as const satisfies SettingName[];

/** What the processes read that send alerts, or give rise to them. */
export const alertSettings = [
  'FEEDFLOW_ENVIRONMENT',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'ALERT_SMTP_URL',
  'ALERT_EMAIL_TO',
  'ALERT_EMAIL_FROM',
] as const satisfies SettingName[];

/** A schema of just the named settings. */
export function pickSettings<N extends SettingName>(...names: N[]): z.ZodObject<Pick<typeof settings, N>> {
  const shape = Object.fromEntries(names.map((name) => [name, settings[name]]));
  return z.object(shape as Pick<typeof settings, N>);
}
