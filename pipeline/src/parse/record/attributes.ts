import { decodeEntities } from './entities.ts';

/** Starts at the start of a name: otherwise each letter of a long name would be tried. */
const ATTRIBUTE = /(?<![^\s=/"'>])([^\s=/"'>]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The attributes of a start tag, from its '<' on, by lower-case name. */
export function attributesOf(tag: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single] of tag.matchAll(ATTRIBUTE))
    attributes.set(name.toLowerCase(), decodeEntities(double ?? single ?? ''));
  return attributes;
}
