import { hash } from 'node:crypto';
import type { ExpectedSegment, Frame } from '../../record/record.ts';
import { CODE, isNameStart, isSpace, NEEDS_MORE, NOT_A_TAG } from '../markup.ts';
import { ByteMarkup } from './byte-markup.ts';
import { ByteWindow } from './byte-window.ts';
import { deletionNameAt, isDeletionName } from './deletion-names.ts';
import type { ElementsAround } from './elements-around.ts';
import { endsSegment } from './segments.ts';
import { endTagEnd, nameAt, tagEnd } from './tag-bytes.ts';

export interface FramerOptions {
  /** Lower-case names of the record element and of the elements around it; null for none. */
  recordName: string | null;
  parentName: string | null;
  rootName: string | null;
  /**
   * Only elements within the parent are records: others have the same name. Not if the parent is the root.
   * @default false
   */
  onlyInParent?: boolean;
  maxRecordBytes: number;
  /** Receives the tags around the records. @default nothing around them is looked at */
  around?: ElementsAround | null;
}

/** White space of this length between two records is taken for something else. */
const MAX_LEAD_BYTES = 1024;

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
 *
 * With `pauses` it stops behind each record that ends a segment. If the segment that is expected then follows byte by
 * byte, it can be skipped: between records the state is the same before and behind it.
 */
export class Framer {
  /** Whether `read` stops behind a record that ends a segment. */
  pauses = false;
  readonly #options: FramerOptions;
  readonly #names: { record: Buffer | null; parent: Buffer | null; root: Buffer | null };
  readonly #window = new ByteWindow();
  readonly #markup: ByteMarkup;
  #frames: Frame[] = [];
  /** Index of the open record's '<', -1 between records. */
  #recordAt = -1;
  #recordOffset = 0;
  /** Index of the white space before the open record; -1 if something else is before it. */
  #leadAt = -1;
  /** Index behind the last record, -1 if it was dropped from the window. */
  #lastEnd = -1;
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
  /**
   * The name of the open deletion: an element beside the records that says which jobs were deleted; null outside of
   * one.
   */
  #deletion: Buffer | null = null;
  readonly #recordsDelete: boolean;
  #rootsOpened = 0;
  #rootsClosed = 0;
  readonly #around: ElementsAround | null;
  /** Behind the last tag outside of records. */
  #textAt = 0;

  constructor(options: FramerOptions) {
    const { recordName, parentName, rootName } = options;
    this.#options = options;
    this.#around = options.around ?? null;
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
    this.append(chunk);
    return this.read();
  }

