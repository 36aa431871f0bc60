import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import { AROUND, compilePath, isNameable } from '@feedflow/shared/model/mapping-path';
import { isNode, type RecordNode, type RecordValue } from '@feedflow/shared/model/record-node';
import { textAt, textsAt } from '@feedflow/shared/model/record-texts';
import { meaningOf, NAME_FIELDS, plainName, roleOf } from './field-names.ts';

/** The names behind the ids that records have, by the id. */
type NamesById = ReadonlyMap<string, string>;

/** A place in the records with ids of a list. */
export interface ListedPath {
  field: FieldName;
  path: string;
  names: NamesById;
  /** By its name it has nothing but ids: <region_id>. */
  isId: boolean;
}

interface HeadList {
  /** Of its elements and of the element around them, plain. */
  calledBy: ReadonlySet<string>;
  field: FieldName | null;
  names: NamesById;
}

const NAMES = ['.', '@name', '@title', '@label', 'name', 'title', 'label'].map(compilePath);
const IDS = ['@id', '@code', '@key', 'id', 'code'].map(compilePath);
/**
 * What the name of an element or attribute with an id ends with; or all of it, below the name of what it identifies.
 */
const ID_ENDING = /(?:ids?|code|ref|key)$/;
const ONLY_ID = /^(?:id|code|ref|idref|refid|key)$/;
/**
 * The share of the texts of a path that must be ids of a list, and of the elements of a list that have an id and a
 * name.
 */
const MIN_SHARE = 0.9;
const SEPARATOR = /[,;|]/;
const MAX_IDS = 100;
const MAX_DEPTH = 5;
const MAX_LISTS = 50;
const MAX_NAMES = 10_000;
const MAX_PATHS = 300;
const MAX_TEXT_LENGTH = 300;

/**
 * The places in the first records whose texts are ids of a list that stands before them: `<region
 * id="2">Praha</region>` among the regions of the feed, and `<region>2</region>` in its records.
 */
export function findListed(head: RecordNode, sample: RecordNode[]): ListedPath[] {
  const lists = listsIn(head);
  if (lists.length === 0) return [];
  const listed: ListedPath[] = [];
  for (const { path, stem, isId, texts, shown } of leavesOf(sample)) {
    const list = lists.find(
      ({ calledBy, names }) => calledBy.has(stem) && areIds(texts, names) && areIds(shown, names),
    );
    const field = list && (fieldOf(stem) ?? list.field);
    if (list && field) listed.push({ field, path, names: list.names, isId });
  }
  return listed;
}

function areIds(texts: readonly string[], names: NamesById): boolean {
  return texts.filter((text) => namesOf(text, names) !== null).length >= texts.length * MIN_SHARE;
}

/** The names behind a text with ids. Any other text is a name itself, or null where only ids are. */
export function readListed(text: string, { names, isId }: ListedPath): string | string[] | null {
  return namesOf(text, names) ?? (isId ? null : text);
}

/** The names behind an id, or several as in "2,3"; null if it is none. */
function namesOf(text: string, names: NamesById): string[] | null {
  const whole = names.get(text);
  if (whole !== undefined) return [whole];
  const found = text.split(SEPARATOR, MAX_IDS).map((id) => names.get(id.trim()));
  return found.every((name) => name !== undefined) ? found : null;
}

function listsIn(head: RecordNode): HeadList[] {
  const lists: HeadList[] = [];
  const visit = (nodes: RecordNode[], around: string, depth: number): void => {
    for (const [name, items] of elementsOf(nodes)) {
      const list = listOf(name, around, items);
      if (list && lists.length < MAX_LISTS) lists.push(list);
      if (depth < MAX_DEPTH) visit(items, name, depth + 1);
    }
  };
  visit([head], '', 1);
  return lists;
}

/**
 * The elements in some nodes that may have an id and a name, by their own names: <country><region>… of all countries.
 */
