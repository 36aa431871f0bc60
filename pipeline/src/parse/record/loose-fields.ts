import type { RecordNode } from '@feedflow/shared/model/record-node';
import { SECTIONS } from '../markup.ts';
import { decodeEntities } from './entities.ts';
import { Markup, MarkupScanner } from './markup-scanner.ts';

const MAX_FIELDS = 200;
const MAX_TEXT_LENGTH = 4_000;

/**
 * The elements of a record whose structure cannot be read: the first text under each name, at whatever depth. That is
 * enough to see which job it is about.
 */
export function looseFields(text: string): RecordNode {
  const fields: RecordNode = {};
  const scanner = new MarkupScanner(text);
  let name: string | null = null;
  let from = 0;
  let cdata = '';
  for (let count = 0; count < MAX_FIELDS && scanner.next(); ) {
    const { kind, start, end } = scanner;
    if (kind === Markup.cdata) {
      const { start: opens, end: closes } = SECTIONS.cdata;
      if (end - start < MAX_TEXT_LENGTH) cdata += text.slice(start + opens.length, end - closes.length);
      continue;
    }
    if (kind === Markup.close && scanner.name === name && start - from < MAX_TEXT_LENGTH) {
      const own = cdata.trim() || decodeEntities(text.slice(from, start)).trim();
      if (own !== '' && !Object.hasOwn(fields, name)) {
        fields[name] = own;
        count += 1;
      }
    }
    name = kind === Markup.open && !(scanner.name in {}) ? scanner.name : null;
    from = end;
    cdata = '';
  }
  return fields;
}
