import type { FailedRecord, Frame, ParsedRecord, RecordFailure } from '../../record.ts';
import type { TextDecoding } from '../document/charset.ts';
import { HopelessRecord } from './outline.ts';
import { withAttributesAsFields, withPayload } from './payload.ts';
import { createRecordReader } from './record-reader.ts';
import { shownText } from './shown-text.ts';

export interface RecordParserOptions {
  decoding: TextDecoding;
  /** The prefix of all element names, to be removed; null for none. */
  prefix: string | null;
  maxRecordBytes: number;
}

/** Parses the bytes of one record into its fields; a record that cannot be parsed is a failure. Never throws. */
export function createRecordParser(
  options: RecordParserOptions,
): (frame: Frame, position: number) => ParsedRecord | FailedRecord {
  const readRecord = createRecordReader(options.prefix);

  return (frame, position) => {
    if (frame.bytes === null) {
      const message = `the record at byte ${frame.offset} has ${frame.size} bytes, at most ${options.maxRecordBytes} are read`;
      return fault(position, 'record-too-large', message);
    }
    try {
      const text = options.decoding.decode(frame.bytes);
      const { fields, payload } = withPayload(readRecord(text), readRecord);
      // Listing the fields of a record takes time, and most records have no attributes.
      const mayHaveAttributes = payload !== null || text.slice(0, text.indexOf('>')).includes('=');
      const read = mayHaveAttributes ? withAttributesAsFields(fields) : fields;
      return { position, size: frame.size, fields: read, payload };
    } catch (error) {
      const reason =
        error instanceof HopelessRecord ? error.message : `its XML cannot be read: ${firstLine(error)}`;
      return fault(position, 'record-malformed', `the record at byte ${frame.offset} was skipped: ${reason}`);
    }
  };
}

function fault(position: number, reasonCode: RecordFailure['reasonCode'], message: string): FailedRecord {
  return { position, failure: { stage: 'parse', reasonCode, message, externalId: null, field: null } };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return shownText(message.split('\n', 1)[0]?.slice(0, 200).toWellFormed() ?? '');
}
