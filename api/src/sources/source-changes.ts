import { FeedflowError } from '@feedflow/shared/errors';
import { parseMapping } from '@feedflow/shared/model/mapping';
import { checkSchedule } from '@feedflow/shared/model/schedule';
import {
  basicAuth,
  feedUrl,
  headerValue,
  type Source,
  type SourceConfig,
  sourceConfig,
  sourceMapping,
} from '@feedflow/shared/model/source';
import { settleSecrets } from '@feedflow/shared/model/source-secrets';
import { z } from 'zod';
import { reason } from '../routing/fields.ts';
import { validate } from '../routing/validate.ts';

/** A new source, and why. */
export const newSource = sourceConfig.safeExtend({ reason });

/** What to change about a source: what is absent stays, null takes away. Its name stays, too. */
export const sourceChange = z
  .strictObject({
    url: feedUrl,
    schedule: z.string().max(100).nullable(),
    intervalMinutes: z.int().min(1).max(43_200).nullable(),
    timezone: z.string().max(60),
    enabled: z.boolean(),
    dialect: z.string().max(50).nullable(),
    mapping: sourceMapping.nullable(),
    removeVanished: z.boolean().nullable(),
    headers: z
      .record(z.string().max(100), headerValue.nullable())
      .nullable()
      .describe(
        'Header by header: a value sets one, null takes it away. Null instead of an object: none are left.',
      ),
    basicAuth: basicAuth.nullable(),
    keepSecrets: z
      .boolean()
      .describe(
        'Whether headers and basicAuth that are set follow the source to a url of another origin; what this request sets itself is always for the new url. Not possible from https to http.',
      ),
  })
  .partial()
  .extend({ reason });
export type SourceChange = z.infer<typeof sourceChange>;

/**
 * Checks a whole configuration, with its mapping, its cron pattern and its time zone.
 *
 * @throws FeedflowError 'request-invalid', 'sources-invalid', 'feed-mapping-invalid'
 */
export function checkedConfig(config: unknown): SourceConfig {
  const checked = validate(sourceConfig, config);
  checkSchedule(checked);
  parseMapping(checked.mapping);
  return checked;
}

/**
 * The configuration of a source with a change made to it. A schedule takes the place of an interval, and the
 * other way round. Secrets stay with the origin that they were set for: see settleSecrets.
 *
 * @param runningId the run of the source that is running; null where none is
 * @returns it, and what became of the secrets that the change does not set
 * @throws FeedflowError 'request-invalid', 'sources-invalid', 'feed-mapping-invalid'; 'run-already-running' for another url while a
 * run reads the present one
 */
export function changedConfig(
  source: Source,
  { reason: _, headers, keepSecrets, ...change }: SourceChange,
  runningId: string | null,
): ReturnType<typeof settleSecrets> {
  if (change.url !== undefined && change.url !== source.url && runningId !== null) {
    throw new FeedflowError(
      'run-already-running',
      `${source.name} is being imported: its url cannot change now`,
      { details: { runId: runningId, sourceName: source.name } },
    );
  }
  const names = Object.keys(sourceConfig.shape) as (keyof SourceConfig)[];
  const present = Object.fromEntries(names.map((name) => [name, source[name]]));
  const merged: Record<string, unknown> = { ...present, ...change };
  if (change.schedule && change.intervalMinutes === undefined) merged['intervalMinutes'] = null;
  if (change.intervalMinutes && change.schedule === undefined) merged['schedule'] = null;
  if (headers !== undefined) merged['headers'] = headers && mergeHeaders(source.headers ?? {}, headers);
  const config = checkedConfig(
    Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)),
  );
  const given = { headerNames: Object.keys(headers ?? {}), basicAuth: Boolean(change.basicAuth) };
  return settleSecrets(source, config, { given, keep: keepSecrets ?? false });
}

/** Names are the same whatever their case. */
function mergeHeaders(
  present: Record<string, string>,
  change: Record<string, string | null>,
): Record<string, string> | null {
  const changed = new Set(Object.keys(change).map((name) => name.toLowerCase()));
  const kept = Object.entries(present).filter(([name]) => !changed.has(name.toLowerCase()));
  const set = Object.entries(change).filter((entry): entry is [string, string] => entry[1] !== null);
  const all = [...kept, ...set];
  return all.length > 0 ? Object.fromEntries(all) : null;
}
