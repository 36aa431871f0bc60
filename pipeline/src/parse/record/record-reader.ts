import type { RecordNode } from '../../record.ts';
import { createFragmentParser } from './fragment.ts';
import { mend } from './mend.ts';
import { readOutline } from './outline.ts';
import { createOutlineReader } from './outline-node.ts';

/**
 * A reader of single records. A record whose outline is sound is read from it; any other is mended first and then read by
 * an XML parser.
 *
 * @param prefix of all element names, to be removed; null for none
 * @returns a function that throws HopelessRecord, or an Error of the parser, for a record that cannot be read
 */
export function createRecordReader(prefix: string | null): (text: string) => RecordNode {
  const readNode = createOutlineReader(prefix);
  const parseFragment = createFragmentParser(prefix);
  return (text) => {
    const outline = readOutline(text);
    return outline.sound ? readNode(text, outline.root) : parseFragment(mend(text, outline));
  };
}
