import type { Frame } from '../../record.ts';
import { CODE, NEEDS_MORE, NOT_A_TAG } from '../markup.ts';
import { ByteMarkup } from './byte-markup.ts';
import { ByteWindow } from './byte-window.ts';
import { deletionNameAt, isDeletionName } from './deletion-names.ts';
import { endTagEnd, nameAt, tagEnd } from './tag-bytes.ts';

export interface FramerOptions {
  /** Lower-case names of the record element and of the elements around it; null for none. */
  recordName: string | null;
  parentName: string | null;
  rootName: string | null;
  /** Only elements within the parent are records: others have the same name. Not if the parent is the root. @default false */
  onlyInParent?: boolean;
  maxRecordBytes: number;
}

/** How the stream ended. */
export interface FramerEnd {
  /** Records that were only detected at the end of the stream. */
  frames: Frame[];
  /** What was still open, null if the feed is complete. */
  open: string | null;
  /** Length of the stream in bytes. */
  offset: number;
}

/**
 * Cuts the records out of a feed as its bytes arrive, holding one record and one chunk. It works on bytes in any
 * encoding whose '<' is the ASCII one, reads every '<' once, and decides whether the feed is complete: an XML parser
 * may well accept a document that was cut off.
 *
 * States: between records (`#recordAt` is -1), in a record, or in a record that is too large (`#dropping`). If a record
 * without its end tag is detected, the framer goes back to its start and stays in flat mode (`#flat`) for the rest of
 * the feed.
 */
export class Framer {
  readonly #options: FramerOptions;
  readonly #names: { record: Buffer | null; parent: Buffer | null; root: Buffer | null };
  readonly #window = new ByteWindow();
  readonly #markup: ByteMarkup;
  #frames: Frame[] = [];
  /** Index of the open record's '<', -1 between records. */
  #recordAt = -1;
  #recordOffset = 0;
  #depth = 0;
  #parentDepth = 0;
  /** The open record has an element with its own name in it: perhaps its end tag is missing. */
  #nested = false;
  /** The open record is over the limit: its bytes are dropped, only its end is searched. */
  #dropping = false;
  /** A record without its end tag was found: from then on a start tag ends the record before it. */
  #flat = false;
  /** Parents that are open outside of records. */
  #parentsOpen = 0;
  /** The name of the open deletion: an element beside the records that says which jobs were deleted; null outside of one. */
  #deletion: Buffer | null = null;
  readonly #recordsDelete: boolean;
  #rootsOpened = 0;
  #rootsClosed = 0;

