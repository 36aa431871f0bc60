import type { RecordNode } from '../record.ts';
import { textOf } from './paths.ts';

/** Fields with what to do with the record: only feeds of changes have them. */
const ACTIONS = ['action', '@action', 'operation', '@operation'];
/** Fields with the state of the job. */
const STATES = [
  'status',
  '@status',
  'state',
  '@state',
  'jobstatus',
  '@jobstatus',
  'job_status',
  'job-status',
];
const FLAGS = ['deleted', '@deleted', 'isdeleted', '@isdeleted', 'is_deleted'];
const DELETED = new Set(['delete', 'deleted', 'remove', 'removed']);
/** The states of a job that is listed although it no longer is open. */
const NOT_OPEN = new Set([
  ...DELETED,
  'inactive',
  'closed',
  'expired',
  'filled',
  'archived',
  'withdrawn',
  'unpublished',
  'deactivated',
]);
const YES = new Set(['true', '1', 'yes']);

/** Whether a record with elements of these names may say that its job was deleted or is no longer open. */
export function mayBeDeleted(names: ReadonlySet<string>): boolean {
  return [ACTIONS, STATES, FLAGS].flat().some((name) => names.has(name));
}

/** Whether a record says that its job was deleted or is no longer open: by an action, by its state, or not at all (null). */
export function deletedBy(record: RecordNode): 'action' | 'state' | null {
  if (hasWord(record, ACTIONS, DELETED)) return 'action';
  return hasWord(record, STATES, NOT_OPEN) || hasWord(record, FLAGS, YES) ? 'state' : null;
}

function hasWord(record: RecordNode, names: readonly string[], words: ReadonlySet<string>): boolean {
  for (const name of names) {
    const value = record[name];
    if (value !== undefined && words.has(textOf(value).slice(0, 20).toLowerCase())) return true;
  }
  return false;
}
