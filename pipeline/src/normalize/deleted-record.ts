import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import { textAt, textOf } from '@feedflow/shared/model/record-texts';
import type { Deletion } from '../record/record.ts';

/** Fields with what to do with the record: only feeds of changes have them. */
const ACTIONS = ['action', '@action', 'jobaction', '@jobaction'];
/** The same; other words of theirs may be about the work. */
const COMMANDS = ['operation', '@operation', 'command', '@command'];
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
const OPEN_FLAGS = [
  'active',
  '@active',
  'isactive',
  '@isactive',
  'is_active',
  'published',
  '@published',
  'ispublished',
  'is_published',
  'enabled',
  '@enabled',
];
/** Of a post in an export of WordPress: one with such a status is not published, one of such a type no page of a site. */
const POST_STATUS = ['wp:status'];
const NOT_PUBLISHED = new Set(
  'draft auto-draft pending pending_payment preview private future trash expired'.split(' '),
);
const POST_TYPE = ['wp:post_type'];
const NO_PAGE = new Set('attachment revision nav_menu_item custom_css customize_changeset'.split(' '));
/** Of the plugin WP Job Manager. */
const POST_FLAGS = 'wp:postmeta';
const FILLED = compilePath('wp:postmeta[wp:meta_key=_filled]/wp:meta_value');
const DELETED = new Set(['delete', 'deleted', 'remove', 'removed']);
/** What to do with a job; in other fields, offline could be the way of working. */
const DELETING = new Set([...DELETED, 'offline']);
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
const NO = new Set(['false', '0', 'no']);

/** Whether a record with elements of these names may say that its job was deleted or is no longer open. */
export function mayBeDeleted(names: ReadonlySet<string>): boolean {
  return [ACTIONS, COMMANDS, STATES, FLAGS, OPEN_FLAGS, POST_STATUS, POST_TYPE, POST_FLAGS]
    .flat()
    .some((name) => names.has(name));
}

/** How a record says that its job was deleted or is no longer open; null if it does not. */
export function deletedBy(record: RecordNode): Pick<Deletion, 'showsDelta' | 'state'> | null {
  const action = fieldWith(record, ACTIONS, DELETING) ?? fieldWith(record, COMMANDS, DELETED);
  if (action !== null) return { showsDelta: true };
  const state =
    fieldWith(record, STATES, NOT_OPEN) ??
    fieldWith(record, FLAGS, YES) ??
    fieldWith(record, OPEN_FLAGS, NO) ??
    fieldWith(record, POST_TYPE, NO_PAGE) ??
    fieldWith(record, POST_STATUS, NOT_PUBLISHED) ??
    (YES.has(textAt(record, FILLED)?.toLowerCase() ?? '') ? '_filled: 1' : null);
  return state === null ? null : { showsDelta: false, state };
}

/** The first of some fields that has one of some words, with the word; null if none has. */
function fieldWith(record: RecordNode, names: readonly string[], words: ReadonlySet<string>): string | null {
  for (const name of names) {
    const value = record[name];
    if (value === undefined) continue;
    const word = textOf(value).slice(0, 20).toLowerCase();
    if (words.has(word)) return `${name}: ${word}`;
  }
  return null;
}
