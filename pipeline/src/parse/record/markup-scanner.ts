import { MarkSearch } from '../mark-search.ts';
import {
  asciiLower,
  CODE,
  isNameCode,
  isNameStart,
  isSpace,
  MAX_NAME_LENGTH,
  NEEDS_MORE,
  NOT_A_TAG,
  SECTIONS,
  sectionAt,
  TagEndFinder,
} from '../markup.ts';

export const Markup = {
  open: 1,
  close: 2,
  empty: 3,
  bare: 4,
  cdata: 5,
  skipped: 6,
  doctype: 7,
  cut: 8,
} as const;
export type MarkupKind = (typeof Markup)[keyof typeof Markup];

/**
 * Finds everything in `text` that starts with '<', as the framer does in bytes: start tags, end tags, empty tags,
 * CDATA sections, what carries no data (comments, instructions), a DOCTYPE, and a bare '<' that starts nothing.
 * Each call of `next` moves to the following one; then `kind`, `start` and `end` are those of it, and of a tag
 * `name` and `irregular`.
 */
export class MarkupScanner {
  readonly text: string;
  readonly #instructionEnds: MarkSearch;
  readonly #tagEnds = new TagEndFinder();
  kind: MarkupKind = Markup.cut;
  /** Of a tag: its name, lower case. */
  name = '';
  start = 0;
  /** Behind the last character. */
  end = 0;
  /** Of a start tag: its quotes are not in order, so that its attributes cannot be read. */
  irregular = false;
  #position = 0;

  constructor(text: string) {
    this.text = text;
    this.#instructionEnds = new MarkSearch(text, SECTIONS.instruction.end);
  }

  /** @returns false at the end of the text. A construct that the end of the text cuts off is of kind `cut`. */
  next(): boolean {
    const { text } = this;
    const lt = text.indexOf('<', this.#position);
    if (lt === -1) return false;
    this.start = lt;
    const code = text.charCodeAt(lt + 1);
    if (code === CODE.slash) this.#endTag(lt);
    else if (isNameStart(code)) this.#startTag(lt);
    else if (code === CODE.bang) this.#declaration(lt);
    else if (code === CODE.question) this.#instruction(lt);
    else this.#is(Number.isNaN(code) ? Markup.cut : Markup.bare, lt + 1);
    this.#position = this.end;
    return true;
  }

  #is(kind: MarkupKind, end: number): void {
    this.kind = kind;
    this.end = end;
  }

  #instruction(lt: number): void {
    const at = this.#instructionEnds.next(lt + SECTIONS.instruction.start.length);
    if (at === -1) this.#is(Markup.bare, lt + 1);
    else this.#is(Markup.skipped, at + SECTIONS.instruction.end.length);
  }

  #until(mark: string, from: number, kind: MarkupKind): void {
    const at = this.text.indexOf(mark, from);
    if (at === -1) this.#is(Markup.cut, this.text.length);
    else this.#is(kind, at + mark.length);
  }

  #declaration(lt: number): void {
    const { text } = this;
    const section = sectionAt(text, lt);
    if (section) {
      const kind = section === SECTIONS.cdata ? Markup.cdata : Markup.skipped;
      this.#until(section.end, lt + section.start.length, kind);
    } else if (/^<!doctype/i.test(text.slice(lt, lt + 9))) this.#doctype(lt + 9);
    else this.#is(Markup.bare, lt + 1);
  }

  /** A DOCTYPE's quotes, comments and internal subset hide '>' and ']'. */
  #doctype(from: number): void {
    const { text } = this;
    let subset = false;
    for (let i = from; i < text.length; i++) {
      const char = text[i];
      if (char === '>' && !subset) {
        this.#is(Markup.doctype, i + 1);
        return;
      }
      if (char === '[') subset = true;
      else if (char === ']') subset = false;
      else if (char === '"' || char === "'") i = indexBefore(text, char, i + 1);
      else if (text.startsWith('<!--', i)) i = indexBefore(text, '-->', i + 4);
      else if (text.startsWith('<?', i)) i = indexBefore(text, '?>', i + 2);
    }
    this.#is(Markup.cut, text.length);
  }

  #endTag(lt: number): void {
    const { text } = this;
    const nameEnd = nameEndAt(text, lt + 2);
    if (nameEnd === lt + 2 || nameEnd - lt - 2 > MAX_NAME_LENGTH) {
      this.#is(nameEnd >= text.length ? Markup.cut : Markup.bare, lt + 1);
      return;
    }
    let end = nameEnd;
    while (isSpace(text.charCodeAt(end))) end++;
    if (text.charCodeAt(end) !== CODE.gt) {
      this.#is(end >= text.length ? Markup.cut : Markup.bare, end >= text.length ? end : lt + 1);
      return;
    }
    this.name = asciiLower(text.slice(lt + 2, nameEnd));
    this.#is(Markup.close, end + 1);
  }

  #startTag(lt: number): void {
    const { text } = this;
    const nameEnd = nameEndAt(text, lt + 1);
    this.irregular = false;
    const end = nameEnd - lt > MAX_NAME_LENGTH + 1 ? NOT_A_TAG : this.#tagEnd(nameEnd);
    if (end < 0) {
      this.#is(end === NEEDS_MORE ? Markup.cut : Markup.bare, end === NEEDS_MORE ? text.length : lt + 1);
      return;
    }
    this.name = asciiLower(text.slice(lt + 1, nameEnd));
    this.#is(text.charCodeAt(end - 1) === CODE.slash ? Markup.empty : Markup.open, end + 1);
  }

  /** Index of the '>' that ends a start tag whose name ends at `from`, NOT_A_TAG or NEEDS_MORE. */
  #tagEnd(from: number): number {
    const { text } = this;
    if (text.charCodeAt(from) === CODE.gt) return from;
    // A name is followed by nothing else: <jobs@board.example> is an address.
    if (!isSpace(text.charCodeAt(from)) && !/^(?:\/>?)?$/.test(text.slice(from, from + 2))) return NOT_A_TAG;
    const finder = this.#tagEnds;
    finder.begin();
    for (let i = from; i < text.length; i++) {
      if (!finder.step(text.charCodeAt(i), i)) continue;
      this.irregular = finder.irregular;
      return finder.end;
    }
    return NEEDS_MORE;
  }
}

/** Index of `mark`, the end of the text if it is missing. */
function indexBefore(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}

function nameEndAt(text: string, from: number): number {
  let end = from;
  for (let code = text.charCodeAt(end); isNameCode(code); code = text.charCodeAt(++end));
  return end;
}
