import { ByteWindow } from './byte-window.ts';
import { AT, MAX_TAG_BYTES, NEEDS_MORE, NOT_A_TAG, nameAt, tagEnd } from './tag-bytes.ts';

/** One record cut out of the stream. */
export interface Frame {
  /** From '<' of its start tag to '>' of its end tag, good until the next push; null where it was too large. */
  bytes: Buffer | null;
  /** Of its first byte in the stream. */
  offset: number;
  /** In bytes. */
  size: number;
  /** False where the feed forgot its end tag: the bytes end where the next record or the list ends. */
  closed: boolean;
}

export interface FramerOptions {
  /** Lower-case names of the record element and of the elements around it; null where it is the root. */
  recordName: string | null;
  parentName: string | null;
  rootName: string | null;
  maxRecordBytes: number;
}

/** How the stream ended. `open` says what was still open, null where the feed is whole. */
export interface FramerEnd {
  frames: Frame[];
  open: string | null;
  offset: number;
}

const SECTIONS = {
  comment: { end: Buffer.from('-->'), what: 'a comment' },
  cdata: { end: Buffer.from(']]>'), what: 'a CDATA section' },
  instruction: { end: Buffer.from('?>'), what: 'a processing instruction' },
  quote: { end: Buffer.from('"'), what: 'the DOCTYPE' },
  apostrophe: { end: Buffer.from("'"), what: 'the DOCTYPE' },
} as const;
type Section = (typeof SECTIONS)[keyof typeof SECTIONS];

const COMMENT_START = Buffer.from('<!--');
const CDATA_START = Buffer.from('<![cdata[');
const DOCTYPE_START = Buffer.from('<!doctype');
const LONGEST_OPENER = 9;

/**
 * Cuts the records out of a feed as its bytes arrive, holding one record and one chunk. It works on bytes
 * in any encoding whose '<' is the ASCII one, looks at every '<' once, and judges completeness: an XML
 * parser that is given a cut document may well accept it.
 */
export class Framer {
  readonly #options: FramerOptions;
  readonly #record: Buffer | null;
  readonly #parent: Buffer | null;
  readonly #root: Buffer | null;
  readonly #window = new ByteWindow();
  #bytes: Buffer = Buffer.alloc(0);
  #pos = 0;
  #frames: Frame[] = [];
  #section: Section | null = null;
  /** 0 outside of a DOCTYPE, 1 inside, 2 in its internal subset. */
  #doctype = 0;
  /** Index of the open record's '<', -1 between records. */
  #recordAt = -1;
  #recordOffset = 0;
  #depth = 0;
  #parentDepth = 0;
  #nested = false;
  /** The open record is over the limit: its bytes are let go, only its end is looked for. */
  #dropping = false;
  /** Set for good once a record was found without its end tag: from then on a start tag ends the record before it. */
  #flat = false;
  #rootsOpened = 0;
  #rootsClosed = 0;

  constructor(options: FramerOptions) {
    this.#options = options;
    this.#record = toName(options.recordName);
    this.#parent = toName(options.parentName);
    this.#root = toName(options.rootName);
  }

