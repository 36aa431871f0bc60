import { localName } from '../../record/local-name.ts';
import { SECTIONS } from '../markup.ts';
import { Markup, MarkupScanner } from './markup-scanner.ts';

const { cdata } = SECTIONS;

/** Shorter start tags cannot declare the type, whatever their name. */
const LEAST_LENGTH = '< type="xhtml">'.length;
const XHTML_TYPE = /\stype\s*=\s*["']xhtml["']/i;

interface MarkupElement {
  name: string;
  contentStart: number;
  contentEnd: number;
  children: MarkupElement[];
  closed: boolean;
  hasText: boolean;
}

/** Whether a start tag declares that its content is XHTML. */
export function declaresXhtml(text: string, start: number, end: number, name: string): boolean {
  return end - start >= LEAST_LENGTH + name.length && XHTML_TYPE.test(text.slice(start, end));
}

/**
 * The content of an XHTML element as HTML: without the `div` that belongs to the format (RFC 4287, 3.1.1.3), and
 * without the prefix of its elements. Its entities stay as they are: escaped text is text.
 */
export function htmlOf(text: string, element: MarkupElement): string {
  const wrapper = wrapperOf(element) ?? element;
  const first = element.children[0]?.name ?? '';
  const prefix = first.slice(0, first.indexOf(':') + 1);
  const inner = text.slice(wrapper.contentStart, wrapper.contentEnd);
  const scanner = new MarkupScanner(inner);
  let html = '';
  let from = 0;
  while (scanner.next()) {
    html +=
      inner.slice(from, scanner.start) + htmlMark(inner.slice(scanner.start, scanner.end), scanner, prefix);
    from = scanner.end;
  }
  return html + inner.slice(from);
}

/** The only child, if it is a `div` and nothing is beside it. */
function wrapperOf({ children, hasText }: MarkupElement): MarkupElement | null {
  const [only] = children;
  const isWrapper = children.length === 1 && only?.closed && !hasText && localName(only.name) === 'div';
  return isWrapper ? only : null;
}

function htmlMark(mark: string, { kind, name }: MarkupScanner, prefix: string): string {
  if (kind === Markup.cdata) return escaped(mark.slice(cdata.start.length, -cdata.end.length));
  if (kind === Markup.bare || kind === Markup.cut) return escaped(mark);
  if (kind > Markup.empty || prefix === '' || !name.startsWith(prefix)) return mark;
  const at = kind === Markup.close ? 2 : 1;
  return mark.slice(0, at) + mark.slice(at + prefix.length);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
