import { remember } from '@feedflow/shared/values/remember';

/** Names that are no safe properties of an object; a `constructor` may well be an employer. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** A name that was read as one character per byte. */
export function utf8Name(bytes = ''): string {
  return Buffer.from(bytes, 'latin1').toString();
}

/** Turns the name of an element as written into the name of its property. */
export type Rename = (name: string) => string;

/**
 * Lower case, and without `prefix` if a name has it (a feed that writes <atom:title> for all of Atom).
 *
 * @param prefix null for none
 */
export function createElementNames(prefix: string | null): Rename {
  const drop = prefix === null ? null : `${prefix.toLowerCase()}:`;
  return remember((name) => {
    const lower = name.toLowerCase();
    const local = drop !== null && lower.startsWith(drop) ? lower.slice(drop.length) : lower;
    return RESERVED.has(local) ? `_${local}` : local;
  });
}

/** Lower case. */
export function createAttributeNames(): Rename {
  return remember((name) => name.toLowerCase());
}
