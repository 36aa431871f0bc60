import { localName } from '../../record/local-name.ts';
import { CODE, isSpace } from '../markup.ts';

/**
 * Elements beside the records of a feed that say which jobs were deleted, such as `deleted-entry` of RFC 6721. Local
 * names, in lower case.
 */
const DELETION_NAMES = new Set(
  (
    'deleteentry deletedentry deleted-entry delete deleted deletejob deletedjob delete-job deleted-job deletejobs ' +
    'deletedjobs deletedid deletedids deletion deletions deletes removed removedjob removedjobs removejob'
  ).split(' '),
);
const MAX_NAME_BYTES = 60;

/** Whether an element of this name deletes jobs. */
export function isDeletionName(name: string): boolean {
  return DELETION_NAMES.has(localName(name).toLowerCase());
}

/**
 * The name of the deletion that starts at `index` of a start tag; null if it has another name, 'unknown' if more bytes
 * are needed.
 */
export function deletionNameAt(bytes: Buffer, index: number): string | 'unknown' | null {
  let end = index;
  const limit = index + MAX_NAME_BYTES;
  for (; end < bytes.length && end < limit; end++) {
    const byte = bytes[end] as number;
    if (isSpace(byte) || byte === CODE.gt || byte === CODE.slash) break;
  }
  if (end === limit) return null;
  if (end === bytes.length) return 'unknown';
  const name = bytes.toString('latin1', index, end).toLowerCase();
  return isDeletionName(name) ? name : null;
}
