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
  /** How long a process waits at boot for MongoDB and Redis. */
  BOOT_TIMEOUT_MS: integer(100, 3_600_000).prefault('60000'),
  /** How long a process may take to finish its work after SIGTERM. */
  SHUTDOWN_TIMEOUT_MS: integer(100, 600_000).prefault('8000'),
  /** Records per batch. */
  BATCH_SIZE: integer(1, 5_000).prefault('200'),
  /** Batches one worker process handles at a time. */
  WORKER_CONCURRENCY: integer(1, 64).prefault('4'),
  /** Feeds one worker process reads at a time. */
  FETCH_CONCURRENCY: integer(1, 64).prefault('4'),
  /** Tries at reading a feed before the run gives up. */
  FETCH_ATTEMPTS: integer(1, 20).prefault('3'),
  /** Tries at a batch before it fails for good. */
  BATCH_ATTEMPTS: integer(1, 20).prefault('5'),
  /** The longest one try at a batch may take. */
  BATCH_TIMEOUT_MS: integer(1_000, 3_600_000).prefault('120000'),
  /** Reading a feed pauses while more of its batches than this are waiting. */
  MAX_PENDING_BATCHES: integer(1, 10_000).prefault('64'),
  /** The longest wait for a feed server's headers, or for its next bytes. */
  FETCH_TIMEOUT_MS: integer(100, 600_000).prefault('30000'),
  /** The longest one read of a whole feed may take. */
  FETCH_TOTAL_TIMEOUT_MS: integer(1_000, 86_400_000).prefault('3600000'),
  /** The largest feed, in bytes after decompression. */
  FETCH_MAX_BYTES: integer(1_000, 1_000_000_000_000).prefault('10000000000'),
  /** Lets feeds be read from loopback and private networks. Leave it false where users add sources. */
  FETCH_ALLOW_PRIVATE_HOSTS: flag.prefault('false'),
  /** Sent as User-Agent to feed servers, who like to know whom to write to. */
  FETCH_USER_AGENT: z.string().min(1).max(200).default('Feedflow/0.1 (job feed importer)'),
  /** Failure samples kept per run; totals per reason are exact whatever this says. */
  FAILURE_SAMPLE_LIMIT: integer(0, 10_000).prefault('200'),
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
  API_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  API_PORT: integer(0, 65_535).prefault('4000'),
  /** With it set, every request but GET /health must carry it as a bearer token. */
  API_TOKEN: z.string().min(16, 'must be at least 16 characters').max(500).optional(),
} as const;

export type SettingName = keyof typeof settings;

/** A schema of just the named settings. */
export function pickSettings<N extends SettingName>(...names: N[]): z.ZodObject<Pick<typeof settings, N>> {
  const shape = Object.fromEntries(names.map((name) => [name, settings[name]]));
  return z.object(shape as Pick<typeof settings, N>);
}
