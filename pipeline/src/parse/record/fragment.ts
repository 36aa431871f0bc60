import { isNode, type RecordNode } from '@feedflow/shared/model/record-node';
import { XMLParser } from 'fast-xml-parser';
import { createAttributeNames, createElementNames } from '../names.ts';
import { decodeEntities } from './entities.ts';

/**
 * A parser of single well-formed elements. All names become lower case, and lose `prefix` if they have it
 * (a feed that writes <atom:title> for all of Atom). Values stay texts: '007' stays '007'.
 *
 * Entities are decoded here, in text and attributes but not in CDATA: the parser knows too few of them and has limits
 * that an honest feed exceeds. A DOCTYPE never reaches it.
 */
export function createFragmentParser(prefix: string | null): (xml: string) => RecordNode {
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
      decode: decodeEntities,
      reset() {},
      setXmlVersion() {},
      addInputEntities() {},
      setExternalEntities() {},
    },
    transformTagName: createElementNames(prefix),
    transformAttributeName: createAttributeNames(),
  });
  return (xml) => {
    const document = parser.parse(xml) as RecordNode;
    for (const value of Object.values(document)) {
      if (isNode(value)) return value;
      if (typeof value === 'string') return value === '' ? {} : { '#text': value };
    }
    return {};
  };
}
