import { XMLParser } from 'fast-xml-parser';
import type { RecordNode } from '../record.ts';
import { decodeEntities } from './entities.ts';
import { asciiLower } from './markup-scanner.ts';
import type { MendedRecord } from './mend.ts';

/** Names that fast-xml-parser refuses to make properties of; a `constructor` may well be an employer. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * A parser of single well-formed elements. All names come out in lower case, without `prefix` where they
 * have it (a feed that writes <atom:title> for all of Atom). Nothing is guessed: '007' stays '007'.
 *
 * Entities are decoded by us, in text and attributes but not in CDATA: the parser knows too few of them
 * and keeps counts that an honest feed exceeds. A DOCTYPE never reaches it.
 */
export function createFragmentParser(prefix: string | null): (record: MendedRecord) => RecordNode {
  const drop = prefix === null ? null : `${asciiLower(prefix)}:`;
  const rename = remembered((name) => {
    const lower = asciiLower(name);
    const local = drop !== null && lower.startsWith(drop) ? lower.slice(drop.length) : lower;
    return RESERVED.has(local) ? `_${local}` : local;
  });
  const aside = new TextsAside();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#text',
    parseTagValue: false,
    parseAttributeValue: false,
    // Trimmed later: here it would join words on either side of a CDATA section.
    trimValues: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    jPath: false,
    processEntities: true,
    entityDecoder: {
      decode: (text) => decodeEntities(aside.take(text)),
      reset() {},
      setXmlVersion() {},
      addInputEntities() {},
      setExternalEntities() {},
    },
    transformTagName: rename,
    transformAttributeName: remembered(asciiLower),
  });
  return (record) => {
    const document = parser.parse(aside.put(record)) as RecordNode;
    for (const value of Object.values(document)) {
      if (typeof value === 'object' && !Array.isArray(value)) return value;
      if (typeof value === 'string') return value === '' ? {} : { '#text': value };
    }
    return {};
  };
}

/** Feeds use the same few names over and over; a hostile one must not fill the memory with others. */
const MAX_NAMES = 1000;

function remembered(rename: (name: string) => string): (name: string) => string {
  const known = new Map<string, string>();
  return (name) => {
    const before = known.get(name);
    if (before !== undefined) return before;
    const renamed = rename(name);
    if (known.size < MAX_NAMES) known.set(name, renamed);
    return renamed;
  };
}

const MARK = { start: '\ue000', end: '\ue001' };
const MARKED = /\ue000(\d{1,6})\ue001/g;

/**
 * The parser goes through text character by character. What is long is put aside before, with a mark in
 * its place, and taken back where the parser has a text decoded; what only indents is left out. That
 * makes it more than twice as fast.
 */
class TextsAside {
  #texts: string[] = [];

  put({ xml, gaps }: MendedRecord): string {
    this.#texts = [];
    let short = '';
    let from = 0;
    for (const { start, end, text } of gaps) {
      short += xml.slice(from, start);
      from = end;
      if (!text) continue;
      short += MARK.start + this.#texts.length + MARK.end;
      this.#texts.push(xml.slice(start, end));
    }
    return from === 0 ? xml : short + xml.slice(from);
  }

  take(text: string): string {
    if (this.#texts.length === 0 || !text.includes(MARK.start)) return text;
    return text.replace(MARKED, (mark, index) => this.#texts[index]?.replace(/\r\n?/g, '\n') ?? mark);
  }
}
