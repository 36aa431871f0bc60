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
  const rename = (name: string): string => {
    const lower = asciiLower(name);
    const local = drop !== null && lower.startsWith(drop) ? lower.slice(drop.length) : lower;
    return RESERVED.has(local) ? `_${local}` : local;
  };
  const aside = new TextsAside();
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    textNodeName: '#text',
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: true,
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
    transformAttributeName: asciiLower,
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

const MARK = '\ue000';
const MARKED = /^\ue000(\d+)$/;

/**
 * The parser goes through text character by character. What is long is put aside before, with a mark in
 * its place, and taken back where the parser has a text decoded: that makes it twice as fast.
 */
class TextsAside {
  #texts: string[] = [];

  put({ xml, longTexts }: MendedRecord): string {
    this.#texts = [];
    if (longTexts.length === 0) return xml;
    let short = '';
    let from = 0;
    for (let i = 0; i < longTexts.length; i += 2) {
      const [start = 0, end = 0] = longTexts.slice(i, i + 2);
      short += `${xml.slice(from, start)}${MARK}${this.#texts.length}`;
      this.#texts.push(xml.slice(start, end));
      from = end;
    }
    return short + xml.slice(from);
  }

  take(text: string): string {
    const index = text.startsWith(MARK) ? MARKED.exec(text)?.[1] : undefined;
    const put = index === undefined ? undefined : this.#texts[Number(index)];
    return put === undefined ? text : put.trim().replace(/\r\n?/g, '\n');
  }
}
