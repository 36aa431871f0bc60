import { localName } from '../../record/local-name.ts';
import { isJobList, isOther, Sureness, surenessOf } from '../record-names.ts';

/*
 * The elements of the beginning of a document by their paths, and what is asked of them to find the record.
 */

/** An element that occurs more than once, and how often. */
export interface Repeated {
  name: string;
  count: number;
}

/** Weights of the evidence that an element is a record. */
export const RANKS = {
  [Sureness.none]: 0,
  [Sureness.any]: 10,
  [Sureness.offer]: 20,
  [Sureness.job]: 30,
} as const;
const IN_ITS_LIST = 5;
const IN_A_JOB_LIST = 15;
const IN_ANOTHER_LIST = 1;

/** All elements with the same path from the root. */
export class Kind {
  readonly name: string;
  readonly local: string;
  readonly parent: Kind | null;
  /** 1 for the root. */
  readonly depth: number;
  /** Of the first one. */
  readonly start: number;
  readonly sureness: Sureness;
  readonly children = new Map<string, Kind>();
  count = 0;
  holdsElements = false;
  /** At least one of them has a text and no elements. Only known of roots, lists of jobs and errors. */
  holdsText = false;
  /** At least one of them is an error that is set. */
  isError = false;
  hasTitle = false;
  /** Of an unknown name: the attributes are those of a record. */
  hasAttributes = false;
  /** As a record; 0 if none of the elements looks like one. */
  rank = 0;

  constructor(name: string, start: number, parent: Kind | null) {
    this.name = name;
    this.local = localName(name);
    this.start = start;
    this.parent = parent;
    this.depth = (parent?.depth ?? 0) + 1;
    this.sureness = surenessOf(this.local);
  }

  child(name: string, start: number): Kind {
    const known = this.children.get(name);
    if (known) return known;
    const child = new Kind(name, start, this);
    this.children.set(name, child);
    return child;
  }

  path(): string[] {
    const path: string[] = [];
    for (let at: Kind | null = this; at; at = at.parent) path.unshift(at.name);
    return path;
  }
}

/** How much the names of an element and of the one around it say that it is a record. */
export function rankOf({ sureness, depth, parent }: Kind): number {
  const around = parent?.local ?? '';
  const rank = RANKS[sureness];
  if (sureness !== Sureness.any) return depth === 2 || isJobList(around) ? rank + IN_ITS_LIST : rank;
  if (isJobList(around)) return rank + IN_A_JOB_LIST;
  if (isOther(around)) return IN_ANOTHER_LIST;
  return depth === 2 ? rank + IN_ITS_LIST : rank;
}

/** By what does not depend on the order of the elements. */
export function nearerToRoot(a: Kind, b: Kind): number {
  if (a.depth !== b.depth) return a.depth - b.depth;
  return a.path().join('/') < b.path().join('/') ? -1 : 1;
}

/** Whether another element has the name of the record, and is none. */
export function isNamesake(other: Kind, record: Kind): boolean {
  return (
    other !== record &&
    other.name === record.name &&
    other.parent?.name !== record.parent?.name &&
    record.depth > 2 &&
    other.rank + IN_ITS_LIST < record.rank
  );
}

/** The repeated elements nearest to the root that hold elements, or the attributes of a record, and may be records. */
export function repeatedIn(root: Kind): Kind[] {
  const found: Kind[] = [];
  const visit = (parent: Kind, isWithinOther: boolean): void => {
    for (const kind of parent.children.values()) {
      const other = isOther(kind.local);
      const isRecord = kind.holdsElements || (kind.hasAttributes && (parent === root || !parent.hasTitle));
      if (kind.count > 1 && isRecord && !other && (!isWithinOther || kind.hasTitle)) found.push(kind);
      else visit(kind, isWithinOther || (other && kind.count > 1));
    }
  };
  visit(root, false);
  return found;
}

/** The first element with a title in it: the record of a list of one. */
export function titledIn(parent: Kind): Kind | null {
  for (const kind of parent.children.values()) {
    if (isOther(kind.local)) continue;
    const found = kind.hasTitle ? kind : titledIn(kind);
    if (found) return found;
  }
  return null;
}

/** The elements that occur more than once, the most frequent first; those that hold elements, if there are any. */
export function countRepeated(root: Kind, isCounted: (kind: Kind) => boolean): Repeated[] {
  const found: Kind[] = [];
  const visit = (parent: Kind): void => {
    for (const kind of parent.children.values()) {
      if (isCounted(kind)) found.push(kind);
      visit(kind);
    }
  };
  visit(root);
  const outer = sumByName(found.filter((kind) => kind.holdsElements));
  return outer.length > 0 ? outer : sumByName(found);
}

function sumByName(kinds: Kind[]): Repeated[] {
  const counts = new Map<string, number>();
  for (const { name, count } of kinds) counts.set(name, (counts.get(name) ?? 0) + count);
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort((a, b) => b[1] - a[1])
    .map(([name, count]) => ({ name, count }));
}

/** The lists of jobs with nothing in them. */
export function emptyListsIn(parent: Kind): Kind[] {
  return [...parent.children.values()].flatMap((kind) => {
    const isEmpty = isJobList(kind.local) && kind.children.size === 0 && !kind.holdsText;
    return isEmpty ? [kind] : emptyListsIn(kind);
  });
}

/** Whether an element is another one, or is in it. */
export function isWithin(inner: Kind, outer: Kind): boolean {
  for (let at: Kind | null = inner; at; at = at.parent) if (at === outer) return true;
  return false;
}

/** By its own name, or by that of the list around it. */
export function isNamedAsJob({ sureness, parent }: Kind): boolean {
  return sureness >= Sureness.offer || isJobList(parent?.local ?? '');
}

/** Whether an error is set in an element, however deep. */
export function hasError(parent: Kind): boolean {
  for (const kind of parent.children.values()) if (kind.isError || hasError(kind)) return true;
  return false;
}

/**
 * Whether a document says something in place of records: <jobs>disabled</jobs>, <rss><channel>disabled</channel></rss>.
 */
export function isMessage(root: Kind): boolean {
  return root.holdsText || root.children.get('channel')?.holdsText === true;
}
