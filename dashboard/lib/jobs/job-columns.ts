/** The columns of the list of jobs, in their order. */
export const JOB_COLUMNS = [
  { id: 'title', label: 'Title' },
  { id: 'status', label: 'Status' },
  { id: 'company', label: 'Company' },
  { id: 'location', label: 'Location' },
  { id: 'jobType', label: 'Job type' },
  { id: 'salary', label: 'Salary' },
  { id: 'published', label: 'Published' },
  { id: 'expires', label: 'Expires' },
  { id: 'created', label: 'First imported' },
  { id: 'updated', label: 'Updated' },
  { id: 'source', label: 'Source' },
] as const;

export type JobColumn = (typeof JOB_COLUMNS)[number]['id'];

const DEFAULT_COLUMNS: readonly JobColumn[] = [
  'title',
  'status',
  'company',
  'location',
  'salary',
  'published',
  'source',
];

/** The cookie that stores the chosen columns, separated by dots. */
export const JOB_COLUMNS_COOKIE = 'feedflow-job-columns';

/** The columns that a cookie stores, in their order; without one the default. The title is always shown. */
export function jobColumnsOf(cookie: string | null): JobColumn[] {
  const ids: readonly string[] = cookie === null ? DEFAULT_COLUMNS : cookie.split('.');
  return JOB_COLUMNS.map(({ id }) => id).filter((id) => id === 'title' || ids.includes(id));
}

/** The columns after one was added or removed, as `jobColumnsOf` reads them. */
export function toggledColumns(columns: readonly JobColumn[], toggled: JobColumn): string {
  const others = columns.filter((id) => id !== toggled);
  return (others.length < columns.length ? others : [...columns, toggled]).join('.');
}
