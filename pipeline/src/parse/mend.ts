import { Markup, MarkupScanner } from './markup-scanner.ts';

/** More tags than this in one record, or elements nested deeper, are an attack or nonsense. */
const MAX_TAGS = 20_000;
const MAX_OPEN = 1000;
const MAX_DEPTH = 60;
const MAX_TAG_LENGTH = 32 * 1024;
const LONG_TEXT_LENGTH = 100;

/** Fields, whatever their prefix, whose content is text even where it is written as markup. */
const MARKUP_FIELD =
  /^(?:.*:)?(?:description|content|encoded|summary|job_description|briefdescription|body)$/;

/** HTML elements that have no end tag and no namesake among the fields of feeds. */
const VOID_ELEMENTS = new Set(['br', 'hr', 'img', 'wbr']);

/** One element, or a tag that is none: a bare '<', a stray end tag, a start tag that is never closed. */
interface Element {
  name: string;
  start: number;
  contentStart: number;
  /** Of its end tag; -1 while open, or where it never ends. */
  contentEnd: number;
  end: number;
  depth: number;
  children: Element[];
  /** Ends properly: with an end tag or by itself. */
  closed: boolean;
  /** Not an element but text that looks like one. */
  text: boolean;
  /** Its attributes cannot be told. */
  irregular: boolean;
  /** Text other than white space stands directly in it. */
  hasText: boolean;
}

/** Thrown for a record that is not worth mending. */
export class HopelessRecord extends Error {}

/** A record an XML parser can read. */
export interface MendedRecord {
  xml: string;
  /** Start and end, in turn, of long texts between two tags; none where something had to be mended. */
  longTexts: number[];
}

/**
 * Makes one record well-formed, so that an XML parser reads it as its author meant it, and returns the
 * very same string where it is. What is mended: HTML that was not escaped (it becomes the text of its
 * field), a '<' that starts no tag, stray end tags, fields and records without their end tag.
 * @throws HopelessRecord where limits on tags, depth or tag length are exceeded, or nothing can be told
 */
export function mend(record: string): MendedRecord {
  const { sound, root, longTexts } = readOutline(record);
  if (sound) return { xml: record, longTexts };
  const edits: Edit[] = [];
  mendElement(record, root, edits);
  return { xml: apply(record, edits), longTexts: [] };
}

interface Outline {
  root: Element;
  sound: boolean;
  longTexts: number[];
}

function readOutline(text: string): Outline {
  const scanner = new MarkupScanner(text);
  if (!scanner.next() || (scanner.kind !== Markup.open && scanner.kind !== Markup.empty)) {
    throw new HopelessRecord('its start tag cannot be read');
  }
  const root = element(scanner, 0);
  if (scanner.kind === Markup.empty) return { root, sound: true, longTexts: [] };
  const open: Element[] = [root];
  const longTexts: number[] = [];
  let sound = !root.irregular;
  let tags = 1;
  let from = scanner.end;
  while (open.length > 0 && scanner.next()) {
    const top = open[open.length - 1] as Element;
    if (!top.hasText && hasText(text, from, scanner.start)) top.hasText = true;
    if (scanner.start - from > LONG_TEXT_LENGTH) longTexts.push(from, scanner.start);
    from = scanner.end;
    if (++tags > MAX_TAGS) throw new HopelessRecord(`it has more than ${MAX_TAGS} tags`);
    if (scanner.end - scanner.start > MAX_TAG_LENGTH && scanner.kind <= Markup.empty) {
      throw new HopelessRecord(`it has a tag longer than ${MAX_TAG_LENGTH} characters`);
    }
    sound = place(scanner, open, top) && sound;
  }
  if (open.length > 0) sound = false;
  return { root, sound, longTexts };
}

/** Puts what the scanner stands at into the outline; says whether it was as it should be. */
function place(scanner: MarkupScanner, open: Element[], top: Element): boolean {
  switch (scanner.kind) {
    case Markup.open: {
      const child = element(scanner, open.length);
      top.children.push(child);
      if (VOID_ELEMENTS.has(child.name)) {
        child.text = true;
        return false;
      }
      open.push(child);
      if (open.length > MAX_OPEN) throw new HopelessRecord(`its elements are nested deeper than ${MAX_OPEN}`);
      return open.length <= MAX_DEPTH && !child.irregular && isPlainParent(top);
    }
    case Markup.empty: {
      const child = element(scanner, open.length);
      top.children.push(child);
      return !child.irregular && isPlainParent(top);
    }
    case Markup.close:
      if (top.name === scanner.name) {
        close(top, scanner);
        open.pop();
        return isPlainParent(top) || top.children.length === 0;
      }
      return closeOutOfOrder(scanner, open, top);
    case Markup.cdata:
      top.hasText = true;
      return isPlainParent(top) || top.children.length === 0;
    case Markup.skipped:
      return true;
    default: {
      const bare = element(scanner, open.length);
      bare.text = true;
      top.children.push(bare);
      return false;
    }
  }
}

