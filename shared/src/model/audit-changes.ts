import { isDeepStrictEqual } from 'node:util';
import { shortened } from '../errors.ts';
import type { AuditChanges } from './audit-entry.ts';
import { closingOf } from './closing.ts';
import { filterMark } from './record-filter.ts';
import { type SourceConfig, sourceConfig } from './source.ts';
import { noSecrets, type SecretNames, type SettledSecrets } from './source-secrets.ts';

const MAX_ADDRESS_LENGTH = 300;
/** Without the older spelling of `closing.missing`. */
const fieldNames = (Object.keys(sourceConfig.shape) as (keyof SourceConfig)[]).filter(
  (name) => name !== 'removeVanished',
);

/** The fields of a source that differ between two configurations. */
export function changedFields(before: SourceConfig, after: SourceConfig): string[] {
  const settingOf = (config: SourceConfig, name: keyof SourceConfig) => {
    if (name === 'filter') return filterMark(config.filter);
    return name === 'closing' ? closingOf(config) : config[name];
  };
  return fieldNames.filter((name) => !isDeepStrictEqual(settingOf(before, name), settingOf(after, name)));
}

/**
 * What was changed about a source, for the audit log: names of fields and of secrets, never a value but the
 * address.
 *
 * @param before null for a source that is added
 * @param after null for one that is removed
 */
export function sourceChanges(
  before: SourceConfig | null,
  after: SourceConfig | null,
  { dropped, taken }: SettledSecrets = { dropped: noSecrets, taken: noSecrets },
): AuditChanges {
  const url = { from: before && shownAddress(before.url), to: after && shownAddress(after.url) };
  return {
    fields: before && after ? changedFields(before, after) : [],
    url: before?.url === after?.url ? null : url,
    droppedSecrets: asList(dropped),
    takenSecrets: asList(taken),
  };
}

function asList({ headerNames, basicAuth }: SecretNames): string[] {
  return basicAuth ? headerNames.concat('basicAuth') : headerNames;
}

/** An address for people: without user and password, and without the query, where keys may stand. */
function shownAddress(address: string): string {
  const url = URL.parse(address);
  if (!url) return '';
  return shortened(`${url.origin}${url.pathname}${url.search ? '?…' : ''}`, MAX_ADDRESS_LENGTH);
}
