import { z } from 'zod';
import { valueMaps } from '../values/value-maps.ts';
import type { Closing } from './closing.ts';
import { dialectNames } from './dialects.ts';
import type { FailureThreshold } from './failure-threshold.ts';
import { type FeedObservations, identityView, type JobRules, type SourceIdentity } from './identity.ts';
import { inputLimits } from './input-limits.ts';
import { type JudgedImport, qualityRules, sourceHealth } from './quality.ts';
import { recordFilter } from './record-filter-schema.ts';
import { type FeedListing, namedError, runStatus } from './run.ts';
import { timestamp } from './scalars.ts';
import type { TextForms } from './text-forms.ts';

export const feedUrl = z
  .url({
    protocol: /^https?$/,
    error: ({ input }) => (input === undefined ? undefined : 'must be an http or https URL'),
  })
  .max(inputLimits.urlLength)
  .refine((url) => !URL.parse(url)?.username && !URL.parse(url)?.password, {
    error: 'must not hold a user or password: give them as basicAuth, where they are never shown',
  })
  // Described as text: letters and spaces that are not percent-encoded are accepted, which no URI has.
  .meta({ text: true });

/** What a URL names: URLs of other spellings (`HTTPS://acme.example:443/jobs.xml#top`) have the same address. */
export function feedAddress(url: string): string {
  const parsed = new URL(url);
  // It is not sent.
  parsed.hash = '';
  return parsed.href;
}

const PLAIN_KEY = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;

/** Per-source rules for boards that follow no dialect: see docs/feeds-and-mappings.md. */
export const sourceMapping = z
  .record(
    z.string().regex(PLAIN_KEY, 'must begin with a letter, and have letters, digits, _ and - only'),
    z.unknown(),
  )
  .refine(hasPlainKeys, {
    error: 'must have names of letters, digits, _ and - only, at most 6 levels deep',
    // What is deeper cannot be turned into JSON either.
    abort: true,
  })
  .refine((mapping) => JSON.stringify(mapping).length <= inputLimits.mappingLength, {
    error: `must be at most ${inputLimits.mappingLength} characters of JSON`,
  });

/** Request headers that belong to the HTTP client or to another field. */
const TAKEN_HEADERS = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'te',
  'upgrade',
  'expect',
  'trailer',
  'if-none-match',
  'if-modified-since',
  'accept-encoding',
  'range',
]);
export const headerName = z
  .string()
  .max(inputLimits.headerNameLength)
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]*$/, 'must be a header name')
  .refine((name) => !TAKEN_HEADERS.has(name.toLowerCase()), { error: 'is set by Feedflow itself' });
export const headerValue = z
  .string()
  .max(inputLimits.headerValueLength)
  .regex(/^[\x20-\x7e]+$/, 'must be printable characters');

export const FEW_HEADERS = { error: 'must be at most 20 headers' };

export function hasFewHeaders(headers: object): boolean {
  return Object.keys(headers).length <= 20;
}

/** Sent with every request for the feed; the values are secrets. */
const sourceHeaders = z.record(headerName, headerValue).refine(hasFewHeaders, FEW_HEADERS);

export const basicAuth = z.strictObject({
  username: z
    .string()
    .min(1)
    .max(inputLimits.usernameLength)
    .regex(/^[ -9;-~\u00a0-\uffff]*$/, 'must not hold a colon or control characters'),
  password: z.string().max(inputLimits.passwordLength),
});

/** Its type stays a text: stored sources may name a dialect of another version. */
export const dialectName = z
  .string()
  .max(50)
  .refine((name) => dialectNames.some((known) => known === name), {
    error: `must be one of ${dialectNames.join(', ')}`,
  });

/** What to do about a run of a `schedule` that was missed while no scheduler was running. */
export const missedRuns = z.enum([
  /** Start one run as soon as possible, however many were missed. */
  'catch-up',
  /** Wait for the next due time. */
  'skip',
]);
type MissedRuns = z.infer<typeof missedRuns>;
export const DEFAULT_MISSED_RUNS: MissedRuns = 'catch-up';

/**
 * With how many unreadable or incomplete records a run is still completed: the larger of both limits, but less than
 * half of the feed. Jobs that could not be written are never tolerated.
 */
export const failureThreshold = z.strictObject({
  percent: z.number().min(0).max(100).describe('Of the fetched records.'),
  records: z.int().min(0).max(inputLimits.maxToleratedRecords).describe('However few records the feed has.'),
}) satisfies z.ZodType<FailureThreshold>;

/** When jobs are closed. Part by part: a new source has the default where it states none, a change leaves it. */
const closing = z.strictObject({
  missing: z.boolean().describe('Once they are no longer in the feed, after a complete read.'),
  expired: z.boolean().describe('Once their expiresAt is past, also while the feed lists them.'),
  afterDays: z
    .int()
    .min(1)
    .max(inputLimits.maxClosingDays)
    .nullable()
    .describe('So many days after they were last new, changed or reopened; null for never.'),
}) satisfies z.ZodType<Closing>;
export const closingParts = closing.partial();

