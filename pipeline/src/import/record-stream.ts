import type { FeedDocuments } from '../pages/documents.ts';
import type { OpenDocuments } from '../pages/read-documents.ts';
import { copyFrame, type Forecast, type Frame, recordsOf } from '../record/record.ts';
import { type ReadBudget, tooManyRecords } from './read-budget.ts';

export interface RecordStreamDeps {
  documents: Pick<FeedDocuments, 'discard'>;
  opened: OpenDocuments;
  budget: ReadBudget;
}

export interface RecordStreamOptions {
  /** A feed with more records is not read to its end. */
  maxRecords: number;
}

/** The records of a feed, of which the first ones were read. */
export interface RecordStream {
  sample: Sample;
  /**
   * All records in feed order, in arrays of a few to a few hundred, each valid until the next. Can be called once.
   * @param forecast segments that need not be read; null for none
   * @throws FeedflowError feed-too-many-records, feed-over-budget, and what reading the documents throws
   */
  frames(forecast: Forecast | null): AsyncGenerator<Frame[]>;
  /** Records so far, those of skipped segments included. */
  count(): number;
  /** Whether all of them were read. */
  isRead(): boolean;
}

/** The first records of a feed. */
export interface Sample {
  frames: Frame[];
  /** The records behind the sample that were read with its last ones; valid until the next are read. */
  behind: Frame[];
  /** Of a body that failed within the sample: thrown once the records before it are delivered. */
  error: unknown;
  /** Whether they are all. */
  isEnd: boolean;
}

/** Records and bytes that decide the dialect and the order of dates. */
const SAMPLE_RECORDS = 200;
const SAMPLE_BYTES = 2 * 1024 * 1024;

/** Reads the first records of an opened feed. */
export async function openRecordStream(
  { documents, opened, budget }: RecordStreamDeps,
  { maxRecords }: RecordStreamOptions,
): Promise<RecordStream> {
  const rest = opened.frames();
  const sample = await takeSample(rest);
  let count = 0;
  let isRead = false;

  async function* sampleAndRest(): AsyncGenerator<Frame[]> {
    try {
      if (sample.frames.length > 0) yield sample.frames;
      if (sample.behind.length > 0) yield sample.behind;
      if (sample.error !== undefined) throw sample.error;
      yield* rest;
      isRead = true;
    } finally {
      await rest.return(undefined);
      await documents.discard();
    }
  }

  async function* frames(forecast: Forecast | null): AsyncGenerator<Frame[]> {
    if (forecast) opened.expect(withinLimit(forecast));
    for await (const batch of sampleAndRest()) {
      const allowed = batch.slice(0, maxRecords - count);
      for (const frame of allowed) count += recordsOf(frame);
      budget.spend(count, allowed);
      if (allowed.length > 0) yield allowed;
      if (allowed.length < batch.length) throw tooManyRecords(maxRecords);
    }
  }

  /** A segment that is skipped cannot be cut at the limit. */
  function withinLimit({ next, accept }: Forecast): Forecast {
    return {
      accept,
      next: async () => {
        const expected = await next();
        return expected && count + expected.records <= maxRecords ? expected : null;
      },
    };
  }

  return { sample, frames, count: () => count, isRead: () => isRead };
}

/**
 * The first records, copied; `frames` continues behind them. The same body has the same sample, however its bytes
 * arrive: what is decided by it is decided alike at every import.
 */
async function takeSample(frames: AsyncGenerator<Frame[]>): Promise<Sample> {
  const sample: Frame[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const next = await frames.next();
      if (next.done) return { frames: sample, behind: [], error: undefined, isEnd: true };
      for (const [index, frame] of next.value.entries()) {
        if (sample.length === SAMPLE_RECORDS || bytes >= SAMPLE_BYTES)
          return { frames: sample, behind: next.value.slice(index), error: undefined, isEnd: false };
        sample.push(copyFrame(frame));
        bytes += frame.size;
      }
    }
  } catch (error) {
    return { frames: sample, behind: [], error, isEnd: false };
  }
}
