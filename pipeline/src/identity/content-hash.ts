import type { JobRules } from '@feedflow/shared/model/identity';
import type { JobField, JobFields } from '@feedflow/shared/model/job';
import { sha1 } from '../sha1.ts';
import { withoutParts } from './link-parts.ts';

/** What a hash includes besides the fields: a job that is read differently counts as changed. */
export interface HashBasis {
  /** Name and version of the adapter. */
  name: string;
  version: number | string;
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
 * The hash of a source's jobs: sha1 over all fields that count, 40 hex digits. The separators are control characters,
 * which cleaned fields do not have.
 */
export function createContentHash(
  { name, version }: HashBasis,
  { volatileFields, ignoredLinkParts }: Pick<JobRules, 'volatileFields' | 'ignoredLinkParts'>,
): ContentHash {
  const ignored = new Set(ignoredLinkParts);
  const left = new Set<string>(volatileFields);
  return (fields) => {
    const parts: unknown[] = [name, version];
    for (const field of HASHED) {
      if (left.has(field)) parts.push('\u0003');
      else addParts(parts, field, fields, ignored);
    }
    return sha1(parts.map((part) => part ?? '\u0002').join('\u0000'));
  };
}

/** A mark of the value of one field: 8 hex digits. */
export function markOfField(fields: JobFields, field: JobField, ignoredLinkParts: string[]): string {
  const parts: unknown[] = [];
  addParts(parts, field, fields, new Set(ignoredLinkParts));
  return sha1(parts.map((part) => part ?? '\u0002').join('\u0000')).slice(0, 8);
}

function addParts(parts: unknown[], field: JobField, fields: JobFields, ignored: ReadonlySet<string>): void {
  switch (field) {
    case 'jobUrl':
    case 'applyUrl': {
      const link = fields[field];
      parts.push(link === null ? null : withoutParts(link, ignored));
      return;
    }
    case 'categories':
      parts.push(fields.categories.join('\u0001'));
      return;
    case 'publishedAt':
    case 'expiresAt':
      parts.push(fields[field]?.getTime());
      return;
    case 'salary': {
      const { salary } = fields;
      if (salary) parts.push(salary.min, salary.max, salary.currency, salary.period, salary.text);
      return;
    }
    default:
      parts.push(fields[field]);
  }
}
