export type TreeColumn =
  | 'name'
  | 'records'
  | 'newJobs'
  | 'updatedJobs'
  | 'unchangedJobs'
  | 'failedJobs'
  | 'duration'
  | 'worker'
  | 'retries';

/** The tree's columns; `name` shows the row's level in the tree and its status. */
export const TREE_COLUMNS: readonly { id: TreeColumn; label: string; kind: 'text' | 'number' }[] = [
  { id: 'name', label: 'Step', kind: 'text' },
  { id: 'records', label: 'Records', kind: 'number' },
  { id: 'newJobs', label: 'New', kind: 'number' },
  { id: 'updatedJobs', label: 'Updated', kind: 'number' },
  { id: 'unchangedJobs', label: 'Unchanged', kind: 'number' },
  { id: 'failedJobs', label: 'Failed', kind: 'number' },
  { id: 'duration', label: 'Duration', kind: 'number' },
  { id: 'retries', label: 'Retries', kind: 'number' },
  { id: 'worker', label: 'Worker', kind: 'text' },
];
