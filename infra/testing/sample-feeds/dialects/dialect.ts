import type { TextStyle } from '../content/markup.ts';
import type { RecordFields } from '../content/record-fields.ts';

/** The head of a feed. */
export interface FeedHead {
  /** Plain text, encoded for an element. */
  title: string;
  builtAtMs: number;
}

/** One way to write jobs as XML. */
export interface Dialect {
  contentType: string;
  /** How plain values are written. */
  textStyle: TextStyle;
  /** How the HTML of the description is written. */
  htmlStyle: TextStyle;
  /** About how long a description must be for a record of some 1,900 bytes. */
  descriptionLengthBytes: number;
  /** The id of the record `serial`, as an importer should read it: decoded and trimmed. */
  externalId(serial: number): string;
  /** Everything before the first record. */
  open(head: FeedHead): string;
  record(fields: RecordFields): string;
  /** Everything after the last record. */
  close: string;
}