/**
 * Characters of a name beside letters and digits. A slash is none of them: in a path it is %2F, which many reverse
 * proxies decode or refuse.
 */
const NAME_MARKS = " ._-()'&+,";
const NAME_CHARACTER = /^[\p{L}\p{M}\p{N}]$/u;

/** A character in quotes; one that cannot be seen as its escape. */
function quoted(character: string): string {
  return character === '"' ? `'"'` : JSON.stringify(character);
}

/** Why a name is not accepted, with the character at fault; null if it is. */
function faultOfName(name: string): string | null {
  if (name !== '' && !/^[\p{L}\p{N}]/u.test(name))
    return `must begin with a letter or digit, not with ${quoted(Array.from(name)[0] ?? '')}`;
  const odd = Array.from(name).find((mark) => !NAME_MARKS.includes(mark) && !NAME_CHARACTER.test(mark));
  return odd === undefined
    ? null
    : `must not have the character ${quoted(odd)}: only letters, digits, spaces and . _ - ( ) ' & + ,`;
}

/** What a configuration may leave out, and a stored source then must not keep. */
export const optionalSourceFields = [
  'schedule',
  'intervalMinutes',
  'dialect',
  'mapping',
  'filter',
  'values',
  'removeVanished',
  'closing',
  'missedRuns',
  'failureThreshold',
  'quality',
  'headers',
  'basicAuth',
] as const;

/** What a user writes about one source, in feeds.json or through the API. */
export const sourceConfig = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(inputLimits.nameLength)
      .superRefine((name, context) => {
        const fault = faultOfName(name);
        if (fault !== null) context.addIssue(fault);
      }),
    url: feedUrl,
    /** A cron pattern of five fields; instead of `intervalMinutes`. */
    schedule: z.string().max(inputLimits.scheduleLength).optional(),
    /** Minutes from one start to the next; without it and `schedule`, IMPORT_INTERVAL_MINUTES. */
    intervalMinutes: z.number().int().min(1).max(inputLimits.maxIntervalMinutes).optional(),
    /** IANA time zone of `schedule`. */
    timezone: z.string().max(60).default('UTC'),
    enabled: z.boolean().default(true),
    /** Force a dialect by name instead of detecting it. */
    dialect: dialectName.optional(),
    mapping: sourceMapping.optional(),
    /** Which records are imported. @default all */
    filter: recordFilter.optional(),
    /** What texts of the feed mean: see docs/normalized-values.md. */
    values: valueMaps.optional(),
    /** @default those of new sources: missing and expired jobs are closed */
    closing: closingParts.optional(),
    /** The older spelling of `closing.missing`. A source that states only this closes for no other reason. */
    removeVanished: z.boolean().optional(),
    /** Of a source with a `schedule`; a source with an interval is started as soon as it is due. @default catch-up */
    missedRuns: missedRuns.optional(),
    /** @default 1 % or 5 records */
    failureThreshold: failureThreshold.optional(),
    /** Limits of its quality. @default those of `docs/quality.md` */
    quality: qualityRules.optional(),
    headers: sourceHeaders.optional(),
    basicAuth: basicAuth.optional(),
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
  startedAt: timestamp,
  finishedAt: timestamp.nullable(),
  error: namedError.nullable().optional().describe('Why it failed; absent if it did not.'),
});

/** A run that did something worth remembering of its source, and when it ended. */
export const runReference = z.object({ runId: z.string(), at: timestamp });

/** A tick that started no run: the source was still running, or the tick was missed and the source skips such ticks. */
export const skippedTick = z.object({ at: timestamp, reason: z.string(), runId: z.string().nullable() });

/** Why Feedflow disabled a source automatically. */
export const disabledReason = z.object({ at: timestamp, code: z.string(), message: z.string() });

/** Runs that fail one after the other before a source is marked failing, and before it is disabled. */
export const FAILURES_UNTIL_FAILING = 20;
export const FAILURES_UNTIL_DISABLED = 30;

/** What a source has once a change of its rules is finished, and the rules that its jobs had before. */
export interface RulesChange {
  from: JobRules;
  identity: SourceIdentity;
  volatileFields: string[];
}