  /** Takes the next bytes and returns the records that ended in them, in feed order. */
  push(chunk: Uint8Array): Frame[] {
    const keepFrom = this.#recordAt >= 0 && !this.#dropping ? this.#recordAt : this.#pos;
    this.#window.append(chunk, keepFrom);
    this.#bytes = this.#window.bytes;
    this.#pos -= keepFrom;
    if (this.#recordAt >= 0) this.#recordAt = this.#dropping ? 0 : this.#recordAt - keepFrom;
    this.#frames = [];
    this.#scan();
    if (this.#recordAt >= 0 && !this.#dropping && this.#pos - this.#recordAt > this.#options.maxRecordBytes) {
      if (this.#nested && !this.#flat) this.#rescanFlat();
      else this.#dropping = true;
    }
    return this.#frames;
  }

  /** Says how the stream ended; returns the records that only the end of the stream brought to light. */
  end(): FramerEnd {
    this.#frames = [];
    if (this.#recordAt >= 0 && this.#nested && !this.#flat && !this.#dropping) this.#rescanFlat();
    const offset = this.#window.offset + this.#bytes.length;
    return { frames: this.#frames, open: this.#whatIsOpen(), offset };
  }

  #whatIsOpen(): string | null {
    const within = this.#section ? `, within ${this.#section.what}` : '';
    if (this.#recordAt >= 0)
      return `<${this.#options.recordName}> opened at byte ${this.#recordOffset}${within}`;
    if (this.#root === null || this.#rootsClosed < Math.max(1, this.#rootsOpened)) {
      return this.#root === null ? null : `<${this.#options.rootName}>${within}`;
    }
    return null;
  }

  #scan(): void {
    for (;;) {
      if (this.#section) {
        if (!this.#skipSection(this.#section)) return;
      } else if (this.#doctype > 0) {
        if (!this.#stepDoctype()) return;
      } else {
        const lt = this.#bytes.indexOf(AT.lt, this.#pos);
        if (lt === -1) {
          this.#pos = this.#bytes.length;
          return;
        }
        this.#pos = lt;
        if (!this.#markup(lt)) return;
      }
    }
  }

  /** Moves behind the end of a comment, CDATA section or the like; false where that is not in sight yet. */
  #skipSection(section: Section): boolean {
    const at = this.#bytes.indexOf(section.end, this.#pos);
    if (at === -1) {
      this.#pos = Math.max(this.#pos, this.#bytes.length - section.end.length + 1);
      return false;
    }
    this.#pos = at + section.end.length;
    this.#section = null;
    return true;
  }

  /** One step through a DOCTYPE: its quotes, comments and internal subset hide '>' and ']'. */
  #stepDoctype(): boolean {
    const bytes = this.#bytes;
    for (; this.#pos < bytes.length; this.#pos++) {
      const byte = bytes[this.#pos];
      if (byte === AT.quote || byte === AT.apostrophe) {
        this.#section = byte === AT.quote ? SECTIONS.quote : SECTIONS.apostrophe;
        this.#pos++;
        return true;
      }
      if (byte === AT.lt && this.#doctype === 2) {
        if (bytes.length - this.#pos < COMMENT_START.length) return false;
        if (matches(bytes, this.#pos, COMMENT_START)) this.#section = SECTIONS.comment;
        else if (bytes[this.#pos + 1] === AT.question) this.#section = SECTIONS.instruction;
        if (this.#section) {
          this.#pos += this.#section === SECTIONS.comment ? 4 : 2;
          return true;
        }
      } else if (byte === AT.openBracket) this.#doctype = 2;
      else if (byte === AT.closeBracket) this.#doctype = 1;
      else if (byte === AT.gt && this.#doctype === 1) {
        this.#doctype = 0;
        this.#pos++;
        return true;
      }
    }
    return false;
  }

  /** Handles what starts at '<'; false where more bytes are needed to know what it is. */
  #markup(lt: number): boolean {
    const next = this.#bytes[lt + 1];
    if (next === undefined) return false;
    if (next === AT.bang) return this.#declaration(lt);
    if (next === AT.question) {
      // Within a record a stray '<?' is likelier than an instruction, and must not swallow what follows.
      if (this.#recordAt < 0) this.#section = SECTIONS.instruction;
      this.#pos = lt + 2;
      return true;
    }
    return next === AT.slash ? this.#endTag(lt) : this.#startTag(lt);
  }

  #declaration(lt: number): boolean {
    const bytes = this.#bytes;
    this.#pos = lt + 2;
    if (matches(bytes, lt, COMMENT_START)) {
      this.#section = SECTIONS.comment;
      this.#pos = lt + COMMENT_START.length;
    } else if (matches(bytes, lt, CDATA_START)) {
      this.#section = SECTIONS.cdata;
      this.#pos = lt + CDATA_START.length;
    } else if (this.#recordAt < 0 && matches(bytes, lt, DOCTYPE_START)) {
      this.#doctype = 1;
      this.#pos = lt + DOCTYPE_START.length;
    } else if (bytes.length - lt < LONGEST_OPENER) {
      this.#pos = lt;
      return false;
    }
    return true;
  }

  #startTag(lt: number): boolean {
    const ours = this.#named(lt + 1);
    if (ours === 'unknown') return false;
    if (ours === null) {
      this.#pos = lt + 1;
      return true;
    }
    const end = tagEnd(this.#bytes, lt);
    if (end === NEEDS_MORE) return false;
    if (end === NOT_A_TAG) {
      this.#pos = lt + 1;
      return true;
    }
    this.#pos = end;
    const selfClosing = this.#bytes[end - 2] === AT.slash;
    if (ours === 'record') this.#openRecord(lt, end, selfClosing);
    else if (!selfClosing) this.#openAround(ours);
    else if (this.#recordAt < 0 && (ours === 'root' || this.#parentIsRoot())) {
      this.#rootsOpened++;
      this.#rootsClosed++;
    }
    return true;
  }

  #openRecord(lt: number, end: number, selfClosing: boolean): void {
    if (this.#recordAt >= 0 && (this.#flat || this.#dropping)) this.#emit(lt, false);
    if (this.#recordAt < 0) {
      this.#recordAt = lt;
      this.#recordOffset = this.#window.offset + lt;
      this.#depth = 1;
      this.#parentDepth = 0;
      this.#nested = false;
      if (selfClosing) this.#emit(end, true);
    } else if (!selfClosing) {
      this.#depth++;
      this.#nested = true;
    }
  }

  #openAround(which: 'parent' | 'root'): void {
    if (this.#recordAt >= 0) {
      if (which === 'parent') this.#parentDepth++;
    } else if (which === 'root' || this.#parentIsRoot()) this.#rootsOpened++;
  }

  #endTag(lt: number): boolean {
    const ours = this.#named(lt + 2);
    if (ours === 'unknown') return false;
    let end = lt + 2;
    if (ours !== null) {
      end = this.#bytes.indexOf(AT.gt, lt) + 1;
      if (end === 0) return this.#bytes.length - lt > MAX_TAG_BYTES ? this.#ignore(lt) : false;
    }
    this.#pos = end;
    if (ours === 'record') this.#closeRecord(end);
    else if (ours !== null) this.#closeAround(ours, lt);
    return true;
  }

  #ignore(lt: number): boolean {
    this.#pos = lt + 1;
    return true;
  }

  #closeRecord(end: number): void {
    if (this.#recordAt < 0) return;
    this.#depth--;
    if (this.#depth === 0) this.#emit(end, true);
  }

  /** The end of the list, or of the root: a record that is still open there has lost its end tag. */
  #closeAround(which: 'parent' | 'root', lt: number): void {
    if (this.#recordAt >= 0) {
      if (which === 'root') return;
      if (this.#parentDepth > 0) {
        this.#parentDepth--;
        return;
      }
      if (this.#nested && !this.#flat && !this.#dropping) {
        this.#flat = true;
        this.#restartAt(this.#recordAt);
        return;
      }
      this.#emit(lt, false);
    }
    if (which === 'root' || this.#parentIsRoot()) this.#rootsClosed++;
  }

  #parentIsRoot(): boolean {
    return this.#options.parentName === this.#options.rootName;
  }

  #emit(end: number, closed: boolean): void {
    const size = this.#window.offset + end - this.#recordOffset;
    const kept = !this.#dropping && size <= this.#options.maxRecordBytes;
    const bytes = kept ? this.#bytes.subarray(this.#recordAt, end) : null;
    this.#frames.push({ bytes, offset: this.#recordOffset, size, closed });
    this.#recordAt = -1;
    this.#dropping = false;
  }

  #rescanFlat(): void {
    this.#flat = true;
    this.#restartAt(this.#recordAt);
    this.#scan();
  }

  #restartAt(index: number): void {
    this.#pos = index;
    this.#recordAt = -1;
    this.#section = null;
    this.#nested = false;
  }

  /** Which of the three names stands at `index`; 'unknown' while too few bytes are there to tell. */
  #named(index: number): 'record' | 'parent' | 'root' | 'unknown' | null {
    const bytes = this.#bytes;
    const record = this.#record === null ? 0 : nameAt(bytes, index, this.#record);
    if (record === 1) return 'record';
    const parent = this.#parent === null ? 0 : nameAt(bytes, index, this.#parent);
    if (parent === 1) return 'parent';
    const root = this.#root === null ? 0 : nameAt(bytes, index, this.#root);
    if (root === 1) return 'root';
    return record === NEEDS_MORE || parent === NEEDS_MORE || root === NEEDS_MORE ? 'unknown' : null;
  }
}

function toName(name: string | null): Buffer | null {
  return name === null ? null : Buffer.from(name, 'latin1');
}

/** Whether `lowerCase` stands at `index`, whatever the case. */
function matches(bytes: Buffer, index: number, lowerCase: Buffer): boolean {
  if (bytes.length - index < lowerCase.length) return false;
  for (let i = 0; i < lowerCase.length; i++) {
    const byte = bytes[index + i] as number;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== lowerCase[i]) return false;
  }
  return true;
}
