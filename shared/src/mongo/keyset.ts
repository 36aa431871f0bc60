import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor } from './cursor.ts';

/** An order of a list: by one of its fields. */
export interface Sort<By extends string = string> {
  by: By;
  order: 'asc' | 'desc';
}

/** The order that a text such as `-startedAt` means: a minus is for the largest first. */
export function sortOf<By extends string>(text: By | `-${By}`): Sort<By> {
  const by = text.replace('-', '') as By;
  return { by, order: text.startsWith('-') ? 'desc' : 'asc' };
}

export function directionOf({ order }: Sort): 1 | -1 {
  return order === 'desc' ? -1 : 1;
}

/** A place in a list: the values of the field that it is sorted by, of a date in ms, and of the one that breaks ties. */
interface Place {
  /** Null only in descending order. */
  value: number | null;
  tie: string;
}

/** What a cursor keeps of a place: see `toPage`. */
export function keyOf(sort: Sort, { value, tie }: Place): unknown {
  return { s: markOf(sort), v: value, r: tie };
}

/**
 * The place of a cursor.
 *
 * @param tie what the value that breaks ties is like
 * @throws FeedflowError 'request-invalid' also for the cursor of a list in another order, where it means another place
 */
export function placeOf(cursor: string, sort: Sort, tie: z.ZodType<string>): Place {
  const stored = z
    .object({ s: z.literal(markOf(sort)), v: z.number().min(-8.64e15).max(8.64e15).nullable(), r: tie })
    .refine(({ v }) => v !== null || sort.order === 'desc');
  const { v: value, r } = decodeCursor(cursor, stored);
  return { value, tie: r };
}

function markOf({ by, order }: Sort): string {
  return `${order} ${by}`;
}

/**
 * The rows after a place. The index is entered by the plain bound on the sort field; ties are resolved among
 * the remaining rows, so that a page deep in the list costs as much as the first.
 *
 * @param place.field the one that the list is sorted by; place.tieField the one that breaks ties
 */
export function after<T>(
  { order }: Sort,
  place: { field: string; value: Date | number | null; tieField: string; tieValue: unknown },
): Filter<T> {
  const { field, value, tieField, tieValue } = place;
  const isDescending = order === 'desc';
  const afterTie = isDescending ? { $lt: tieValue } : { $gt: tieValue };
  // In descending order nulls are last: only further nulls follow one.
  if (value === null) return { [field]: null, [tieField]: afterTie } as Filter<T>;
  // By negation, because null is smaller than everything and a plain comparison would leave it out.
  const inReach = isDescending ? { $not: { $gt: value } } : { $not: { $lt: value } };
  return {
    $and: [{ [field]: inReach }, { $or: [{ [field]: { $ne: value } }, { [tieField]: afterTie }] }],
  } as Filter<T>;
}
