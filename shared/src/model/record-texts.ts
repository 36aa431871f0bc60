import type { Condition, Path, Step } from './mapping-path.ts';
import { itemsOf, type RecordNode, type RecordValue } from './record-node.ts';

/** Longer texts are not compared with conditions, in characters. */
const MAX_COMPARED_LENGTH = 300;

/** A text without words. */
const FLAG = /^(?:\d+|true|false|yes|no|y|n)$/i;

/** By far the most paths find nothing in a record. */
const NONE: readonly string[] = [];

/** What the text of an element is. */
type Read = (value: RecordValue) => string;

/** Every non-empty text at the path, in the order of the record. */
export function textsAt(record: RecordNode, path: Path, read: Read = textOf): readonly string[] {
  if (path.plainName !== null && record[path.plainName] === undefined) return NONE;
  if (path.constant !== null) return [path.constant];
  const texts: string[] = [];
  for (const steps of path.parts) collect(record, steps, 0, texts, read);
  return path.transform === null ? texts : transformed(texts, path.transform);
}

function transformed(texts: string[], transform: NonNullable<Path['transform']>): string[] {
  return texts.flatMap((text) => transform(text) || []);
}

/** The first non-empty text at the path, or null. */
export function textAt(record: RecordNode, path: Path, read: Read = textOf): string | null {
  // By far the most paths are one plain name with one text.
  if (path.plainName !== null && path.transform === null) {
    const value = record[path.plainName];
    if (value === undefined) return null;
    if (typeof value === 'string') return value.trim() || null;
  }
  return textsAt(record, path, read)[0] ?? null;
}

/**
 * The text at the path, or of a path in parts ('a+b') the texts of all, a line each; null where there is none. An
 * element that holds its text in elements has one of lines too, without the flags and numbers among them.
 */
export function wholeTextAt(record: RecordNode, path: Path): string | null {
  if (path.parts.length === 1) return textAt(record, path, linesOf);
  return textsAt(record, path, linesOf).join('\n') || null;
}

/** The type of an Atom text, at a path of one name (RFC 4287, 3.1.1); null for any other and for none. */
export function textTypeAt(record: RecordNode, path: Path): 'text' | 'html' | 'xhtml' | null {
  const steps = path.parts[0] ?? [];
  const name = steps.length === 1 ? steps[0]?.name : undefined;
  const value = name === undefined ? undefined : ownValue(record, name);
  if (typeof value !== 'object') return null;
  const element = Array.isArray(value) ? value[0] : value;
  const type = typeof element === 'object' ? element['@type'] : null;
  return type === 'text' || type === 'html' || type === 'xhtml' ? type : null;
}

function collect(node: RecordNode, steps: Step[], index: number, texts: string[], read: Read): void {
  const step = steps[index];
  if (!step) return;
  for (const value of valuesOf(node, step)) {
    for (const item of itemsOf(value)) {
      if (step.conditions !== null && !holds(item, step.conditions)) continue;
      if (index === steps.length - 1) {
        const text = read(item);
        if (text !== '') texts.push(text);
      } else if (typeof item === 'object') collect(item, steps, index + 1, texts, read);
    }
  }
}

/** The values of xml:base on the elements of a path, from the outermost to the one of the first text. */
export function basesAt(record: RecordNode, path: Path): string[] {
  const [steps = []] = path.parts;
  const bases: string[] = [];
  let node = record;
  for (const [i, step] of steps.entries()) {
    const rest = steps.slice(i + 1);
    const items = valuesOf(node, step).flat();
    const item = items.find((candidate) => {
      if (typeof candidate === 'string' || (step.conditions && !holds(candidate, step.conditions)))
        return false;
      const texts: string[] = [];
      collect(candidate, rest, 0, texts, textOf);
      return rest.length === 0 ? textOf(candidate) !== '' : texts.length > 0;
    });
    if (typeof item !== 'object') return bases;
    const base = item['@xml:base'];
    if (typeof base === 'string') bases.push(base);
    node = item;
  }
  return bases;
}

function valuesOf(node: RecordNode, step: Step): RecordValue[] {
  if (step.local === null) {
    const value = ownValue(node, step.name);
    return value === undefined ? [] : [value];
  }
  const values: RecordValue[] = [];
  for (const name in node) {
    if (!name.endsWith(step.local) || name.startsWith('@')) continue;
    const before = name.length - step.local.length - 1;
    const value = node[name];
    if (value !== undefined && (before < 0 || name[before] === ':')) values.push(value);
  }
  return values;
}

function ownValue(node: RecordNode, name: string): RecordValue | undefined {
  return Object.hasOwn(node, name) ? node[name] : undefined;
}

function holds(item: string | RecordNode, conditions: Condition[]): boolean {
  for (const { name, equals, value } of conditions) {
    const found = typeof item === 'object' && Object.hasOwn(item, name) ? shortText(item[name]) : '';
    if ((found === value) !== equals) return false;
  }
  return true;
}

/** Of an attribute or a child element, to be compared. */
function shortText(value: RecordValue | undefined): string {
  return typeof value === 'string' && value.length <= MAX_COMPARED_LENGTH ? value.trim().toLowerCase() : '';
}

/** The text of an element: its own, or that of the elements in it. */
export function textOf(value: RecordValue): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(' ');
  return ownText(value) || childrenOf(value).map(textOf).filter(Boolean).join(', ');
}

/** The same in lines, a line for each element with words. */
function linesOf(value: RecordValue): string {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value) && ownText(value) !== '') return ownText(value);
  const lines = (Array.isArray(value) ? value : childrenOf(value)).map(linesOf);
  return lines.filter((line) => line !== '' && !FLAG.test(line)).join('\n');
}

function ownText(node: RecordNode): string {
  const own = node['#text'];
  return typeof own === 'string' ? own.trim() : '';
}

function childrenOf(node: RecordNode): RecordValue[] {
  return Object.entries(node).flatMap(([name, child]) =>
    name.startsWith('@') || name === '#text' ? [] : [child],
  );
}
