/*
 * The grammar of markup, for the framer, which reads bytes as they arrive, and for the scanner of records, which
 * reads text. Every character of the grammar is ASCII, so that a byte and a UTF-16 unit have the same code.
 */

export const CODE = {
  lt: 0x3c,
  gt: 0x3e,
  slash: 0x2f,
  bang: 0x21,
  question: 0x3f,
  quote: 0x22,
  apostrophe: 0x27,
  equals: 0x3d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
} as const;

/** Results of a search for the end of a tag: the input ends before it, or what looks like a tag is text. */
export const NEEDS_MORE = -1;
export const NOT_A_TAG = -2;

/** Markup that ends with a fixed mark, whatever it contains. */
export interface Section {
  start: string;
  end: string;
}

export const SECTIONS = {
  comment: { start: '<!--', end: '-->' },
  cdata: { start: '<![CDATA[', end: ']]>' },
  instruction: { start: '<?', end: '?>' },
} as const satisfies Record<string, Section>;

/** The section that starts at `index`; null if there is none. */
export function sectionAt(text: string, index: number): Section | null {
  const code = text.charCodeAt(index + 1);
  if (code === CODE.question) return SECTIONS.instruction;
  if (code !== CODE.bang) return null;
  const { comment, cdata } = SECTIONS;
  if (text.startsWith(comment.start, index)) return comment;
  if (text.startsWith(cdata.start, index)) return cdata;
  return text.slice(index, index + cdata.start.length).toUpperCase() === cdata.start ? cdata : null;
}

/** Whether a code is white space in a tag. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

/** What looks like a longer name of an element, in characters, is text. */
export const MAX_NAME_LENGTH = 200;

/** Whether a code may begin the name of an element. */
export function isNameStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code === 0x3a ||
    code >= 0x80
  );
}

/** Whether a code may be in the name of an element. */
export function isNameCode(code: number): boolean {
  return isNameStart(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
}

/** ASCII letters only, so that the bytes of other names stay what they are. */
export function asciiLower(text: string): string {
  return /[A-Z]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text;
}

/** Whether a part of a text has anything but white space and control characters. */
export function hasText(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) > 0x20) return true;
  return false;
}

/**
 * Finds the '>' that ends a start tag, code by code. A '>' within quotes does not end it. A '<' is not allowed in
 * XML: either a quote was never closed, and the first '>' within it was the end, or this is text that looks like a
 * tag.
 *
 * `begin` starts a tag, `step` takes one code after the other until it returns true; then `end` is valid.
 */
export class TagEndFinder {
  /** Index of the '>', or NOT_A_TAG. */
  end: number = NOT_A_TAG;
  /** The quotes are not in order, so that the attributes cannot be read. */
  irregular = false;
  #quote = 0;
  #quotedGt = -1;
  /** The last code that is not white space. */
  #before = 0;

  begin(): void {
    this.end = NOT_A_TAG;
    this.irregular = false;
    this.#quote = 0;
    this.#quotedGt = -1;
    this.#before = 0;
  }

  step(code: number, index: number): boolean {
    if (code === CODE.lt) {
      this.irregular = true;
      this.end = this.#quotedGt === -1 ? NOT_A_TAG : this.#quotedGt;
      return true;
    }
    if (this.#quote !== 0) {
      if (code === this.#quote) this.#quote = 0;
      else if (code === CODE.gt && this.#quotedGt === -1) this.#quotedGt = index;
    } else if (code === CODE.gt) {
      this.end = index;
      return true;
    } else if (code === CODE.quote || code === CODE.apostrophe) {
      if (this.#before === CODE.equals) {
        this.#quote = code;
        this.#quotedGt = -1;
      } else this.irregular = true;
    }
    if (!isSpace(code)) this.#before = code;
    return false;
  }
}
