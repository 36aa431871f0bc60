import { elementContent } from './content/markup.ts';
import { createRecordFields } from './content/record-fields.ts';
import { dialects } from './dialects/dialects.ts';
import type { FeedPlan } from './plan/record-plan.ts';

/** Feeds are composed of UTF-8 bytes, so a character is a byte: see `utf8Bytes`. */
const CHUNK_BYTES = 64 * 1024;

/**
 * Writes a planned feed, chunk by chunk: only one chunk of about 64 KB exists at a time, for a feed of
 * any size.
 *
 * @returns UTF-8 bytes as latin1 strings
 * @param options.stopAfterRecords leave out everything after so many records, the end of the document too
 */
export function* renderFeed(
  plan: FeedPlan,
  options: { stopAfterRecords?: number } = {},
): Generator<string, void, undefined> {
  const dialect = dialects[plan.dialect];
  const toFields = createRecordFields(plan.seed, dialect);
  let left = options.stopAfterRecords ?? Number.POSITIVE_INFINITY;
  let text = dialect.open({ title: elementContent(plan.title, 'escaped'), builtAtMs: plan.builtAtMs });
  for (const record of plan.records()) {
    if (left <= 0) break;
    left -= 1;
    text += dialect.record(toFields(record));
    if (text.length >= CHUNK_BYTES) {
      yield text;
      text = '';
    }
  }
  if (options.stopAfterRecords === undefined) text += dialect.close;
  if (text) yield text;
}