/** A source as kept in `sources`: its configuration and what happened to it. */
export interface Source extends SourceConfig {
  http: { etag: string | null; lastModified: string | null };
  /**
   * When its configuration last changed what an import reads or writes: a response to an earlier run says nothing then.
   */
  readingChangedAt?: Date;
  /** What is known of its feed as a list of jobs; absent in sources older than this. */
  listing?: FeedListing | null;
  /** The name that part of its history still has, while a change of its name is not finished. */
  renamedFrom?: string | null;
  /** The newest scheduled tick that was claimed, whether it started a run or was skipped. */
  lastTickAt: Date | null;
  /** When that was; absent in sources older than this. */
  lastTickClaimedAt?: Date;
  lastRun: z.infer<typeof lastRun> | null;
  /** The last run that imported the feed, whole or in part; absent in sources older than this. */
  lastSuccess?: z.infer<typeof runReference> | null;
  /** The last run that found something new, changed or gone. */
  lastChange?: z.infer<typeof runReference> | null;
  skippedTicks: number;
  lastSkippedTick: z.infer<typeof skippedTick> | null;
  /** Runs that failed since the last one that imported something; absent in sources older than the count. */
  failuresInARow?: number;
  /** Runs in a row whose feed ended its reader; absent in sources older than the count. */
  crashesInARow?: number;
  /** What the last import that read its feed showed; absent before one was judged. */
  judgement?: JudgedImport | null;
  /** Why Feedflow disabled the source automatically; null if it did not. */
  disabledReason?: z.infer<typeof disabledReason> | null;
  /** Where the feed's server says it moved for good (301, 308): a suggestion, never applied automatically. */
  movedTo?: string | null;
  /** How its jobs are identified; absent before its first import, and in sources older than this: by id. */
  identity?: SourceIdentity | null;
  /** Fields that change at every fetch and are left out of the comparison. */
  volatileFields?: string[];
  observations?: FeedObservations | null;
  /**
   * How the texts of its feed are written, by its last complete reading; absent before it, and in sources older than
   * this.
   */
  textForms?: TextForms | null;
  /** Keys that several jobs share, found by the last import that read all of the feed, in the form of `sharedKeys`. */
  seenSharedKeys?: string[];
  /** A change of keys or content hashes that has begun: the next import finishes it before all else. */
  rulesChange?: RulesChange | null;
  createdAt: Date;
  updatedAt: Date;
}

/** A source as returned by GET /api/sources and GET /api/sources/:name. No secret is part of it. */
export const sourceDetails = z.object({
  name: z.string(),
  url: z.string(),
  schedule: z.string().nullable(),
  intervalMinutes: z.number().nullable(),
  timezone: z.string(),
  enabled: z.boolean(),
  dialect: z.string().nullable(),
  lastRun: lastRun.nullable(),
  /** The last run that imported the feed, whole or in part. */
  lastSuccess: runReference.nullable(),
  /** The last run that found something new, changed or gone in it. */
  lastChange: runReference.nullable(),
  skippedTicks: z.number(),
  lastSkippedTick: skippedTick.nullable(),
  /** The next times it is due, soonest first; empty when disabled. */
  nextRuns: z.array(timestamp),
  mapping: z.record(z.string(), z.unknown()).nullable(),
  /** Null: all records are imported. */
  filter: recordFilter.nullable(),
  /** What texts of its feed mean, where the defaults do not know them. */
  values: valueMaps.nullable(),
  closing,
  /** The older name of `closing.missing`. */
  removeVanished: z.boolean(),
  missedRuns,
  failureThreshold,
  /** The limits of its quality that are set; null for none. */
  quality: qualityRules.nullable(),
  /** How it is now, and why. One that is disabled by a user is not judged. */
  health: sourceHealth,
  /** Names of the request headers that are set; their values are never shown. */
  headerNames: z.array(z.string()),
  /** Whether user and password are set. */
  hasBasicAuth: z.boolean(),
  failuresInARow: z.number().int(),
  /** Whether it has failed 20 times in a row or more; after 30 it is disabled. */
  failing: z.boolean(),
  disabledReason: disabledReason.nullable(),
  /** Where the feed's server says it moved for good; null where it did not. Give the source this url to follow. */
  movedTo: z.string().nullable(),
  /** How its jobs are identified, and why; null before its first import. */
  identity: identityView.nullable(),
  /** Fields that change at every fetch and are left out of the comparison. */
  volatileFields: z.array(z.string()),
  /** The validators of the last response, for conditional requests. */
  http: z.object({ etag: z.string().nullable(), lastModified: z.string().nullable() }),
  /** The newest scheduled tick that was taken. */
  lastTickAt: timestamp.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type SourceDetails = z.infer<typeof sourceDetails>;

/** The response to a change of a source. */
export const changedSource = sourceDetails.extend({
  droppedSecrets: z
    .object({ headerNames: z.array(z.string()), basicAuth: z.boolean() })
    .describe('The secrets that this change removed because the new url is on another server.'),
});

/** Names alone make a mapping: what a database or a template would read as more than a name is refused. */
function hasPlainKeys(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > 6) return false;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  return (
    names.every((name) => PLAIN_KEY.test(name)) &&
    Object.values(value).every((inner) => hasPlainKeys(inner, depth + 1))
  );
}
