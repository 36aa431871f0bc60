/** What the API filters by; the list also offers jobs of any status. */
export type JobStatusFilter = 'open' | 'expired' | 'closed';

export const JOB_STATUSES: readonly { value: JobStatusFilter | 'all'; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'expired', label: 'Expired' },
  { value: 'closed', label: 'Closed' },
  { value: 'all', label: 'Any status' },
];

/** The orders of a list, as in the API: a minus means descending. */
export type JobSort = '-publishedAt' | 'publishedAt' | '-createdAt' | 'createdAt' | '-closedAt';

export const JOB_SORTS: readonly { value: JobSort; label: string }[] = [
  { value: '-publishedAt', label: 'Newest publication first' },
  { value: 'publishedAt', label: 'Oldest publication first' },
  { value: '-createdAt', label: 'Last imported first' },
  { value: 'createdAt', label: 'First imported first' },
  { value: '-closedAt', label: 'Last closed first' },
];
