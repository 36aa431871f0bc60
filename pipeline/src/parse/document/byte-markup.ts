import { CODE, SECTIONS } from '../markup.ts';

/** A part of the stream that ends with a mark, whatever it contains. */
interface ByteSection {
  end: Buffer;
  what: string;
}

const BYTE_SECTIONS = {
  comment: { end: Buffer.from(SECTIONS.comment.end), what: 'a comment' },
  cdata: { end: Buffer.from(SECTIONS.cdata.end), what: 'a CDATA section' },
  instruction: { end: Buffer.from(SECTIONS.instruction.end), what: 'a processing instruction' },
  quote: { end: Buffer.from('"'), what: 'the DOCTYPE' },
  apostrophe: { end: Buffer.from("'"), what: 'the DOCTYPE' },
} satisfies Record<string, ByteSection>;

const COMMENT_START = Buffer.from(SECTIONS.comment.start);
/** In lower case, as `matches` compares. */
const CDATA_START = Buffer.from(SECTIONS.cdata.start.toLowerCase());
const DOCTYPE_START = Buffer.from('<!doctype');
const LONGEST_OPENER = 9;
/**
 * Tags are mostly close together, and most sections are short: a call of indexOf costs more than a loop over so many
 * bytes.
 */
const NEAR_BYTES = 64;

/** A tag that is cut off and has this many bytes already is read again when there are twice as many. */
const LONG_TAG_BYTES = 1024;

/** Receives the tags. `startTag` and `endTag` return false if they need more bytes; else they have moved `position`. */
export interface TagHandler {
  /** Within a record neither a DOCTYPE nor an instruction is expected. */
  inRecord(): boolean;
  startTag(lt: number): boolean;
  endTag(lt: number): boolean;
}

/**
 * Reads the markup of a stream of bytes, a window of it at a time: skips CDATA sections, comments, instructions and
 * DOCTYPEs of any length, and passes the tags to a handler.
 *
 * It is in one of three states: in a section (`#section`), in a DOCTYPE (`#doctype`), or in plain markup. Each step
 * moves `position` behind what it read, or leaves it where more bytes are needed.
 */
export class ByteMarkup {
  /** The window of the stream, and the position in it. */
  bytes: Buffer = Buffer.alloc(0);
  position = 0;
  readonly #handler: TagHandler;
  #section: ByteSection | null = null;
  /** 0 outside of a DOCTYPE, 1 inside, 2 in its internal subset. */
  #doctype = 0;
  /** Set by the handler: reading stops behind the current tag. */
  paused = false;
  /** How many bytes from `position` on are needed before they are read again. */
  #neededBytes = 0;

  constructor(handler: TagHandler) {
    this.#handler = handler;
  }

  /** The construct at the current position, for messages; null in plain markup. */
  get openConstruct(): string | null {
    return this.#section?.what ?? (this.#doctype > 0 ? 'the DOCTYPE' : null);
  }

  /** Continues at `index`, in plain markup. */
  restartAt(index: number): void {
    this.position = index;
    this.#section = null;
    this.#neededBytes = 0;
  }

  /**
   * Reads as far as the window allows, or until the handler pauses it. The start of a long tag is read again each time
   * that its bytes have doubled, not with each byte that arrives: `walkToEnd` reads the rest.
   */
  walk(): void {
    const { bytes } = this;
    this.paused = false;
    if (bytes.length - this.position < this.#neededBytes) return;
    while (!this.paused && this.#step());
    const left = bytes.length - this.position;
    this.#neededBytes = this.paused || left < LONG_TAG_BYTES ? 0 : left * 2;
  }

  /** Reads the rest of the window: no more bytes will arrive. */
  walkToEnd(): void {
    this.#neededBytes = 0;
    this.walk();
  }

  #step(): boolean {
    if (this.#section) return this.#skipSection(this.#section);
    if (this.#doctype > 0) return this.#stepDoctype();
    const lt = this.#nextLt();
    this.position = lt === -1 ? this.bytes.length : lt;
    const next = this.bytes[this.position + 1];
    if (next === undefined) return false;
    if (next === CODE.bang) return this.#declaration(lt);
    if (next === CODE.question) return this.#instruction(lt);
    return next === CODE.slash ? this.#handler.endTag(lt) : this.#handler.startTag(lt);
  }

  #nextLt(): number {
    const { bytes, position } = this;
    const near = Math.min(bytes.length, position + NEAR_BYTES);
    for (let at = position; at < near; at++) if (bytes[at] === CODE.lt) return at;
    return bytes.indexOf(CODE.lt, near);
  }

  /** Moves behind the end of a section; false if the window ends before it. */
  #skipSection({ end }: ByteSection): boolean {
    const at = this.#endOf(end);
    if (at === -1) {
      this.position = Math.max(this.position, this.bytes.length - end.length + 1);
      return false;
    }
    this.position = at;
    this.#section = null;
    return true;
  }

  /** Index behind the next `mark`, -1 if there is none. */
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
      if (byte === CODE.quote || byte === CODE.apostrophe) {
        return this.#enter(
          byte === CODE.quote ? BYTE_SECTIONS.quote : BYTE_SECTIONS.apostrophe,
          this.position + 1,
        );
      }
      if (byte === CODE.lt && this.#doctype === 2) {
        if (bytes.length - this.position < COMMENT_START.length) return false;
        if (matches(bytes, this.position, COMMENT_START))
          return this.#enter(BYTE_SECTIONS.comment, this.position + 4);
        if (bytes[this.position + 1] === CODE.question)
          return this.#enter(BYTE_SECTIONS.instruction, this.position + 2);
      } else if (byte === CODE.openBracket) this.#doctype = 2;
      else if (byte === CODE.closeBracket) this.#doctype = 1;
      else if (byte === CODE.gt && this.#doctype === 1) {
        this.#doctype = 0;
        this.position++;
        return true;
      }
    }
    return false;
  }

  #enter(section: ByteSection, position: number): true {
    this.#section = section;
    this.position = position;
    return true;
  }

  #instruction(lt: number): true {
    // Within a record a stray '<?' is likelier than an instruction, and must not swallow what follows.
    if (!this.#handler.inRecord()) return this.#enter(BYTE_SECTIONS.instruction, lt + 2);
    this.position = lt + 2;
    return true;
  }

  #declaration(lt: number): boolean {
    const { bytes } = this;
    if (matches(bytes, lt, COMMENT_START))
      return this.#enter(BYTE_SECTIONS.comment, lt + COMMENT_START.length);
    if (matches(bytes, lt, CDATA_START)) return this.#enter(BYTE_SECTIONS.cdata, lt + CDATA_START.length);
    if (bytes.length - lt < LONGEST_OPENER) return false;
    this.position = lt + 2;
    if (!this.#handler.inRecord() && matches(bytes, lt, DOCTYPE_START)) {
      this.#doctype = 1;
      this.position = lt + DOCTYPE_START.length;
    }
    return true;
  }
}

/** Whether `mark` ends with the byte at `index`. */
function endsWith(bytes: Buffer, index: number, mark: Buffer): boolean {
  const start = index - mark.length + 1;
  for (let i = 0; i < mark.length; i++) if (bytes[start + i] !== mark[i]) return false;
  return true;
}

/** Whether `lowerCase` is at `index`, compared case-insensitively. */
function matches(bytes: Buffer, index: number, lowerCase: Buffer): boolean {
  if (bytes.length - index < lowerCase.length) return false;
  for (let i = 0; i < lowerCase.length; i++) {
    const byte = bytes[index + i] as number;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== lowerCase[i]) return false;
  }
  return true;
}
