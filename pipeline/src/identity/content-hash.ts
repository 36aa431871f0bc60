import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobFields } from '@feedflow/shared/model/job';
import type { JobField } from '@feedflow/shared/model/job-fields';
import type { ValueMaps } from '@feedflow/shared/values/value-maps';
import { createValueReader } from '@feedflow/shared/values/value-reader';
import { sha1 } from '../sha1.ts';
import { withoutParts } from './link-parts.ts';

/** What a hash includes besides the fields: a job that is read differently counts as changed. */
export interface HashBasis {
  /** Name and version of the adapter. */
  name: string;
  version: number | string;
  /** The value maps of the source. */
  values?: ValueMaps | undefined;
}

export type ContentHash = (fields: JobFields) => string;

/** The order in which fields are hashed. */
const HASHED = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'region',
  'country',
  'jobType',
  'description',
  'remote',
  'categories',
  'publishedAt',
  'expiresAt',
  'salary',
] as const satisfies readonly JobField[];

/**
 * The hash of a source's jobs: sha1 over all fields that count, and what only the source's own value maps say of the
 * job, 40 hex digits. The separators are control characters, which cleaned fields do not have.
 */
export function createContentHash(
  { name, version, values }: HashBasis,
  { volatileFields, ignoredLinkParts }: Pick<JobRules, 'volatileFields' | 'ignoredLinkParts'>,
): ContentHash {
  const ignored = new Set(ignoredLinkParts);
  const left = new Set<string>(volatileFields);
  const start = `${name}\u0000${version}`;
  const reader = createValueReader(values);
  return (fields) => {
    let text = start;
    for (const field of HASHED) text += left.has(field) ? '\u0000\u0003' : hashedText(field, fields, ignored);
    const own = reader.ownText(fields);
    return sha1(own === '' ? text : `${text}\u0000\u0004${own}`);
  };
}

/** A mark of the value of one field: 8 hex digits. */
export function markOfField(fields: JobFields, field: JobField, ignoredLinkParts: string[]): string {
  const text = hashedText(field, fields, new Set(ignoredLinkParts));
  return sha1(text.slice(1)).slice(0, 8);
}

/** The value of a field, or the values of its parts, each with a separator before it. */
function hashedText(field: JobField, fields: JobFields, ignored: ReadonlySet<string>): string {
  switch (field) {
    case 'jobUrl':
    case 'applyUrl': {
      const link = fields[field];
      return part(link === null ? null : withoutParts(link, ignored));
    }
    case 'categories':
      return part(fields.categories.join('\u0001'));
    case 'publishedAt':
    case 'expiresAt':
      return part(fields[field]?.getTime());
    case 'salary': {
      const { salary } = fields;
      if (!salary) return '';
      return `${part(salary.min)}${part(salary.max)}${part(salary.currency)}${part(salary.period)}${part(salary.text)}`;
    }
    default:
      return part(fields[field]);
  }
}

function part(value: unknown): string {
  return `\u0000${value ?? '\u0002'}`;
}
