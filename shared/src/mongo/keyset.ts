import type { Filter } from 'mongodb';

export type SortDirection = 1 | -1;

/** A place in a list: the values of the sort field and of the field that breaks ties. */
export interface KeysetPlace<Value> {
  field: string;
  direction: SortDirection;
  /** Null only where the list goes downwards. */
  value: Value;
  tieField: string;
  tieValue: unknown;
}

/**
 * The rows behind a place. The index is entered by the plain bound on the sort field; ties are resolved among
 * the remaining rows, so that a page deep in the list costs as much as the first.
 */
export function behind<T>(place: KeysetPlace<Date | number | null>): Filter<T> {
  const { field, direction, value, tieField, tieValue } = place;
  const behindTie = direction === -1 ? { $lt: tieValue } : { $gt: tieValue };
  // Downwards null is the end of the list: behind it is only more of it.
  if (value === null) return { [field]: null, [tieField]: behindTie } as Filter<T>;
  // By negation, because null is smaller than everything and a plain comparison would leave it out.
  const inReach = direction === -1 ? { $not: { $gt: value } } : { $not: { $lt: value } };
  return {
    $and: [{ [field]: inReach }, { $or: [{ [field]: { $ne: value } }, { [tieField]: behindTie }] }],
  } as Filter<T>;
}
