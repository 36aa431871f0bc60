import type { RecordNode } from '@feedflow/shared/model/record-node';
import { createFragmentParser } from './fragment.ts';
import { mend } from './mend.ts';
import { createPlainReader } from './plain-record.ts';

/**
 * A reader of single records. Any record that is not plain is mended first and then read by an XML parser.
 *
 * @param prefix of all element names, to be removed; null for none
 * @returns a function that throws HopelessRecord, or an Error of the parser, for a record that cannot be read
 */
export function createRecordReader(prefix: string | null): (text: string) => RecordNode {
  const readPlain = createPlainReader(prefix);
  const parseFragment = createFragmentParser(prefix);
  return (text) => readPlain(text) ?? parseFragment(mend(text));
}
