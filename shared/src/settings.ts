import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from './durations.ts';
import { MAX_SESSION_HOURS } from './network/dashboard-session.ts';

/** A whole number; `fallback` if the setting is not set. */
const integer = (min: number, max: number, fallback: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,15}$/, error)
    .transform(Number)
    .pipe(z.number().min(min, error).max(max, error))
    .prefault(String(fallback));
};

const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true')
  .prefault('false');

const token = z
  .string()
  .regex(/^[\x21-\x7e]{16,500}$/, 'must be 16 to 500 printable characters without spaces');

const host = z
  .string()
  .regex(/^[\w.:%-]{1,255}$/, 'must be an IP address or a host name')
  .default('127.0.0.1');

const httpUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL', abort: true })
  .max(2_000);

/** One that is requested by fetch, which takes no credentials in it, or shown. */
const plainUrl = httpUrl.refine(
  (url) => {
    const { username, password: pass } = new URL(url);
    return username === '' && pass === '';
  },
  { error: 'must have no user and password', abort: true },
);

/** One that paths are appended to. */
const baseUrl = plainUrl.refine((url) => !/[?#]/.test(url), { error: 'must have no query and no fragment' });

/** One with a password. */
const serviceUrl = (kind: string, beginning: RegExp, isReadable: (text: string) => boolean) => {
  const error = `must be ${kind} URL, with %, /, ?, # and @ of a password as %25, %2F, %3F, %23 and %40`;
  return z
    .string({ error })
    .max(2_000)
    .regex(beginning, { error, abort: true })
    .refine(isReadable, { error, abort: true });
};

/** The client of Redis decodes user and password, and throws where it cannot. */
function isDecodable(text: string): boolean {
  const url = URL.parse(text);
  try {
    return url !== null && decodeURIComponent(`${url.username}:${url.password}`) !== undefined;
  } catch {
    return false;
  }
}

const secretText = (min: number) => {
  const error = `must have ${min} to 500 characters`;
  return z.string().min(min, error).max(500, error);
};

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
  .pipe(z.array(z.email({ error: 'must be e-mail addresses with commas between' })))
  // The mail server is asked once for each recipient, and its response must be about one of them.
  .transform((list) => [...new Set(list.map(withLowerDomain))]);

/** Mail servers distinguish case before the @ at most. */
function withLowerDomain(address: string): string {
  const at = address.lastIndexOf('@');
  return address.slice(0, at) + address.slice(at).toLowerCase();
}

/** The kinds of work of worker processes, so that each kind can have as many processes as it needs. */
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
 * Every setting of the processes, with its bounds and default. A process picks those it reads:
 * `parseEnv(pickSettings(...settingsOf.api), process.env)`.
 */
export const settings = {
  MONGODB_URI: z
    .string({ error: 'must be a mongodb:// or mongodb+srv:// URL that names a database' })
    .regex(
      /^mongodb(\+srv)?:\/\/[^/]+\/[^?/]+/,
      'must be a mongodb:// or mongodb+srv:// URL that names a database',
    ),
  REDIS_URL: serviceUrl('a redis:// or rediss://', /^rediss?:\/\//, isDecodable).refine(
    (url) => /^\/?\d*$/.test(new URL(url).pathname),
    { error: 'must have nothing behind its host, or the number of a database' },
  ),
  /** REDIS_URL names one node of a Redis Cluster. REDIS_PREFIX then needs braces, such as {feedflow}. */
  REDIS_CLUSTER: flag,
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
  BOOT_TIMEOUT_MS: integer(100, HOUR_MS, MINUTE_MS),
  /** How long a process may take to finish its work after SIGTERM. */
  SHUTDOWN_TIMEOUT_MS: integer(100, 10 * MINUTE_MS, 8 * SECOND_MS),
  /** Records per batch, until a feed proves large. */
  BATCH_SIZE: integer(1, 5_000, 200),
  /** The most records per batch of a large feed: at least BATCH_SIZE; the same for batches that do not grow. */
  MAX_BATCH_SIZE: integer(1, 5_000, 1_000),
  /** What a worker process does: several kinds of work, with commas between. */
  WORKER_QUEUES: chosenQueues.prefault('fetch,batches,finalize'),
  /** Batches one worker process handles at a time. */
  WORKER_CONCURRENCY: integer(1, 64, 4),
  /** Feeds one worker process reads at a time. */
  FETCH_CONCURRENCY: integer(1, 64, 4),
  /** Previews one worker process makes at a time, beside its feeds. */
  PREVIEW_CONCURRENCY: integer(1, 64, 2),
  /** Feeds of one host that are read at a time, by all workers together; further ones wait outside of the slots. */
  FETCH_HOST_CONCURRENCY: integer(1, 64, 2),
  /** The pause between the starts of two reads from one host. */
  FETCH_HOST_DELAY_MS: integer(0, 10 * MINUTE_MS, 0),
  /** Attempts at reading a feed before the run gives up. */
  FETCH_ATTEMPTS: integer(1, 20, 3),
  /** Attempts at a batch before it fails permanently. */
  BATCH_ATTEMPTS: integer(1, 20, 5),
  /** The timeout of one attempt at a batch. */
  BATCH_TIMEOUT_MS: integer(SECOND_MS, HOUR_MS, 2 * MINUTE_MS),
  /** How long a worker may go without renewing its lock on a step before another worker takes over the step. */
  LOCK_DURATION_MS: integer(SECOND_MS, 10 * MINUTE_MS, 30 * SECOND_MS),
  /** How often workers look for steps whose worker was lost. */
  STALLED_INTERVAL_MS: integer(100, 10 * MINUTE_MS, 15 * SECOND_MS),
  /** How often a step may lose its worker before it fails permanently: it may be what crashes the workers. */
  MAX_STALLS: integer(0, 10_000, 50),
  /** Reading a feed pauses while more of its batches than this are waiting. */
  MAX_PENDING_BATCHES: integer(1, 10_000, 64),
  /** Reading a feed pauses while its waiting batches take more bytes than this in Redis. */
  MAX_PENDING_BYTES: integer(1_000_000, 100_000_000_000, 32_000_000),
  /** Reading pauses while Redis uses more of its maxmemory than this, where it has one. */
  REDIS_MEMORY_LIMIT_PERCENT: integer(1, 100, 70),
  /** The longest wait for a feed server's headers, or for its next bytes. */
  FETCH_TIMEOUT_MS: integer(100, 10 * MINUTE_MS, 30 * SECOND_MS),
  /** The longest one read of a whole feed may take. */
  FETCH_TOTAL_TIMEOUT_MS: integer(SECOND_MS, DAY_MS, HOUR_MS),
  /** A feed whose server sends less, averaged over a minute, fails; 0 for no limit. */
  FETCH_MIN_BYTES_PER_SECOND: integer(0, 1_000_000_000, 1_000),
  /** The largest feed, in bytes after decompression. */
  FETCH_MAX_BYTES: integer(1_000, 1_000_000_000_000, 10_000_000_000),
  /** The most records of one feed: a feed with more is not read to its end. */
  FETCH_MAX_RECORDS: integer(1, 100_000_000, 2_000_000),
  /** The most pages of one feed: a feed with more is not read to its end. */
  FETCH_MAX_PAGES: integer(1, 100_000, 1_000),
  /** The most heap memory that reading one feed may take, in MB. */
  READER_MAX_HEAP_MB: integer(32, 8_192, 128),
  /** The longest that reading one feed may go without a look at its event loop, in ms: then it is ended. */
  READER_MAX_TURN_MS: integer(SECOND_MS, 10 * MINUTE_MS, 15 * SECOND_MS),
  /** Lets feeds be read from loopback and private networks. Leave it false where users add sources. */
  FETCH_ALLOW_PRIVATE_HOSTS: flag,
  /** Sent as User-Agent to feed servers. */
  FETCH_USER_AGENT: z
    .string()
    .regex(
      /^[\t\x20-\x7e\x80-\xff]{1,200}$/,
      'must be 1 to 200 characters of Latin-1, without control characters',
    )
    .default('Feedflow/0.1 (job feed importer)'),
  /** Failure samples kept per run; totals per reason are exact whatever this says. */
  FAILURE_SAMPLE_LIMIT: integer(0, 10_000, 200),
  /** How long imports may be incremental before the next full import. */
  FULL_IMPORT_INTERVAL_HOURS: integer(0, 8_760, 24),
  /** If a feed lost or deletes more of its jobs than this, none is closed until a user confirms. */
  SHRINK_LIMIT_PERCENT: integer(0, 100, 20),
  /** Where the sources come from at the scheduler's start. */
  FEEDS_FILE: z.string().min(1).default('feeds.json'),
  /** The interval of a source that names neither a schedule nor an interval. */
  IMPORT_INTERVAL_MINUTES: integer(1, 43_200, 60),
  /** How soon a changed schedule is noticed. */
  SOURCE_REFRESH_SECONDS: integer(1, 59, 5),
  /** How often the scheduler looks for runs whose steps are missing from Redis. */
  REAPER_INTERVAL_SECONDS: integer(1, 59, 15),
  /** How long after its start a run may still be on its way to Redis. */
  REAPER_GRACE_MS: integer(100, HOUR_MS, 30 * SECOND_MS),
  /** Where worker and scheduler serve /health/live and /health/ready; 0 for nowhere. */
  HEALTH_PORT: integer(0, 65_535, 0),
  HEALTH_HOST: host,
  /** Where every process but the dashboard serves Prometheus metrics at /metrics; 0 for nowhere. */
  METRICS_PORT: integer(0, 65_535, 0),
  METRICS_HOST: host,
  /** Where traces are sent by OTLP over HTTP, such as http://127.0.0.1:4318. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  /** How long a run is kept after its end; 0 for no limit. Its counters stay, summed by source and day. */
  RUN_RETENTION_DAYS: integer(0, 36_500, 90),
  /** How long the jobs of a failed batch are kept for a re-run; 0 for as long as its run. */
  FAILED_BATCH_RETENTION_DAYS: integer(0, 36_500, 30),
  /** How long a closed job is kept; 0 for no limit. */
  CLOSED_JOB_RETENTION_DAYS: integer(0, 36_500, 0),
  /** How long entries of the audit log are kept; 0 for no limit. */
  AUDIT_RETENTION_DAYS: integer(0, 36_500, 365),
  /** Which records' texts are kept: of none, of those that failed, or of the first ones of each run too. */
  STORE_RAW: z
    .enum(['none', 'failed', 'sample'], { error: 'must be none, failed or sample' })
    .default('failed'),
  /** How long they are kept. */
  STORE_RAW_DAYS: integer(1, 3_650, 14),
  /** Where alerts are posted to. */
  ALERT_WEBHOOK_URL: plainUrl.optional(),
  /** Signs the alerts, so that the receiver can verify who sent them. */
  ALERT_WEBHOOK_SECRET: token.optional(),
  /** What is posted: Feedflow's own JSON, or a message for Slack or Microsoft Teams. */
  ALERT_WEBHOOK_FORMAT: z
    .enum(['feedflow', 'slack', 'teams'], { error: 'must be feedflow, slack or teams' })
    .default('feedflow'),
  /** Where the end of each run is posted to, with its counters. */
  RUN_WEBHOOK_URL: plainUrl.optional(),
  /** Signs these requests. */
  RUN_WEBHOOK_SECRET: token.optional(),
  /** The dashboard, as users open it: alerts and reports of runs link to the page of their run. */
  DASHBOARD_URL: baseUrl.optional(),
  /** The mail server that alerts are sent by. */
  ALERT_SMTP_URL: serviceUrl('an smtp:// or smtps://', /^smtps?:\/\/[^/]/, URL.canParse).optional(),
  ALERT_EMAIL_TO: mailAddresses.optional(),
  ALERT_EMAIL_FROM: z.email({ error: 'must be an e-mail address' }).optional(),
  API_HOST: host,
  API_PORT: integer(0, 65_535, 4_000),
  /** With it set, every request must carry it as a bearer token; health and the API's description stay open. */
  API_TOKEN: token.optional(),
  /** A second token that may read everything and change nothing. */
  API_READ_TOKEN: token.optional(),
  /** Web pages that may call the API from a browser: origins with commas between. */
  API_CORS_ORIGINS: origins.optional(),
  /** Requests one client address, or one login of the dashboard, may make in a minute. */
  API_RATE_LIMIT_PER_MINUTE: integer(10, 10_000_000, 6_000),
  /** Whether a proxy stands before the API, whose X-Forwarded-For says who the client is. */
  API_TRUST_PROXY: flag,
  /** Clients that may hold an event stream open at one time, per process. */
  API_STREAM_CLIENTS: integer(1, 100_000, 1_000),
  /** Event streams that one token, one login of the dashboard or one address may hold open, per process. */
  API_STREAMS_PER_CLIENT: integer(1, 100_000, 100),
  /** Exports of jobs that are sent at one time, per process. */
  API_EXPORT_CLIENTS: integer(1, 10_000, 2),
  /** Creates a text index over the titles of jobs, which `text` in GET /api/jobs needs. */
  JOBS_TEXT_INDEX: flag.prefault('true'),
  /** Where the dashboard reaches the API. */
  API_URL: baseUrl.default('http://127.0.0.1:4000'),
  DASHBOARD_HOST: host,
  DASHBOARD_PORT: integer(0, 65_535, 3_000),
  /** With it set, the dashboard requires a login. */
  DASHBOARD_PASSWORD: secretText(12).optional(),
  /** A second password, for a login that can only read. */
  DASHBOARD_READ_PASSWORD: secretText(12).optional(),
  /** How long a login lasts. */
  DASHBOARD_SESSION_HOURS: integer(1, MAX_SESSION_HOURS, 12),
  /** Signs the sessions; without it each process generates its own at its start. */
  DASHBOARD_SESSION_SECRET: secretText(32).optional(),
  /** Serves the dashboard to everyone who reaches it: for deployments behind a proxy that authenticates. */
  DASHBOARD_OPEN: flag,
  /** Whether the dashboard is behind a proxy that sets X-Forwarded-For to the client's address. */
  DASHBOARD_TRUST_PROXY: flag,
} as const;

export type SettingName = keyof typeof settings;

/** What every process but the dashboard reads. */
const processSettings = [
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

/** What the processes read that send alerts or cause them. */
export const alertSettings = [
  'FEEDFLOW_ENVIRONMENT',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'ALERT_WEBHOOK_FORMAT',
  'ALERT_SMTP_URL',
  'ALERT_EMAIL_TO',
  'ALERT_EMAIL_FROM',
  'RUN_WEBHOOK_URL',
  'RUN_WEBHOOK_SECRET',
  'DASHBOARD_URL',
] as const satisfies SettingName[];

/** The settings that each process reads. */
export const settingsOf = {
  scheduler: [
    ...processSettings,
    ...alertSettings,
    'HEALTH_PORT',
    'HEALTH_HOST',
    'BATCH_SIZE',
    'MAX_BATCH_SIZE',
    'FETCH_ATTEMPTS',
    'BATCH_ATTEMPTS',
    'FEEDS_FILE',
    'IMPORT_INTERVAL_MINUTES',
    'SOURCE_REFRESH_SECONDS',
    'REAPER_INTERVAL_SECONDS',
    'REAPER_GRACE_MS',
    'RUN_RETENTION_DAYS',
    'FAILED_BATCH_RETENTION_DAYS',
    'CLOSED_JOB_RETENTION_DAYS',
    'AUDIT_RETENTION_DAYS',
  ],
  worker: [
    ...processSettings,
    ...alertSettings,
    'HEALTH_PORT',
    'HEALTH_HOST',
    'LOCK_DURATION_MS',
    'STALLED_INTERVAL_MS',
    'MAX_STALLS',
    'WORKER_QUEUES',
    'WORKER_CONCURRENCY',
    'FETCH_CONCURRENCY',
    'PREVIEW_CONCURRENCY',
    'FETCH_HOST_CONCURRENCY',
    'FETCH_HOST_DELAY_MS',
    'BATCH_TIMEOUT_MS',
    'MAX_PENDING_BATCHES',
    'MAX_PENDING_BYTES',
    'REDIS_MEMORY_LIMIT_PERCENT',
    'FETCH_TIMEOUT_MS',
    'FETCH_TOTAL_TIMEOUT_MS',
    'FETCH_MIN_BYTES_PER_SECOND',
    'FETCH_MAX_BYTES',
    'FETCH_MAX_RECORDS',
    'FETCH_MAX_PAGES',
    'READER_MAX_HEAP_MB',
    'READER_MAX_TURN_MS',
    'FETCH_ALLOW_PRIVATE_HOSTS',
    'FETCH_USER_AGENT',
    'FAILURE_SAMPLE_LIMIT',
    'FULL_IMPORT_INTERVAL_HOURS',
    'SHRINK_LIMIT_PERCENT',
    'STORE_RAW',
    'STORE_RAW_DAYS',
  ],
  api: [
    ...processSettings,
    'FEEDFLOW_ENVIRONMENT',
    'BATCH_SIZE',
    'MAX_BATCH_SIZE',
    'FETCH_ATTEMPTS',
    'BATCH_ATTEMPTS',
    'IMPORT_INTERVAL_MINUTES',
    'API_HOST',
    'API_PORT',
    'API_TOKEN',
    'API_READ_TOKEN',
    'API_CORS_ORIGINS',
    'API_RATE_LIMIT_PER_MINUTE',
    'API_TRUST_PROXY',
    'API_STREAM_CLIENTS',
    'API_STREAMS_PER_CLIENT',
    'API_EXPORT_CLIENTS',
    'JOBS_TEXT_INDEX',
  ],
  dashboard: [
    'API_URL',
    'API_TOKEN',
    'DASHBOARD_HOST',
    'DASHBOARD_PORT',
    'DASHBOARD_PASSWORD',
    'DASHBOARD_READ_PASSWORD',
    'DASHBOARD_SESSION_HOURS',
    'DASHBOARD_SESSION_SECRET',
    'DASHBOARD_OPEN',
    'DASHBOARD_TRUST_PROXY',
  ],
} as const satisfies Record<string, SettingName[]>;

/** Their values are secrets: no log or error message repeats them. */
export const secretSettings: readonly string[] = [
  'API_TOKEN',
  'API_READ_TOKEN',
  'MONGODB_URI',
  'REDIS_URL',
  'ALERT_WEBHOOK_URL',
  'ALERT_WEBHOOK_SECRET',
  'ALERT_SMTP_URL',
  'RUN_WEBHOOK_URL',
  'RUN_WEBHOOK_SECRET',
  'DASHBOARD_PASSWORD',
  'DASHBOARD_READ_PASSWORD',
  'DASHBOARD_SESSION_SECRET',
] satisfies SettingName[];

/** A schema of only the named settings. */
export function pickSettings<N extends SettingName>(...names: N[]): z.ZodObject<Pick<typeof settings, N>> {
  const shape = Object.fromEntries(names.map((name) => [name, settings[name]]));
  return z.object(shape as Pick<typeof settings, N>);
}
