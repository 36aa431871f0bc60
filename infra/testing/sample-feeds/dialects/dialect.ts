import type { TextStyle } from '../content/markup.ts';
import type { Posting } from '../content/record-fields.ts';

/** What a feed says about itself. */
export interface FeedHead {
  /** Plain text, ready to stand in an element. */
  title: string;
  builtAtMs: number;
}

/** One way of writing job postings as XML. */
export interface Dialect {
  contentType: string;
  /** How plain values are written. */
  textStyle: TextStyle;
  /** How the HTML of the description is written. */
  htmlStyle: TextStyle;
  /** About how long a description must be for a record of some 1,900 bytes. */
  descriptionLengthBytes: number;
  /** The id of the posting `serial`, as an importer should read it: decoded and trimmed. */
  externalId(serial: number): string;
  /** Everything before the first record. */
  open(head: FeedHead): string;
  record(posting: Posting): string;
  /** Everything after the last record. */
  close: string;
}
