import { localName } from '../../record/local-name.ts';
import { isMarkupField } from '../../record/markup-fields.ts';
import { hasText } from '../markup.ts';
import { OpenElements } from '../open-elements.ts';
import { isTitle, Sureness, surenessOf } from '../record-names.ts';
import { isHtmlName } from './html-names.ts';
import { Markup, MarkupScanner } from './markup-scanner.ts';
import { declaresXhtml } from './xhtml.ts';

/** More tags than this in one record, or elements nested deeper, are an attack or nonsense. */
export const MAX_TAGS = 10_000;
const MAX_OPEN = 1000;
export const MAX_DEPTH = 60;
export const MAX_TAG_LENGTH = 32 * 1024;

/** HTML elements that have no end tag and no namesake among the fields of feeds. */
const VOID_ELEMENTS = new Set(['br', 'hr', 'img', 'wbr']);

/** What may hold HTML: a field by its name, or a part of such a field. */
export type MarkupKind = 'field' | 'part';

/** One element, or a tag that is no element: a bare '<', a stray end tag, a start tag that is never closed. */
export interface Element {
  name: string;
  start: number;
  contentStart: number;
  /** Start of its end tag; -1 while open, or if it never ends. */
  contentEnd: number;
  end: number;
  depth: number;
  children: Element[];
  /** Ends properly: with an end tag, or as an empty element. */
  closed: boolean;
  /** Not an element but text that looks like one. */
  text: boolean;
  /** Its attributes cannot be read. */
  irregular: boolean;
  /** It has text other than white space directly in it. */
  hasText: boolean;
  /** Its start tag declares that its content is XHTML. */
  xhtml: boolean;
  /** Null if the elements in it are those of the feed, whatever their names. */
  markup: MarkupKind | null;
  /** Some of its children are HTML, or no elements at all. */
  hasHtml: boolean;
  /** Some of its children are elements of the feed. */
  hasFields: boolean;
  /** Names of its children, of an element that may hold HTML with children of different names. */
  names: Set<string> | null;
  /** Children of one name have others between them: as fields they would lose their order. */
  inTurns: boolean;
}

/** Thrown for a record that cannot be mended. */
export class HopelessRecord extends Error {
  override readonly name = 'HopelessRecord';
}

/** A record as the elements it consists of. */
export interface Outline {
  root: Element;
  /** Nothing has to be mended. */
  sound: boolean;
}

/**
 * Finds the elements of a record, and the tags that are no elements.
 * @throws HopelessRecord if limits on tags, depth or tag length are exceeded, or its start tag cannot be read
 */
export function readOutline(text: string): Outline {
  const scanner = new MarkupScanner(text);
  const root = rootElement(scanner);
  if (root.closed) return { root, sound: !root.irregular };
  const open = new OpenElements<Element>();
  open.push(root);
  let sound = !root.irregular;
  let tags = 1;
  let from = scanner.end;
  for (let top = open.top; top && scanner.next(); top = open.top) {
    if (!top.hasText) top.hasText = hasText(text, from, scanner.start);
    from = scanner.end;
    if (++tags > MAX_TAGS) throw new HopelessRecord(`it has more than ${MAX_TAGS} tags`);
    if (scanner.end - scanner.start > MAX_TAG_LENGTH && scanner.kind <= Markup.empty) {
      throw new HopelessRecord(`it has a tag longer than ${MAX_TAG_LENGTH} characters`);
    }
    sound = addMarkup(scanner, open, top) && sound;
  }
  if (open.length > 0) sound = false;
  return { root, sound };
}

function rootElement(scanner: MarkupScanner): Element {
  if (!scanner.next() || (scanner.kind !== Markup.open && scanner.kind !== Markup.empty)) {
    throw new HopelessRecord('its start tag cannot be read');
  }
  return element(scanner, null);
}