  constructor(options: FramerOptions) {
    const { recordName, parentName, rootName } = options;
    this.#options = options;
    this.#recordsDelete = recordName !== null && isDeletionName(recordName);
    this.#names = {
      record: toName(recordName),
      // One name for both if the list is the root.
      parent: parentName === rootName ? null : toName(parentName),
      root: toName(rootName),
    };
    this.#markup = new ByteMarkup({
      inRecord: () => this.#recordAt >= 0,
      startTag: (lt) => this.#startTag(lt),
      endTag: (lt) => this.#endTag(lt),
    });
  }

  /** Reads the next bytes and returns the records that ended in them, in feed order. */
  push(chunk: Uint8Array): Frame[] {
    const markup = this.#markup;
    const keepFrom = this.#recordAt >= 0 && !this.#dropping ? this.#recordAt : markup.position;
    this.#window.append(chunk, keepFrom);
    markup.bytes = this.#window.bytes;
    markup.position -= keepFrom;
    if (this.#recordAt >= 0) this.#recordAt = 0;
    this.#frames = [];
    markup.walk();
    const isOpen = this.#recordAt >= 0 && !this.#dropping;
    if (isOpen && markup.position - this.#recordAt > this.#options.maxRecordBytes) {
      if (this.#mayLackEndTag()) this.#readFlat();
      else this.#dropping = true;
    }
    return this.#frames;
  }

  /** Ends the stream. */
  end(): FramerEnd {
    this.#frames = [];
    this.#markup.walkToEnd();
    if (this.#recordAt >= 0 && this.#mayLackEndTag()) this.#readFlat();
    const offset = this.#window.offset + this.#markup.bytes.length;
    return { frames: this.#frames, open: this.#describeOpen(), offset };
  }

  #describeOpen(): string | null {
    const { recordName, rootName } = this.#options;
    const within = this.#markup.openConstruct === null ? '' : `, within ${this.#markup.openConstruct}`;
    if (this.#recordAt >= 0) return `<${recordName}> opened at byte ${this.#recordOffset}${within}`;
    const closed = rootName === null || (this.#rootsClosed > 0 && this.#rootsClosed >= this.#rootsOpened);
    return closed ? null : `<${rootName}>${within}`;
  }

  #startTag(lt: number): boolean {
    const markup = this.#markup;
    const ours = this.#named(lt + 1) ?? this.#deletionAt(lt + 1);
    const end = ours === null ? NOT_A_TAG : tagEnd(markup.bytes, lt);
    // Until its tag is read, a deletion is not open.
    if (this.#recordAt < 0 && (end === NEEDS_MORE || end === NOT_A_TAG)) this.#deletion = null;
    if (ours === 'unknown' || end === NEEDS_MORE) return false;
    if (ours === null || end === NOT_A_TAG) {
      markup.position = lt + 1;
      return true;
    }
    markup.position = end;
    const selfClosing = markup.bytes[end - 2] === CODE.slash;
    if (ours === 'record') this.#openRecord(lt, end, selfClosing);
    else this.#openAround(ours, selfClosing);
    return true;
  }

  /** Whether a deletion starts at `index`, between records: it is then cut out as a record is. */
  #deletionAt(index: number): 'record' | 'unknown' | null {
    if (this.#recordAt >= 0) return null;
    const name = deletionNameAt(this.#markup.bytes, index);
    if (name === null || name === 'unknown') return name;
    this.#deletion = toName(name);
    return 'record';
  }

  #openRecord(lt: number, end: number, selfClosing: boolean): void {
    if (this.#recordAt >= 0 && (this.#flat || this.#dropping)) this.#emit(lt);
    if (this.#recordAt >= 0) {
      if (selfClosing) return;
      this.#depth++;
      this.#nested = true;
      return;
    }
    if (this.#options.onlyInParent === true && this.#parentsOpen === 0) return;
    this.#recordAt = lt;
    this.#recordOffset = this.#window.offset + lt;
    this.#depth = 1;
    this.#parentDepth = 0;
    this.#nested = false;
    if (selfClosing) this.#emit(end);
  }

  #openAround(which: 'parent' | 'root', selfClosing: boolean): void {
    if (this.#recordAt >= 0) {
      if (this.#isList(which) && !selfClosing) this.#parentDepth++;
    } else if (which === 'root') {
      this.#rootsOpened++;
      if (selfClosing) this.#rootsClosed++;
    } else if (!selfClosing) this.#parentsOpen++;
  }

  #endTag(lt: number): boolean {
    const markup = this.#markup;
    const ours = this.#named(lt + 2);
    if (ours === 'unknown') return false;
    const end = ours === null ? NOT_A_TAG : endTagEnd(markup.bytes, lt);
    if (end === NEEDS_MORE) return false;
    markup.position = end === NOT_A_TAG ? lt + 1 : end;
    if (ours === null || end === NOT_A_TAG) return true;
    if (ours === 'record') this.#closeRecord(end);
    else this.#closeAround(ours, lt);
    return true;
  }

  #closeRecord(end: number): void {
    if (this.#recordAt < 0) return;
    this.#depth--;
    if (this.#depth === 0) this.#emit(end);
  }

  /** The end of the list, or of the root: a record that is still open there lacks its end tag. */
  #closeAround(which: 'parent' | 'root', lt: number): void {
    if (this.#recordAt >= 0) {
      if (!this.#isList(which)) return;
      if (this.#parentDepth > 0) {
        this.#parentDepth--;
        return;
      }
      if (this.#mayLackEndTag()) {
        this.#restartFlat();
        return;
      }
      this.#emit(lt);
    }
    if (which === 'root') this.#rootsClosed++;
    else if (this.#parentsOpen > 0) this.#parentsOpen--;
  }

  #isList(which: 'parent' | 'root'): boolean {
    return which === 'parent' || this.#names.parent === null;
  }

  #emit(end: number): void {
    const size = this.#window.offset + end - this.#recordOffset;
    const kept = !this.#dropping && size <= this.#options.maxRecordBytes;
    const bytes = kept ? this.#markup.bytes.subarray(this.#recordAt, end) : null;
    const deletes = this.#deletion !== null || this.#recordsDelete;
    this.#frames.push({ bytes, offset: this.#recordOffset, size, deletes });
    this.#recordAt = -1;
    this.#deletion = null;
    this.#dropping = false;
  }

  #mayLackEndTag(): boolean {
    return this.#nested && !this.#flat && !this.#dropping && this.#deletion === null;
  }

  #readFlat(): void {
    this.#restartFlat();
    this.#markup.walk();
  }

  /** Goes back to the start of the open record, to read it and all that follow as records without nested ones. */
  #restartFlat(): void {
    this.#flat = true;
    this.#markup.restartAt(this.#recordAt);
    this.#recordAt = -1;
    this.#nested = false;
  }

  /** Which of the three names is at `index`; 'unknown' if more bytes are needed to decide. */
  #named(index: number): 'record' | 'parent' | 'root' | 'unknown' | null {
    const { bytes } = this.#markup;
    const { parent, root } = this.#names;
    const record = this.#deletion ?? this.#names.record;
    const isRecord = record === null ? 0 : nameAt(bytes, index, record);
    if (isRecord === 1) return 'record';
    const isParent = parent === null ? 0 : nameAt(bytes, index, parent);
    if (isParent === 1) return 'parent';
    const isRoot = root === null ? 0 : nameAt(bytes, index, root);
    if (isRoot === 1) return 'root';
    return isRecord + isParent + isRoot < 0 ? 'unknown' : null;
  }
}

function toName(name: string | null): Buffer | null {
  return name === null ? null : Buffer.from(name, 'latin1');
}
