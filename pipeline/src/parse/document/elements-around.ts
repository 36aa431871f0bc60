import type { RecordNode, RecordValue } from '@feedflow/shared/model/record-node';
import { CODE, isSpace, MAX_NAME_LENGTH } from '../markup.ts';
import { utf8Name } from '../names.ts';

export interface ElementsAroundOptions {
  /** So many of the outermost elements are those of the feed itself: records inherit nothing from them. */
  outer: number;
  /** Reads one element, from its start tag to its end tag. May throw. */
  readElement(element: Buffer): RecordNode;
  /** The name of the property for an element, as it is written. */
  propertyOf(name: string): string;
}

interface OpenElement {
  /** As it is written, and in lower case. */
  written: string;
  name: string;
  tag: string;
  /** What is in it so far, without elements that have records in them. */
  content: string;
  /** Behind the last tag; null if it is too long. */
  text: string | null;
  /** A record is in it, or it is one of the outermost: nothing is added to it. */
  isClosed: boolean;
  /** Null before its first record, and if there is nothing in it. */
  node: RecordNode | null;
}

/** Deeper elements are not looked at. */
const MAX_DEPTH = 60;
/** Of one element; what does not fit is left out, element by element. */
const MAX_CONTENT_BYTES = 16 * 1024;
const MAX_TAG_BYTES = 4 * 1024;

/**
 * Collects what the elements around the records of a feed hold, as its tags pass outside of records: the name in
 * `<company><name>Acme</name><jobs><job>…`. What is behind the first record of an element is not part of it: the
 * records before it could not have it. Texts have one character per byte. The use of memory is bounded.
 */
export class ElementsAround {
  /** Depth of the outermost element that occurs again with records in it; infinite if none does. */
  repeatedAt = Number.POSITIVE_INFINITY;
  readonly #options: ElementsAroundOptions;
  readonly #open: OpenElement[] = [];
  /** Whether an element with records has ended at a depth. */
  readonly #ended: boolean[] = [];
  #tooDeep = 0;
  /** Undefined if it has to be found out. */
  #current: RecordNode | null | undefined;

  constructor(options: ElementsAroundOptions) {
    this.#options = options;
  }

  /** Adds the bytes from `start` to `end`, a part of what is between two tags. */
  addText(bytes: Buffer, start: number, end: number): void {
    const top = this.#open.at(-1);
    if (top === undefined || top.isClosed || top.text === null || this.#tooDeep > 0) return;
    const length = top.content.length + top.text.length + end - start;
    top.text = length > MAX_CONTENT_BYTES ? null : top.text + bytes.toString('latin1', start, end);
  }

  /** @param tag from '<' to '>'; the first one is that of the root */
  start(tag: Buffer): void {
    this.#current = undefined;
    const isEmpty = tag[tag.length - 2] === CODE.slash;
    if (this.#open.length === MAX_DEPTH) {
      if (!isEmpty) this.#tooDeep += 1;
      return;
    }
    const parent = this.#open.at(-1);
    if (parent) endText(parent);
    const written = nameIn(tag, 1);
    const short = tag.length > MAX_TAG_BYTES ? `<${written}>` : tag.toString('latin1');
    if (isEmpty) {
      if (parent) addElement(parent, tag.length > MAX_TAG_BYTES ? '' : short);
      return;
    }
    this.#open.push({
      written,
      name: written.toLowerCase(),
      tag: short,
      content: '',
      text: '',
      isClosed: this.#open.length < this.#options.outer,
      node: null,
    });
  }

  /** @param tag from '</' on */
  end(tag: Buffer): void {
    const name = nameIn(tag, 2).toLowerCase();
    const index = this.#open.findLastIndex((element) => element.name === name);
    if (index === -1) {
      if (this.#tooDeep > 0) this.#tooDeep -= 1;
      return;
    }
    this.#current = undefined;
    this.#tooDeep = 0;
    while (this.#open.length > index) this.#endTop();
  }

  #endTop(): void {
    const element = this.#open.pop();
    const parent = this.#open.at(-1);
    if (!element) return;
    if (element.isClosed) this.#ended[this.#open.length] = true;
    else if (parent) {
      endText(element);
      addElement(parent, wholeOf(element));
    }
  }

  /**
   * What is in the elements around a record that starts here, by their names: a list for several of one name, the
   * innermost first. Null for nothing. The same object as long as no tag passes.
   */
  ofRecord(): RecordNode | null {
    if (this.#current === undefined) this.#current = this.#read();
    return this.#current;
  }

  #read(): RecordNode | null {
    const { outer, propertyOf } = this.#options;
    const around: RecordNode = {};
    for (const [depth, element] of this.#open.entries()) {
      if (depth < outer) continue;
      if (!element.isClosed) {
        if (this.#ended[depth]) this.repeatedAt = Math.min(this.repeatedAt, depth);
        element.node = this.#nodeOf(element);
        element.isClosed = true;
        element.content = '';
      }
      if (element.node === null) continue;
      const name = propertyOf(utf8Name(element.written));
      const outside: RecordValue = around[name] ?? [];
      const all = [element.node, outside].flat();
      around[name] = all.length === 1 ? element.node : all;
    }
    return Object.keys(around).length === 0 ? null : around;
  }

  #nodeOf(element: OpenElement): RecordNode | null {
    endText(element);
    try {
      const read = this.#options.readElement(Buffer.from(wholeOf(element), 'latin1'));
      const entries = Object.entries(read).filter(([name]) => !name.startsWith('@xmlns'));
      return entries.length === 0 ? null : Object.fromEntries(entries);
    } catch {
      return null;
    }
  }
}

function wholeOf({ tag, content, written }: OpenElement): string {
  return `${tag}${content}</${written}>`;
}

function addElement(parent: OpenElement, element: string): void {
  if (parent.isClosed) return;
  if (parent.content.length + element.length <= MAX_CONTENT_BYTES) parent.content += element;
}

/** Ends the text before a tag: white space between elements is nothing. */
function endText(element: OpenElement): void {
  if (element.text?.trim()) element.content += element.text;
  element.text = '';
}

function nameIn(tag: Buffer, start: number): string {
  let end = start;
  const limit = Math.min(tag.length, start + MAX_NAME_LENGTH);
  for (; end < limit; end++) {
    const byte = tag[end] as number;
    if (isSpace(byte) || byte === CODE.gt || byte === CODE.slash) break;
  }
  return tag.toString('latin1', start, end);
}
