import { AT } from './tag-bytes.ts';

/** Something that ends with a mark, whatever stands in it. */
interface Section {
  end: Buffer;
  what: string;
}

const SECTIONS = {
  comment: { end: Buffer.from('-->'), what: 'a comment' },
  cdata: { end: Buffer.from(']]>'), what: 'a CDATA section' },
  instruction: { end: Buffer.from('?>'), what: 'a processing instruction' },
  quote: { end: Buffer.from('"'), what: 'the DOCTYPE' },
  apostrophe: { end: Buffer.from("'"), what: 'the DOCTYPE' },
} satisfies Record<string, Section>;

const COMMENT_START = Buffer.from('<!--');
const CDATA_START = Buffer.from('<![cdata[');
const DOCTYPE_START = Buffer.from('<!doctype');
const LONGEST_OPENER = 9;
/** Tags mostly follow one another closely, and most sections are short: a call of indexOf costs more than to look at so many bytes. */
const NEAR_BYTES = 64;

/** A tag that is cut off and has this many bytes already is looked at again when there are twice as many. */
const LONG_TAG_BYTES = 1024;

/** Who wants to know of the tags. Each says whether it saw enough of its tag, and has moved `position` on. */
export interface TagHandler {
  /** Within a record, neither a DOCTYPE nor an instruction is to be expected. */
  inRecord(): boolean;
  startTag(lt: number): boolean;
  endTag(lt: number): boolean;
}

/**
 * Walks over the markup of a stream of bytes, a window of it at a time: passes over CDATA sections,
 * comments, instructions and DOCTYPEs however long they are, and hands on the tags.
 */
export class ByteMarkup {
  /** The part of the stream at hand, and where in it the walk stands. */
  bytes: Buffer = Buffer.alloc(0);
  position = 0;
  readonly #handler: TagHandler;
  #section: Section | null = null;
  /** 0 outside of a DOCTYPE, 1 inside, 2 in its internal subset. */
  #doctype = 0;
  /** How many bytes there must be from `position` on for another look at them. */
  #enough = 0;

  constructor(handler: TagHandler) {
    this.#handler = handler;
  }

  /** What the walk is in the middle of, for people to read; null in plain markup. */
  get within(): string | null {
    return this.#section?.what ?? (this.#doctype > 0 ? 'the DOCTYPE' : null);
  }

  /** Goes on from `index`, in plain markup. */
  restartAt(index: number): void {
    this.position = index;
    this.#section = null;
    this.#enough = 0;
  }

  /**
   * Walks as far as the bytes at hand allow. The start of a long tag is looked at again each time that its bytes
   * have doubled, not with each byte that arrives: `walkToEnd` takes what may be left.
   */
  walk(): void {
    const { bytes } = this;
    if (bytes.length - this.position < this.#enough) return;
    while (this.#step());
    const left = bytes.length - this.position;
    this.#enough = left < LONG_TAG_BYTES ? 0 : left * 2;
  }

  /** Walks over what there is, with nothing to follow. */
  walkToEnd(): void {
    this.#enough = 0;
    this.walk();
  }

  #step(): boolean {
    if (this.#section) return this.#skipSection(this.#section);
    if (this.#doctype > 0) return this.#stepDoctype();
    const lt = this.#nextLt();
    this.position = lt === -1 ? this.bytes.length : lt;
    const next = this.bytes[this.position + 1];
    if (next === undefined) return false;
    if (next === AT.bang) return this.#declaration(lt);
    if (next === AT.question) return this.#instruction(lt);
    return next === AT.slash ? this.#handler.endTag(lt) : this.#handler.startTag(lt);
  }

  #nextLt(): number {
    const { bytes, position } = this;
    const near = Math.min(bytes.length, position + NEAR_BYTES);
    for (let at = position; at < near; at++) if (bytes[at] === AT.lt) return at;
    return bytes.indexOf(AT.lt, near);
  }

  /** Moves behind the end of a comment, CDATA section or the like; false where that is not in sight yet. */
  #skipSection({ end }: Section): boolean {
    const at = this.#endOf(end);
    if (at === -1) {
      this.position = Math.max(this.position, this.bytes.length - end.length + 1);
      return false;
    }
    this.position = at;
    this.#section = null;
    return true;
  }

  /** Index behind the next `mark`, -1 where there is none. */
  #endOf(mark: Buffer): number {
    const { bytes, position } = this;
    const last = mark[mark.length - 1];
    const near = Math.min(bytes.length, position + NEAR_BYTES);
    for (let at = position + mark.length - 1; at < near; at++) {
      if (bytes[at] === last && endsWith(bytes, at, mark)) return at + 1;
    }
    const found = bytes.indexOf(mark, Math.max(position, near - mark.length + 1));
    return found === -1 ? -1 : found + mark.length;
  }

  /** One step through a DOCTYPE: its quotes, comments and internal subset hide '>' and ']'. */
  #stepDoctype(): boolean {
    const { bytes } = this;
    for (; this.position < bytes.length; this.position++) {
      const byte = bytes[this.position];
      if (byte === AT.quote || byte === AT.apostrophe) {
        return this.#enter(byte === AT.quote ? SECTIONS.quote : SECTIONS.apostrophe, this.position + 1);
      }
      if (byte === AT.lt && this.#doctype === 2) {
        if (bytes.length - this.position < COMMENT_START.length) return false;
        if (matches(bytes, this.position, COMMENT_START))
          return this.#enter(SECTIONS.comment, this.position + 4);
        if (bytes[this.position + 1] === AT.question)
          return this.#enter(SECTIONS.instruction, this.position + 2);
      } else if (byte === AT.openBracket) this.#doctype = 2;
      else if (byte === AT.closeBracket) this.#doctype = 1;
      else if (byte === AT.gt && this.#doctype === 1) {
        this.#doctype = 0;
        this.position++;
        return true;
      }
    }
    return false;
  }

  #enter(section: Section, position: number): true {
    this.#section = section;
    this.position = position;
    return true;
  }

  #instruction(lt: number): true {
    // Within a record a stray '<?' is likelier than an instruction, and must not swallow what follows.
    if (!this.#handler.inRecord()) return this.#enter(SECTIONS.instruction, lt + 2);
    this.position = lt + 2;
    return true;
  }

  #declaration(lt: number): boolean {
    const { bytes } = this;
    if (matches(bytes, lt, COMMENT_START)) return this.#enter(SECTIONS.comment, lt + COMMENT_START.length);
    if (matches(bytes, lt, CDATA_START)) return this.#enter(SECTIONS.cdata, lt + CDATA_START.length);
    if (bytes.length - lt < LONGEST_OPENER) return false;
    this.position = lt + 2;
    if (!this.#handler.inRecord() && matches(bytes, lt, DOCTYPE_START)) {
      this.#doctype = 1;
      this.position = lt + DOCTYPE_START.length;
    }
    return true;
  }
}

/** Whether `mark` stands where its last byte is at `index`. */
function endsWith(bytes: Buffer, index: number, mark: Buffer): boolean {
  const start = index - mark.length + 1;
  for (let i = 0; i < mark.length; i++) if (bytes[start + i] !== mark[i]) return false;
  return true;
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
