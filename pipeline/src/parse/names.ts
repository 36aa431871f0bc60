import { asciiLower } from './record/markup-scanner.ts';

/** Names that are no safe properties of an object; a `constructor` may well be an employer. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** Feeds use the same few names over and over; a hostile one must not fill the memory with others. */
const MAX_NAMES = 1000;
const MAX_REMEMBERED_LENGTH = 100;

/** Turns the name of an element as written into the name of its property. */
export type Rename = (name: string) => string;

/**
 * Lower case, and without `prefix` where a name has it (a feed that writes <atom:title> for all of Atom).
 *
 * @param prefix null for none
 */
export function createElementNames(prefix: string | null): Rename {
  const drop = prefix === null ? null : `${asciiLower(prefix)}:`;
  return remembered((name) => {
    const lower = asciiLower(name);
    const local = drop !== null && lower.startsWith(drop) ? lower.slice(drop.length) : lower;
    return RESERVED.has(local) ? `_${local}` : local;
  });
}

/** Lower case. */
export function createAttributeNames(): Rename {
  return remembered(asciiLower);
}

/** A part that is cut out of a text keeps all of that text in memory; a copy does not. */
function copyOf(part: string): string {
  return Buffer.from(part).toString();
}

function remembered(rename: Rename): Rename {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const renamed = rename(name);
    if (known.size < MAX_NAMES && name.length <= MAX_REMEMBERED_LENGTH)
      known.set(copyOf(name), copyOf(renamed));
    return renamed;
  };
}
