import type { SourceChange } from '@feedflow/shared/api/sources';
import { FeedflowError } from '@feedflow/shared/errors';
import { changedClosing, closingOf, storedClosing } from '@feedflow/shared/model/closing';
import { parseMapping } from '@feedflow/shared/model/mapping';
import { checkSchedule } from '@feedflow/shared/model/schedule';
import { type Source, type SourceConfig, sourceConfig } from '@feedflow/shared/model/source';
import { secretsFate, settleSecrets } from '@feedflow/shared/model/source-secrets';
import { validate } from '../routing/validate.ts';

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
 * The configuration of a source with a change made to it. A schedule replaces an interval, and the
 * other way round. Secrets stay with the origin that they were set for: see settleSecrets.
 *
 * @param runningId the run of the source that is running; null where none is
 * @returns it, and what happened to the secrets that the change does not set
 * @throws FeedflowError 'request-invalid', 'sources-invalid', 'feed-mapping-invalid'; 'run-already-running' for another
 *   url while a run reads the present one
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
  const closing = storedClosing(changedClosing(closingOf(source), change));
  const names = Object.keys(sourceConfig.shape) as (keyof SourceConfig)[];
  const present = Object.fromEntries(names.map((name) => [name, source[name]]));
  const merged: Record<string, unknown> = { ...present, ...change, ...closing };
  if (change.schedule && change.intervalMinutes === undefined) merged['intervalMinutes'] = null;
  if (change.intervalMinutes && change.schedule === undefined) merged['schedule'] = null;
  if (headers !== undefined) merged['headers'] = headers && mergeHeaders(source.headers ?? {}, headers);
  const config = checkedConfig(
    Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)),
  );
  const given = { headerNames: Object.keys(headers ?? {}), basicAuth: Boolean(change.basicAuth) };
  return settleSecrets(source, config, { given, keep: keepSecrets ?? false });
}

type SecretSource = Pick<SourceConfig, 'url' | 'headers' | 'basicAuth'>;

/**
 * The secrets to preview a URL with: those of the request, and those of the source as far as they would stay if the URL
 * was saved. Others are not sent to another server.
 *
 * @param source null for a feed that is no source yet
 * @param change null leaves out what is stored
 */
export function previewSecrets(
  source: SecretSource | null,
  { url, headers = {}, basicAuth }: Pick<SourceChange, 'headers' | 'basicAuth'> & { url: string },
): Pick<SourceConfig, 'headers' | 'basicAuth'> {
  const isSameServer = source !== null && secretsFate(source.url, url) === 'kept';
  const stored: Partial<SecretSource> = isSameServer ? source : {};
  return {
    headers: mergeHeaders(stored.headers ?? {}, headers ?? {}) ?? undefined,
    basicAuth: (basicAuth === undefined ? stored.basicAuth : basicAuth) ?? undefined,
  };
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
