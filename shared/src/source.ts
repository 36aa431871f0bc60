import { z } from 'zod';
import { runStatus } from './import-log.ts';

const date = z.coerce.date();
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(4000);

/** Per-source rules for boards that follow no dialect: see the README, "Feeds that follow no dialect". */
export const sourceMapping = z.record(z.string(), z.unknown());

/** What a user writes about one source, in feeds.json or through the API. */
export const sourceConfig = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(100)
      .regex(
        /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u,
        'must be letters, digits, spaces, dots, dashes, underscores',
      ),
    url: httpUrl,
    /** A cron pattern of five fields; instead of `intervalMinutes`. */
    schedule: z.string().max(100).optional(),
    /** Minutes from one start to the next; without it and `schedule`, IMPORT_INTERVAL_MINUTES. */
    intervalMinutes: z.number().int().min(1).max(43_200).optional(),
    /** IANA time zone of `schedule`. */
    timezone: z.string().max(60).default('UTC'),
    enabled: z.boolean().default(true),
    /** Force a dialect by name instead of detecting it. */
    dialect: z.string().max(50).optional(),
    mapping: sourceMapping.optional(),
  })
  .refine((source) => !(source.schedule && source.intervalMinutes), {
    error: 'give either schedule or intervalMinutes, not both',
    path: ['schedule'],
  });
export type SourceConfig = z.infer<typeof sourceConfig>;

export const sourceConfigs = z.array(sourceConfig).max(10_000);

export const lastRun = z.object({
  runId: z.string(),
  status: runStatus,
  startedAt: date,
  finishedAt: date.nullable(),
});

/** A tick that found its source still running. */
export const skippedTick = z.object({ at: date, reason: z.string(), runId: z.string().nullable() });

/** A source as kept in `sources`: its configuration and what happened to it. */
export interface Source extends SourceConfig {
  http: { etag: string | null; lastModified: string | null };
  /** The newest scheduled tick that was claimed, whether it started a run or was skipped. */
  lastTickAt: Date | null;
  lastRun: z.infer<typeof lastRun> | null;
  skippedTicks: number;
  lastSkippedTick: z.infer<typeof skippedTick> | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A source as answered by GET /api/sources. */
export const sourceView = z.object({
  name: z.string(),
  url: z.string(),
  schedule: z.string().nullable(),
  intervalMinutes: z.number().nullable(),
  timezone: z.string(),
  enabled: z.boolean(),
  dialect: z.string().nullable(),
  lastRun: lastRun.nullable(),
  skippedTicks: z.number(),
  lastSkippedTick: skippedTick.nullable(),
  /** The next times it is due, soonest first; empty when disabled. */
  nextRuns: z.array(date),
});
export type SourceView = z.infer<typeof sourceView>;
