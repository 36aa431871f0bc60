/**
 * What an element holds: its text, or a node where it has attributes or children, or a list where the
 * element is repeated. Text is decoded: no entities, no CDATA marks.
 */
export type RecordValue = string | RecordNode | Array<string | RecordNode>;

/** An element by what is in it: children by lower-case name, attributes as '@name', own text as '#text'. */
export interface RecordNode {
  [name: string]: RecordValue;
}

/** Whether a value is one element that has attributes or children. */
export function isNode(value: RecordValue | undefined): value is RecordNode {
  return typeof value === 'object' && !Array.isArray(value);
}

/** The elements of one name, repeated or not; none of a name that is absent. */
export function itemsOf(value: RecordValue | undefined): ReadonlyArray<string | RecordNode> {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Of the elements of one name, those with attributes or children. */
export function nodesOf(value: RecordValue | undefined): RecordNode[] {
  return itemsOf(value).filter((item) => typeof item === 'object');
}
