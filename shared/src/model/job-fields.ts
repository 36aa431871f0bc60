/** The fields of a job that are read from its record. Without imports: browsers load it. */
export const JOB_FIELDS = [
  'externalId',
  'title',
  'jobUrl',
  'applyUrl',
  'company',
  'location',
  'region',
  'country',
  'remote',
  'jobType',
  'categories',
  'salary',
  'description',
  'publishedAt',
  'expiresAt',
] as const;
export type JobField = (typeof JOB_FIELDS)[number];