/** Adds the scanner's current markup to the outline. @returns whether it is well-formed */
function addMarkup(scanner: MarkupScanner, open: OpenElements<Element>, top: Element): boolean {
  switch (scanner.kind) {
    case Markup.open: {
      const child = element(scanner, top);
      if (isVoidName(child.name)) {
        addText(top, child);
        return false;
      }
      addElement(top, child);
      open.push(child);
      if (open.length > MAX_OPEN) throw new HopelessRecord(`its elements are nested deeper than ${MAX_OPEN}`);
      return open.length <= MAX_DEPTH && !child.irregular && isPlainParent(top);
    }
    case Markup.empty: {
      const child = element(scanner, top);
      addElement(top, child);
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
    default:
      addText(top, element(scanner, top));
      return false;
  }
}

function closeOutOfOrder(scanner: MarkupScanner, open: OpenElements<Element>, top: Element): false {
  const ended = open.close(scanner.name);
  if (ended) close(ended, scanner);
  else addText(top, element(scanner, top));
  return false;
}

function addElement(parent: Element, child: Element): void {
  // What is in a job has no order.
  if (parent.markup !== null && child.markup !== null) findTurns(parent, child.name);
  parent.children.push(child);
  if (isHtmlIn(parent.markup, child.name)) parent.hasHtml = true;
  else parent.hasFields = true;
}

function findTurns(parent: Element, name: string): void {
  const last = parent.children.at(-1)?.name;
  if (last === undefined || last === name || parent.inTurns) return;
  parent.names ??= new Set();
  parent.names.add(last);
  parent.inTurns = parent.names.has(name);
}

function addText(parent: Element, child: Element): void {
  parent.children.push(child);
  child.text = true;
  parent.hasHtml = true;
}

function element(scanner: MarkupScanner, parent: Element | null): Element {
  const name = scanner.kind <= Markup.empty ? scanner.name : '';
  const closed = scanner.kind === Markup.empty;
  return {
    name,
    start: scanner.start,
    contentStart: scanner.end,
    contentEnd: closed ? scanner.end : -1,
    end: scanner.end,
    depth: parent === null ? 0 : parent.depth + 1,
    children: [],
    closed,
    irregular: scanner.kind !== Markup.close && scanner.kind <= Markup.empty && scanner.irregular,
    text: false,
    hasText: false,
    xhtml:
      scanner.kind === Markup.open && declaresXhtml(scanner.text, scanner.start, scanner.end, scanner.name),
    markup: parent === null ? null : markupKind(name, parent.markup),
    hasHtml: false,
    hasFields: false,
    names: null,
    inTurns: false,
  };
}

function close(target: Element, scanner: MarkupScanner): void {
  target.contentEnd = scanner.start;
  target.end = scanner.end;
  target.closed = true;
}

/** A parent may hold elements; one that holds text beside them, or is a markup field, holds HTML. */
function isPlainParent(parent: Element): boolean {
  return parent.depth === 0 || !(parent.hasText || parent.xhtml || holdsHtml(parent));
}

/** Whether the elements in an element are its text: HTML, or elements whose order matters. */
export function holdsHtml({ markup, hasHtml, hasFields, inTurns }: Element): boolean {
  return inTurns || (hasHtml && (markup === 'field' || (markup === 'part' && !hasFields)));
}

/**
 * What an element below the record itself is. What is in a job is the job's, wherever the job is.
 *
 * @param name in lower case
 * @param around of the element around it
 */
export function markupKind(name: string, around: MarkupKind | null): MarkupKind | null {
  if (isMarkupField(name)) return 'field';
  return around === null || surenessOf(localName(name)) === Sureness.job ? null : 'part';
}

/** Whether an element of this name is HTML where it is. The title of a part is one of its fields. */
export function isHtmlIn(around: MarkupKind | null, name: string): boolean {
  return isHtmlName(name) && !(around === 'part' && isTitle(name));
}

/** Whether an element of this name has no end tag. */
export function isVoidName(name: string): boolean {
  return VOID_ELEMENTS.has(name);
}
