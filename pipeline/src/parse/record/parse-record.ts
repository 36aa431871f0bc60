import { AROUND } from '@feedflow/shared/model/mapping-path';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { FailedRecord, Frame, ParsedRecord, RecordFailure } from '../../record/record.ts';
import type { TextDecoding } from '../document/charset.ts';
import { HopelessRecord } from './outline.ts';
import { elementIn, withAttributesAsFields, withPayload } from './payload.ts';
import { createRecordReader } from './record-reader.ts';
import { shownText } from './shown-text.ts';

export interface RecordParserOptions {
  decoding: TextDecoding;
  /** The prefix of all element names, to be removed; null for none. */
  prefix: string | null;
  maxRecordBytes: number;
}

export interface RecordParser {
  /**
   * Parses the first records of a feed. If one of them has a job in the text of a field, or its fields in attributes,
   * `parse` looks for that in every other record too: looking takes time, and few feeds are written so.
   */
  parseSample(frames: Frame[]): (ParsedRecord | FailedRecord)[];
  /** Parses the bytes of one record into its fields; a record that cannot be parsed is a failure. Never throws. */
  parse(frame: Frame, position: number): ParsedRecord | FailedRecord;
  /** What `parse` looks for: with the bytes of a record it decides what is read. */
  form(): string;
}

export function createRecordParser(options: RecordParserOptions): RecordParser {
  const readRecord = createRecordReader(options.prefix);
  const looksFor = { payloads: true, attributes: true };

  function parse(frame: Frame, position: number): ParsedRecord | FailedRecord {
    if (frame.bytes === null) {
      const message = `the record at byte ${frame.offset} has ${frame.size} bytes, at most ${options.maxRecordBytes} are read`;
      return fault(position, 'record-too-large', message);
    }
    try {
      const text = options.decoding.decode(frame.bytes);
      const record = readRecord(text);
      const { fields, payload } = looksFor.payloads
        ? withPayload(record, elementIn(text), readRecord)
        : unwrapped(record);
      const read = looksFor.attributes ? withAttributesAsFields(fields) : fields;
      const hasAttributeFields = read !== fields;
      const { size, around, deletes } = frame;
      const all = around === null || deletes ? read : { ...read, [AROUND]: around };
      return { position, size, fields: all, payload, hasAttributeFields };
    } catch (error) {
      const reason =
        error instanceof HopelessRecord ? error.message : `its XML cannot be read: ${firstLine(error)}`;
      return fault(position, 'record-malformed', `the record at byte ${frame.offset} was skipped: ${reason}`);
    }
  }

  return {
    parse,
    parseSample(frames) {
      const parsed = frames.map(parse);
      const records = parsed.filter((one) => 'fields' in one);
      looksFor.payloads = records.some(({ payload }) => payload !== null);
      looksFor.attributes = records.some(({ hasAttributeFields }) => hasAttributeFields);
      return parsed;
    },
    form: () => `${looksFor.payloads}|${looksFor.attributes}`,
  };
}

function unwrapped(fields: RecordNode): { fields: RecordNode; payload: null } {
  return { fields, payload: null };
}

function fault(position: number, reasonCode: RecordFailure['reasonCode'], message: string): FailedRecord {
  return {
    position,
    failure: { stage: 'parse', reasonCode, message, externalId: null, jobUrl: null, field: null },
  };
}

function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return shownText(message.split('\n', 1)[0]?.slice(0, 200).toWellFormed() ?? '');
}
