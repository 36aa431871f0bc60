import { inputLimits } from '@feedflow/shared/model/input-limits';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { compilePath } from '@feedflow/shared/model/mapping-path';
import type { RecordNode, RecordValue } from '@feedflow/shared/model/record-node';

/** An element or attribute of a record, as one row of a tree. */
export interface RecordRow {
  id: string;
  level: number;
  /** Among the rows of the same element, from 1. */
  position: number;
  siblings: number;
  /** "@id" of an attribute, ".." above the elements around the record. */
  name: string;
  /** Null of an element that holds only elements. */
  text: string | null;
  /** Where a mapping finds it; null if no path can name it. */
  path: string | null;
}

/** What distinguishes elements of the same name, in the order of preference. */
const KEYS = [
  '@rel',
  '@name',
  '@key',
  '@domain',
  '@label',
  '@field',
  '@type',
  '@lang',
  '@xml:lang',
  'name',
  'key',
  'label',
];
const MAX_KEY_LENGTH = 60;

/** All elements and attributes of a record in their order, each below the one that it is in. */
export function recordRows(record: RecordNode): RecordRow[] {
  const rows: RecordRow[] = [];
  addRows(record, { id: '', path: '', level: 1 }, rows);
  return rows;
}

function addRows(
  node: RecordNode,
  above: { id: string; path: string | null; level: number },
  rows: RecordRow[],
): void {
  const items = Object.entries(node).flatMap(([name, value]) => itemsOf(name, value));
  // The text of an element is in its own row.
  const shown = items.filter(({ name }) => name !== '#text' || above.level === 1);
  for (const [i, { name, value, condition }] of shown.entries()) {
    const step = name === '#text' ? '.' : `${name}${condition}`;
    const path = above.path === null ? null : usable(above.path === '' ? step : `${above.path}/${step}`);
    const id = `${above.id}/${i}`;
    const { level } = above;
    const text = typeof value === 'string' ? value.trim() : ownText(value);
    rows.push({
      id,
      level,
      position: i + 1,
      siblings: shown.length,
      name: name === '#text' ? 'text' : name,
      text,
      path,
    });
    if (typeof value !== 'string') addRows(value, { id, path, level: level + 1 }, rows);
  }
}

function itemsOf(name: string, value: RecordValue) {
  if (!Array.isArray(value)) return [{ name, value, condition: '' }];
  return value.map((item) => ({
    name,
    value: item,
    condition: value.length > 1 ? conditionOf(item, value) : '',
  }));
}

/** A condition that selects one of several elements; empty if none does. */
function conditionOf(item: string | RecordNode, all: readonly (string | RecordNode)[]): string {
  const key = KEYS.find((name) => {
    const text = keyText(item, name);
    return text !== null && all.filter((other) => keyText(other, name) === text).length === 1;
  });
  return key === undefined || typeof item === 'string' ? '' : `[${key}=${String(item[key]).trim()}]`;
}

function keyText(item: string | RecordNode, name: string): string | null {
  const value = typeof item === 'object' && Object.hasOwn(item, name) ? item[name] : undefined;
  if (typeof value !== 'string' || value.length > MAX_KEY_LENGTH) return null;
  const text = value.trim().toLowerCase();
  return text === '' || /[[\]"'\r\n]/.test(text) ? null : text;
}

function ownText(node: RecordNode): string | null {
  const own = node['#text'];
  return typeof own === 'string' && own.trim() !== '' ? own.trim() : null;
}

function usable(path: string): string | null {
  if (path.length > inputLimits.pathLength) return null;
  try {
    compilePath(path);
    return path;
  } catch {
    return null;
  }
}

const CONDITIONS = /\[[^\]]*\]/g;

/**
 * The fields that read each row: by its path, or by that of all elements of its name, which gives their first text, and
 * all of them for categories.
 *
 * @param users the fields that read each path, in lower case
 */
export function readersOf(
  rows: readonly RecordRow[],
  users: ReadonlyMap<string, readonly FieldName[]>,
): FieldName[][] {
  const found = new Set<string>();
  return rows.map(({ path, text }) => {
    if (path === null) return [];
    const own = users.get(path.toLowerCase()) ?? [];
    const plain = path.toLowerCase().replaceAll(CONDITIONS, '');
    if (plain === path.toLowerCase()) return [...own];
    const isFirst = text !== null && !found.has(plain);
    if (isFirst) found.add(plain);
    const shared = users.get(plain) ?? [];
    return [...new Set([...own, ...shared.filter((field) => isFirst || field === 'categories')])];
  });
}

/** The row that a key leads to, of `count` rows; null for other keys. */
export function rowAfterKey(key: string, index: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(index + 1, count - 1);
    case 'ArrowUp':
      return Math.max(index - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