  /** Adds bytes. Frames from before are no longer valid. */
  append(chunk: Uint8Array): void {
    const markup = this.#markup;
    const keepFrom = this.#neededFrom();
    if (this.#recordAt < 0) this.#addTextAround(markup.position);
    this.#textAt -= keepFrom;
    this.#window.append(chunk, keepFrom);
    markup.bytes = this.#window.bytes;
    markup.position -= keepFrom;
    if (this.#recordAt >= 0) this.#recordAt = Math.max(0, this.#recordAt - keepFrom);
    this.#leadAt = Math.max(-1, this.#leadAt - keepFrom);
    this.#lastEnd = Math.max(-1, this.#lastEnd - keepFrom);
  }

  /** Index of the first byte that is still needed. */
  #neededFrom(): number {
    const { position } = this.#markup;
    if (this.#recordAt >= 0) {
      if (this.#dropping) return position;
      return this.#leadAt >= 0 ? this.#leadAt : this.#recordAt;
    }
    const isNear = this.#lastEnd >= 0 && position - this.#lastEnd <= MAX_LEAD_BYTES;
    return isNear ? this.#lastEnd : position;
  }

  /** The records that ended in the bytes not yet read, in feed order. */
  read(): Frame[] {
    const markup = this.#markup;
    this.#frames = [];
    markup.walk();
    const isOpen = this.#recordAt >= 0 && !this.#dropping;
    if (isOpen && markup.position - this.#recordAt > this.#options.maxRecordBytes) {
      if (this.#mayLackEndTag()) this.#readFlat();
      else this.#dropping = true;
    }
    return this.#frames;
  }

  /** Whether it has stopped behind a record that ends a segment. */
  get isPaused(): boolean {
    return this.#markup.paused && this.#recordAt < 0 && this.#markup.position === this.#lastEnd;
  }

  /** While it is paused: whether the bytes of a segment are next; null if more bytes are needed to decide. */
  isNext({ digest, size }: ExpectedSegment): boolean | null {
    const { bytes } = this.#markup;
    const at = this.#behindSpace();
    // Endless space must not be held.
    if (at - this.#markup.position > MAX_LEAD_BYTES) return false;
    if (at < bytes.length && bytes[at] !== CODE.lt) return false;
    if (bytes.length - at < size) return null;
    return hash('sha1', bytes.subarray(at, at + size), 'buffer').toString('latin1') === digest;
  }

  /** Moves behind a segment that is next, without reading its records, and is paused again. */
  skip(known: ExpectedSegment): Frame {
    const at = this.#behindSpace();
    const end = at + known.size;
    this.#markup.position = end;
    this.#lastEnd = end;
    this.#textAt = end;
    return {
      bytes: null,
      offset: this.#window.offset + at,
      size: known.size,
      lead: null,
      endsItself: true,
      deletes: false,
      around: null,
      inherited: null,
      known,
    };
  }

  #behindSpace(): number {
    const { bytes, position } = this.#markup;
    const limit = Math.min(bytes.length, position + MAX_LEAD_BYTES + 1);
    let at = position;
    while (at < limit && isSpace(bytes[at] as number)) at++;
    return at;
  }

  /** Ends the stream. */
  end(): FramerEnd {
    this.#frames = [];
    this.pauses = false;
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
    if (ours === null && this.#recordAt < 0 && this.#around) return this.#startOther(lt);
    if (ours === null || end === NOT_A_TAG) {
      markup.position = lt + 1;
      return true;
    }
    markup.position = end;
    const selfClosing = markup.bytes[end - 2] === CODE.slash;
    if (ours === 'record') this.#openRecord(lt, end, selfClosing);
    else {
      if (this.#recordAt < 0) this.#startAround(lt, end);
      this.#openAround(ours, selfClosing);
    }
    return true;
  }

  /** An element beside the records, or around them. */
  #startOther(lt: number): boolean {
    const markup = this.#markup;
    const { bytes } = markup;
    const isTag = this.#rootsOpened > 0 && isNameStart(bytes[lt + 1] as number);
    const end = isTag ? tagEnd(bytes, lt) : NOT_A_TAG;
    if (end === NEEDS_MORE) return false;
    markup.position = end === NOT_A_TAG ? lt + 1 : end;
    if (end !== NOT_A_TAG) this.#startAround(lt, end);
    return true;
  }

  #startAround(lt: number, end: number): void {
    this.#addTextAround(lt);
    this.#textAt = end;
    this.#around?.start(this.#markup.bytes.subarray(lt, end));
  }

  #endAround(lt: number, end: number): void {
    this.#addTextAround(lt);
    this.#textAt = end;
    this.#around?.end(this.#markup.bytes.subarray(lt, end));
  }

  /** Passes what is outside of records, up to `end`. */
  #addTextAround(end: number): void {
    if (end > this.#textAt) this.#around?.addText(this.#markup.bytes, this.#textAt, end);
    this.#textAt = end;
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
    if (this.#recordAt >= 0 && (this.#flat || this.#dropping)) this.#emit(lt, false);
    if (this.#recordAt >= 0) {
      if (selfClosing) return;
      this.#depth++;
      this.#nested = true;
      return;
    }
    if (this.#options.onlyInParent === true && this.#parentsOpen === 0) {
      this.#startAround(lt, end);
      return;
    }
    this.#addTextAround(lt);
    this.#recordAt = lt;
    this.#recordOffset = this.#window.offset + lt;
    this.#leadAt = this.#leadBefore(lt);
    this.#depth = 1;
    this.#parentDepth = 0;
    this.#nested = false;
    if (selfClosing) this.#emit(end);
  }

  /** Where the white space between the last record and `lt` begins; -1 if there is something else. */
  #leadBefore(lt: number): number {
    const { bytes } = this.#markup;
    const start = this.#lastEnd;
    if (start < 0 || this.#flat || lt - start > MAX_LEAD_BYTES) return -1;
    for (let at = start; at < lt; at++) if (!isSpace(bytes[at] as number)) return -1;
    return start;
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
    const isOther = ours === null && (this.#recordAt >= 0 || this.#around === null);
    const end = isOther ? NOT_A_TAG : endTagEnd(markup.bytes, lt);
    if (end === NEEDS_MORE) return false;
    markup.position = end === NOT_A_TAG ? lt + 1 : end;
    if (end === NOT_A_TAG) return true;
    if (ours === 'parent' || ours === 'root') this.#closeAround(ours, lt, end);
    else if (this.#recordAt < 0) this.#endAround(lt, end);
    else this.#closeRecord(end);
    return true;
  }

  #closeRecord(end: number): void {
    this.#depth--;
    if (this.#depth === 0) this.#emit(end);
  }

  /** The end of the list, or of the root: a record that is still open there lacks its end tag. */
  #closeAround(which: 'parent' | 'root', lt: number, end: number): void {
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
      this.#emit(lt, false);
    }
    this.#endAround(lt, end);
    if (which === 'root') this.#rootsClosed++;
    else if (this.#parentsOpen > 0) this.#parentsOpen--;
  }

  #isList(which: 'parent' | 'root'): boolean {
    return which === 'parent' || this.#names.parent === null;
  }

  #emit(end: number, endsItself = true): void {
    const size = this.#window.offset + end - this.#recordOffset;
    const kept = !this.#dropping && size <= this.#options.maxRecordBytes;
    const bytes = kept ? this.#markup.bytes.subarray(this.#recordAt, end) : null;
    const hasLead = kept && this.#leadAt >= 0;
    const lead = hasLead ? this.#markup.bytes.subarray(this.#leadAt, this.#recordAt) : null;
    const deletes = this.#deletion !== null || this.#recordsDelete;
    const around = this.#around?.ofRecord() ?? null;
    const offset = this.#recordOffset;
    const frame = { bytes, offset, size, lead, endsItself, deletes, around, inherited: null };
    this.#frames.push(frame);
    this.#recordAt = -1;
    this.#lastEnd = end;
    this.#textAt = end;
    if (this.pauses && !this.#flat && endsSegment(frame)) this.#markup.paused = true;
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
    this.#textAt = this.#recordAt;
    this.#recordAt = -1;
    this.#lastEnd = -1;
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
