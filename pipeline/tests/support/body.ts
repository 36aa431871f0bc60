import type { JobPosting } from '@feedflow/shared/model/job';
import { parseMapping } from '@feedflow/shared/model/mapping';
import type { RunWarning } from '@feedflow/shared/model/run';
import { type FeedSummary, readBody } from '../../src/import/read-feed.ts';
import type { RecordOutcome } from '../../src/record/record.ts';
import { outcomesOf } from './outcomes.ts';

export interface BodyOptions {
  contentType?: string;
  url?: string;
  dialect?: string;
  mapping?: unknown;
  /** Of the pieces the body arrives in. */
  chunkBytes?: number;
}

/** Reads a feed from its bytes, as if they had come over HTTP, to its end. */
export async function readBytes(
  body: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: BodyOptions = {},
): Promise<{
  outcomes: RecordOutcome[];
  jobs: Array<JobPosting | undefined>;
  summary: FeedSummary;
  warnings: RunWarning[];
}> {
  const url = options.url ?? 'https://feeds.example/board.xml';
  const source = { name: 'test', url, dialect: options.dialect };
  const facts = {
    mapping: parseMapping(options.mapping),
    contentType: options.contentType ?? null,
    finalUrl: url,
  };
  const chunks =
    typeof body === 'string' || body instanceof Uint8Array
      ? pieces(Buffer.from(body), options.chunkBytes)
      : body;
  const feed = await readBody(chunks, source, facts);
  const outcomes: RecordOutcome[] = [];
  for await (const batch of outcomesOf(feed)) outcomes.push(...batch);
  return {
    outcomes,
    jobs: outcomes.map((outcome) => outcome.job),
    summary: feed.summary(),
    warnings: feed.warnings.list(),
  };
}

export async function* pieces(bytes: Buffer, chunkBytes = 64 * 1024): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
}