function elementsOf(nodes: RecordNode[]): Map<string, RecordNode[]> {
  const elements = new Map<string, RecordNode[]>();
  for (const node of nodes) {
    for (const [name, value] of Object.entries(node)) {
      if (name.startsWith('@')) continue;
      const items = [value].flat().filter((item) => typeof item === 'object');
      const known = elements.get(name) ?? [];
      for (const item of items) known.push(item);
      if (known.length > 0) elements.set(name, known);
    }
  }
  return elements;
}

/** Null if the elements have no ids and names, or two names for one id. */
function listOf(name: string, around: string, items: readonly RecordNode[]): HeadList | null {
  const names = new Map<string, string>();
  for (const item of items) {
    const id = firstOf(item, IDS);
    const text = firstOf(item, NAMES);
    if (id === null || text === null) continue;
    if ((names.get(id) ?? text) !== text || names.size === MAX_NAMES) return null;
    names.set(id, text);
  }
  const isList = names.size > 0 && names.size >= items.length * MIN_SHARE;
  const hasNames = [...names].some(([id, text]) => id !== text);
  if (!isList || !hasNames) return null;
  const calledBy = new Set([plainName(name), ...singularsOf(plainName(around))]);
  return { calledBy, field: [...calledBy].map(fieldOf).find((field) => field !== null) ?? null, names };
}

/** A name with its possible singulars: regions, regionlist, cities, branches. */
function singularsOf(name: string): string[] {
  const plural = name.replace(/list$/, '');
  return [name, plural, plural.replace(/s$/, ''), plural.replace(/es$/, ''), plural.replace(/ies$/, 'y')];
}

function firstOf(item: RecordNode, paths: typeof IDS): string | null {
  for (const path of paths) {
    const text = textAt(item, path);
    if (text !== null && text.length <= MAX_TEXT_LENGTH) return text;
  }
  return null;
}

function fieldOf(name: string): FieldName | null {
  const field = meaningOf(name)?.field;
  if (field !== undefined && NAME_FIELDS.has(field)) return field;
  const role = roleOf(name);
  if (role === 'place') return 'location';
  return role === 'company' || role === 'categories' ? role : null;
}

/** An element or attribute that may hold an id. */
interface Leaf {
  path: string;
  /** The name of what it identifies. */
  stem: string;
  isId: boolean;
  texts: readonly string[];
  /** The texts of the element with the id, if that is another: <region id="2">Praha</region> needs no list. */
  shown: readonly string[];
}

function leavesOf(sample: RecordNode[]): Leaf[] {
  const stems = new Map<string, string>();
  const visit = (node: RecordNode, path: string, around: string, depth: number): void => {
    for (const [name, value] of Object.entries(node)) {
      if (!isNameable(name) || name === AROUND) continue;
      const inner = path === '' ? name : `${path}/${name}`;
      const items: RecordValue[] = [value].flat();
      const stem = stemOf(plainName(name), around);
      if (stem !== '' && items.some(hasOwnText) && stems.size < MAX_PATHS) stems.set(inner, stem);
      if (depth === MAX_DEPTH) continue;
      for (const item of items) if (isNode(item)) visit(item, inner, plainName(name), depth + 1);
    }
  };
  for (const record of sample) visit(record, '', '', 1);
  const textsOf = (path: string): string[] => {
    const compiled = compilePath(path);
    return sample.flatMap((record) => textsAt(record, compiled));
  };
  return [...stems].map(([path, stem]) => {
    const slash = path.lastIndexOf('/');
    const isOnlyId = slash !== -1 && ONLY_ID.test(plainName(path.slice(slash + 1)));
    const shown = isOnlyId ? textsOf(path.slice(0, slash)) : [];
    return { path, stem, isId: plainName(path.slice(slash + 1)) !== stem, texts: textsOf(path), shown };
  });
}

function hasOwnText(value: RecordValue): boolean {
  if (typeof value === 'string') return value.trim() !== '' && value.length <= MAX_TEXT_LENGTH;
  const own = Array.isArray(value) ? undefined : value['#text'];
  return typeof own === 'string' && hasOwnText(own);
}

function stemOf(name: string, around: string): string {
  const own = ONLY_ID.test(name) ? around : name;
  return own.replace(ID_ENDING, '') || own;
}
