/**
 * What an element holds: its text, or a node where it has attributes or children, or a list where the
 * element is repeated. Text is decoded: no entities, no CDATA marks.
 */
export type RecordValue = string | RecordNode | Array<string | RecordNode>;

/** An element by what is in it: children by lower-case name, attributes as '@name', own text as '#text'. */
export interface RecordNode {
  [name: string]: RecordValue;
}