function closeOutOfOrder(scanner: MarkupScanner, open: Element[], top: Element): false {
  const at = open.findLastIndex((candidate) => candidate.name === scanner.name);
  if (at === -1) {
    const stray = element(scanner, open.length);
    stray.text = true;
    top.children.push(stray);
    return false;
  }
  close(open[at] as Element, scanner);
  open.length = at;
  return false;
}

function element(scanner: MarkupScanner, depth: number): Element {
  const closed = scanner.kind === Markup.empty;
  return {
    name: scanner.kind <= Markup.empty ? scanner.name : '',
    start: scanner.start,
    contentStart: scanner.end,
    contentEnd: closed ? scanner.end : -1,
    end: scanner.end,
    depth,
    children: [],
    closed,
    irregular: scanner.kind !== Markup.close && scanner.kind <= Markup.empty && scanner.irregular,
    text: false,
    hasText: false,
  };
}

function close(target: Element, scanner: MarkupScanner): void {
  target.contentEnd = scanner.start;
  target.end = scanner.end;
  target.closed = true;
}

/** A parent may hold elements; one that holds text beside them, or is a markup field, holds HTML. */
function isPlainParent(parent: Element): boolean {
  return parent.depth === 0 || !(parent.hasText || MARKUP_FIELD.test(parent.name));
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Collects, in order of place, what has to change within `parent`. */
function mendElement(text: string, parent: Element, edits: Edit[]): void {
  if (parent.irregular) {
    const slash = text.charCodeAt(parent.contentStart - 2) === 0x2f ? '/' : '';
    edits.push({ start: parent.start, end: parent.contentStart, text: `<${parent.name}${slash}>` });
  }
  if (holdsMarkup(parent)) {
    edits.push({ start: parent.contentStart, end: parent.contentEnd, text: asText(text, parent) });
    return;
  }
  for (let i = 0; i < parent.children.length; i++) {
    const child = parent.children[i] as Element;
    if (child.text) edits.push({ start: child.start, end: child.end, text: '' });
    else if (child.closed) mendElement(text, child, edits);
    else closeField(text, parent, i, edits);
  }
  if (!parent.closed) edits.push({ start: text.length, end: text.length, text: `</${parent.name}>` });
}

/**
 * A field without its end tag ends where the next tag begins; its children are really its siblings and
 * are mended in its place.
 */
function closeField(text: string, parent: Element, index: number, edits: Edit[]): void {
  const child = parent.children[index] as Element;
  parent.children.splice(index + 1, 0, ...child.children);
  child.children = [];
  child.closed = true;
  mendElement(text, child, edits);
  const next = text.indexOf('<', child.contentStart);
  const at = next === -1 ? text.length : next;
  edits.push({ start: at, end: at, text: `</${child.name}>` });
}

function holdsMarkup(candidate: Element): boolean {
  if (candidate.depth === 0 || candidate.children.length === 0) return false;
  return candidate.depth >= MAX_DEPTH || candidate.hasText || MARKUP_FIELD.test(candidate.name);
}

const CDATA_OR_LT = /<!\[CDATA\[([\s\S]*?)\]\]>|</gi;

/** The content as text that reads as it is written, tags and all. */
function asText(text: string, parent: Element): string {
  const inner = text.slice(parent.contentStart, parent.contentEnd);
  const tagged = parent.children.some((child) => child.name !== '');
  // Only a stray '<', or escaped HTML beside some that is not: its entities still have to be decoded.
  if (!tagged || /&lt;\/?[a-z]/i.test(inner)) {
    return inner.replace(CDATA_OR_LT, (match, cdata) => (cdata === undefined ? '&lt;' : match));
  }
  const plain = inner.replace(CDATA_OR_LT, (match, cdata) => cdata ?? match);
  return `<![CDATA[${plain.replaceAll(']]>', ']]&gt;')}]]>`;
}

function apply(text: string, edits: Edit[]): string {
  let result = '';
  let from = 0;
  for (const edit of edits) {
    result += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return result + text.slice(from);
}

function hasText(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) > 0x20) return true;
  return false;
}
