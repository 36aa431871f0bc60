import { localName } from '../../record/local-name.ts';
import { MarkSearch } from '../mark-search.ts';
import { CODE, SECTIONS, sectionAt } from '../markup.ts';
import { Sureness, surenessOf } from '../record-names.ts';
import { type Element, holdsHtml, MAX_DEPTH, readOutline } from './outline.ts';
import { htmlOf } from './xhtml.ts';

const { cdata } = SECTIONS;

/**
 * Makes one record well-formed, so that an XML parser reads it as its author meant it, and returns the
 * same string if it already is. Mended are: HTML that was not escaped (it becomes the text of its field), a '<' that
 * starts no tag, stray end tags, fields and records without their end tag.
 * @throws HopelessRecord if limits on tags, depth or tag length are exceeded, or its start tag cannot be read
 */
export function mend(record: string): string {
  const { sound, root } = readOutline(record);
  if (sound) return record;
  const edits: Edit[] = [];
  mendElement(record, root, edits);
  return apply(record, edits);
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Collects the changes within `parent`, in text order. */
function mendElement(text: string, parent: Element, edits: Edit[]): void {
  if (parent.irregular) mendTag(text, parent, edits);
  if (holdsMarkup(parent)) {
    edits.push({ start: parent.contentStart, end: parent.contentEnd, text: asText(text, parent) });
    return;
  }
  mendChildren(text, parent.children, edits);
  if (!parent.closed)
    edits.push({ start: text.length, end: text.length, text: `</${nameOf(text, parent)}>` });
}

function mendChildren(text: string, children: Element[], edits: Edit[]): void {
  for (const child of children) {
    if (child.text) edits.push({ start: child.start, end: child.end, text: '' });
    else if (child.closed) mendElement(text, child, edits);
    else {
      closeField(text, child, edits);
      mendChildren(text, child.children, edits);
    }
  }
}

/** A field without its end tag ends where the next tag begins; its children are really its siblings. */
function closeField(text: string, field: Element, edits: Edit[]): void {
  if (field.irregular) mendTag(text, field, edits);
  const next = text.indexOf('<', field.contentStart);
  const at = next === -1 ? text.length : next;
  edits.push({ start: at, end: at, text: `</${nameOf(text, field)}>` });
}

/** Removes attributes that cannot be read. */
function mendTag(text: string, element: Element, edits: Edit[]): void {
  const { start, contentStart } = element;
  const slash = text.charCodeAt(contentStart - 2) === CODE.slash ? '/' : '';
  edits.push({ start, end: contentStart, text: `<${nameOf(text, element)}${slash}>` });
}

/** The name as it is written. */
function nameOf(text: string, { start, name }: Element): string {
  return text.slice(start + 1, start + 1 + name.length);
}

function holdsMarkup(candidate: Element): boolean {
  if (candidate.depth === 0 || candidate.children.length === 0) return false;
  if (candidate.depth >= MAX_DEPTH || candidate.hasText || candidate.xhtml) return true;
  return holdsHtml(candidate) || (candidate.markup === 'field' && candidate.children.some(isNoField));
}

/** An element that never ends, as in HTML; a job is one nevertheless. */
function isNoField({ closed, name }: Element): boolean {
  return !closed && surenessOf(localName(name)) !== Sureness.job;
}

/** The content as text, exactly as it is written, including tags. */
function asText(text: string, parent: Element): string {
  if (parent.xhtml) return inCdata(htmlOf(text, parent));
  const parts = parent.inTurns ? partsOf(parent) : [parent];
  const inner = parts.map((part) => text.slice(part.contentStart, part.contentEnd)).join('\n');
  const tagged = parts.some(({ children }) => children.some((child) => child.name !== ''));
  // Only a stray '<', or escaped HTML beside unescaped: its entities still have to be decoded.
  if (!tagged || /&lt;\/?[a-z]/i.test(inner)) {
    return replaceMarks(inner, '&lt;', (section) => section);
  }
  const plain = replaceMarks(inner, '<', (section) => section.slice(cdata.start.length, -cdata.end.length));
  return inCdata(plain);
}

/** The elements with a text of an element in which only elements of the feed are; of any other, the element itself. */
function partsOf(element: Element): Element[] {
  const { hasText, hasHtml, children } = element;
  const isText = hasText || hasHtml || children.some((child) => !child.closed);
  return isText || children.length === 0 ? [element] : children.flatMap(partsOf);
}

function inCdata(text: string): string {
  return `${cdata.start}${text.replaceAll(cdata.end, ']]&gt;')}${cdata.end}`;
}

/** Replaces each CDATA section, and each other '<'. */
function replaceMarks(text: string, lt: string, onSection: (section: string) => string): string {
  const ends = new MarkSearch(text, cdata.end);
  let result = '';
  let from = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', from)) {
    const end = sectionAt(text, at) === cdata ? ends.next(at + cdata.start.length) : -1;
    result += text.slice(from, at) + (end === -1 ? lt : onSection(text.slice(at, end + cdata.end.length)));
    from = end === -1 ? at + 1 : end + cdata.end.length;
  }
  return result + text.slice(from);
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
