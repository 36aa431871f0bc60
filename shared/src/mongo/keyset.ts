import type { Filter } from 'mongodb';

export type SortDirection = 1 | -1;

/** A position in a sorted list: the values of the sort field and of the field that breaks ties. */
export interface KeysetPosition<Value> {
  field: string;
  direction: SortDirection;
  /** Null only in descending order. */
  value: Value;
  tieField: string;
  tieValue: unknown;
}

/**
 * The rows after a position. The index is entered by the plain bound on the sort field; ties are resolved among
 * the remaining rows, so that a page deep in the list costs as much as the first.
 */
export function after<T>(position: KeysetPosition<Date | number | null>): Filter<T> {
  const { field, direction, value, tieField, tieValue } = position;
  const afterTie = direction === -1 ? { $lt: tieValue } : { $gt: tieValue };
  // In descending order nulls are last: only further nulls follow one.
  if (value === null) return { [field]: null, [tieField]: afterTie } as Filter<T>;
  // By negation, because null is smaller than everything and a plain comparison would leave it out.
  const inReach = direction === -1 ? { $not: { $gt: value } } : { $not: { $lt: value } };
  return {
    $and: [{ [field]: inReach }, { $or: [{ [field]: { $ne: value } }, { [tieField]: afterTie }] }],
  } as Filter<T>;
}
