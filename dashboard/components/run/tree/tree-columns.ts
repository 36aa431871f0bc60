export type TreeColumn =
  | 'name'
  | 'records'
  | 'newJobs'
  | 'updatedJobs'
  | 'unchangedJobs'
  | 'failedJobs'
  | 'duration'
  | 'worker'
  | 'tries';

/** The tree's columns; `name` carries the row's place in the tree and its status. */
export const TREE_COLUMNS: readonly { id: TreeColumn; label: string; kind: 'text' | 'number' }[] = [
  { id: 'name', label: 'Job', kind: 'text' },
  { id: 'records', label: 'Records', kind: 'number' },
  { id: 'newJobs', label: 'New', kind: 'number' },
  { id: 'updatedJobs', label: 'Updated', kind: 'number' },
  { id: 'unchangedJobs', label: 'Unchanged', kind: 'number' },
  { id: 'failedJobs', label: 'Failed', kind: 'number' },
  { id: 'duration', label: 'Time', kind: 'number' },
  { id: 'tries', label: 'Tries', kind: 'number' },
  { id: 'worker', label: 'Worker', kind: 'text' },
];
