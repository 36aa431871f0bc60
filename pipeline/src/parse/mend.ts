import { type Element, MARKUP_FIELD, MAX_DEPTH, type Outline, readOutline } from './outline.ts';

/**
 * Makes one record well-formed, so that an XML parser reads it as its author meant it, and returns the
 * very same string where it is. What is mended: HTML that was not escaped (it becomes the text of its
 * field), a '<' that starts no tag, stray end tags, fields and records without their end tag.
 * @throws HopelessRecord where limits on tags, depth or tag length are exceeded, or nothing can be told
 */
export function mend(record: string, { sound, root }: Outline = readOutline(record)): string {
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

/** Collects, in order of place, what has to change within `parent`. */
function mendElement(text: string, parent: Element, edits: Edit[]): void {
  if (parent.irregular) {
    const slash = text.charCodeAt(parent.contentStart - 2) === 0x2f ? '/' : '';
    edits.push({ start: parent.start, end: parent.contentStart, text: `<${nameOf(text, parent)}${slash}>` });
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
  if (!parent.closed)
    edits.push({ start: text.length, end: text.length, text: `</${nameOf(text, parent)}>` });
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
  edits.push({ start: at, end: at, text: `</${nameOf(text, child)}>` });
}

/** The name as it is written. */
function nameOf(text: string, { start, name }: Element): string {
  return text.slice(start + 1, start + 1 + name.length);
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
