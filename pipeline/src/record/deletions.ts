import type { JobName } from '@feedflow/shared/model/job';
import { itemsOf, nodesOf, type RecordNode } from '@feedflow/shared/model/record-node';
import { textOf } from '@feedflow/shared/model/record-texts';
import { warningLimits } from '@feedflow/shared/model/warnings';
import { cleanText } from '../normalize/values/text.ts';
import { localName } from './local-name.ts';
import type { Deletion, FailedRecord, Frame, ParsedRecord } from './record.ts';
import type { Warnings } from './warnings.ts';

/** Where a deletion names its job: by id, or by link. */
const ID_NAMES =
  'entryid id jobid job_id job-id externalid external_id referencenumber reference_number reference jobreference ref guid uid key jobpositionpostingid @ref @id @jobid @externalid @reference @guid @key'.split(
    ' ',
  );
const LINK_NAMES = 'url link joburl job_url @url @href'.split(' ');
/** Elements whose own text is an id; that of others, such as <deleted>3</deleted>, may be a number of jobs. */
const NAMES_WITH_ID = new Set(
  'deleteentry deletedentry deleted-entry delete deletejob deletedjob delete-job deleted-job deletedid removejob removedjob'.split(
    ' ',
  ),
);
const MAX_ID_LENGTH = 1_000;
/** A single job that is filled says nothing about the field. */
const MIN_CLOSED_RECORDS = 2;
const MAX_DEPTH = 8;

/**
 * Whether a feed lists only what changed.
 *
 * @param load what the feed itself says; null if nothing
 * @param showsDelta whether one of its deletions is of a kind that only such feeds have
 */
export function listsChanges(load: 'full' | 'delta' | null, showsDelta: boolean): boolean {
  return load === 'delta' || (load === null && showsDelta);
}

/** What the deletions of a feed show about it. Its size does not depend on the feed. */
export class DeletionSigns {
  /** Whether one of them is of a kind that only feeds of changes have. */
  showsDelta = false;
  readonly #texts = new Set<string>();
  #records = 0;

  add({ state, showsDelta }: Deletion): void {
    if (showsDelta) this.showsDelta = true;
    if (state === undefined) return;
    this.#records += 1;
    if (this.#texts.size < warningLimits.samples) this.#texts.add(state);
  }

  /**
   * Warns of a feed none of whose records is an open job, by what they say of their state.
   *
   * @param openRecords records of the feed that are jobs
   */
  warnOfClosedStates(
    warnings: Warnings,
    { openRecords, isDelta }: { openRecords: number; isDelta: boolean },
  ): void {
    if (openRecords > 0 || isDelta || this.#records < MIN_CLOSED_RECORDS) return;
    const shown = [...this.#texts].map((text) => `"${text}"`).join(', ');
    const message = `all ${this.#records} records say that their job is not open, by ${shown}`;
    warnings.add('all-closed', { count: this.#records, message });
    for (const sample of this.#texts) warnings.add('all-closed', { count: 0, sample });
  }
}

/** The jobs that a deletion names; none if it cannot be read. */
export function deletionOf({ bytes }: Frame, record: ParsedRecord | FailedRecord): Deletion {
  const jobs: JobName[] = [];
  if ('fields' in record) {
    collect(record.fields, jobs, 0);
    const own =
      jobs.length === 0 && hasOnlyText(record.fields)
        ? cleanText(textOf(record.fields), MAX_ID_LENGTH)
        : null;
    if (own !== null && NAMES_WITH_ID.has(elementName(bytes))) jobs.push({ externalId: own, jobUrl: null });
  }
  return { jobs, showsDelta: true };
}

function collect(node: RecordNode, jobs: JobName[], depth: number): void {
  const ids = textsOf(node, ID_NAMES);
  const links = textsOf(node, LINK_NAMES);
  if (ids.length > 0 || links.length > 0) {
    // Several ids in one element are several jobs.
    for (let at = 0; at < Math.max(ids.length, links.length); at++)
      jobs.push({ externalId: ids[at] ?? null, jobUrl: links[at] ?? null });
    return;
  }
  if (depth === MAX_DEPTH) return;
  for (const value of Object.values(node)) {
    for (const item of nodesOf(value)) collect(item, jobs, depth + 1);
  }
}

/** The texts of the first of these names that has texts. */
function textsOf(node: RecordNode, names: readonly string[]): string[] {
  for (const name of names) {
    const value = Object.hasOwn(node, name) ? node[name] : undefined;
    if (value === undefined) continue;
    const texts = itemsOf(value).flatMap((item) => cleanText(textOf(item), MAX_ID_LENGTH) ?? []);
    if (texts.length > 0) return texts;
  }
  return [];
}

function hasOnlyText(node: RecordNode): boolean {
  return Object.keys(node).every((name) => name === '#text');
}

function elementName(bytes: Buffer | null): string {
  const start = bytes?.toString('latin1', 1, 80) ?? '';
  return localName(/^[^\s/>]*/.exec(start)?.[0] ?? '').toLowerCase();
}
