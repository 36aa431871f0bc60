/* Without imports: browsers load it. */

/**
 * What a mapping, and an adapter's field table, may say about a record. `location` is put together from city, region
 * and country where a feed has only these.
 */
export const FIELD_NAMES = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'city',
  'region',
  'country',
  'remote',
  'jobType',
  'categories',
  'salary',
  'salaryMin',
  'salaryMax',
  'salaryCurrency',
  'salaryPeriod',
  'description',
  'publishedAt',
  'expiresAt',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

/** Fields that may be given as a fixed text, and those that may be put together from others. */
export const TEXT_FIELDS = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'region',
  'country',
  'jobType',
] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
