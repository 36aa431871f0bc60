import { Readable } from 'node:stream';
import type { JobFormat } from '@feedflow/shared/jobs-out/formats';
import { jobsAsJsonLd } from '@feedflow/shared/jobs-out/json-ld';
import { jobsAsXml } from '@feedflow/shared/jobs-out/xml';
import { jsonLines } from '@feedflow/shared/json-lines';
import type { ExportedJob } from '@feedflow/shared/model/job-view';
import type { JobQuery, JobSearch } from '@feedflow/shared/mongo/jobs/job-search';
import { jobsAsCsv } from './jobs-as-csv.ts';

/** Jobs in one query. Descriptions have up to 100,000 characters. */
const SUMMARIES_PER_PAGE = 500;
const JOBS_PER_PAGE = 100;
/** Less than this is not sent alone, in characters. */
const CHUNK_LENGTH = 64 * 1024;

type Writer = (jobs: AsyncIterable<ExportedJob>) => AsyncIterable<string>;

const WRITERS: Record<Exclude<JobFormat, 'csv'>, Writer> = {
  ndjson: jsonLines,
  jsonld: jobsAsJsonLd,
  xml: jobsAsXml,
};

/**
 * All jobs that match, in one of the formats. A page of them is in memory at a time, and the next one is read when the
 * client has taken it. If reading fails, the stream breaks off.
 *
 * @returns once the first page is read, so that a search that is refused has its own status
 * @throws FeedflowError as `JobSearch.list`
 */
export async function exportJobs(
  jobSearch: JobSearch,
  format: JobFormat,
  query: Omit<JobQuery, 'cursor' | 'limit'>,
): Promise<Readable> {
  if (format === 'csv') {
    const next = (cursor?: string) => jobSearch.list({ ...query, cursor, limit: SUMMARIES_PER_PAGE });
    return jobsAsCsv(Readable.from(every(await next(), next)));
  }
  const next = (cursor?: string) => jobSearch.listWhole({ ...query, cursor, limit: JOBS_PER_PAGE });
  const texts = WRITERS[format](every(await next(), next));
  return Readable.from(inChunks(texts), { objectMode: false });
}

interface Page<Job> {
  items: Job[];
  nextCursor: string | null;
}

async function* every<Job>(
  first: Page<Job>,
  next: (cursor: string) => Promise<Page<Job>>,
): AsyncGenerator<Job> {
  for (let page = first; ; ) {
    yield* page.items;
    if (page.nextCursor === null) return;
    page = await next(page.nextCursor);
  }
}

/** Joins short texts: a write per job would cost more than the job. */
async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
