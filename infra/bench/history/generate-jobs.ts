import { hash } from 'node:crypto';
import { MINUTE_MS } from '@feedflow/shared/durations';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Db } from 'mongodb';

const CHUNK = 10_000;

export interface JobsSize {
  jobs: number;
  sources: number;
  until: Date;
  /** Of each job, in characters. */
  descriptionLength: number;
}

/** Writes invented jobs, spread over the sources of the history. Every tenth was changed by a later run. */
export async function generateJobs(db: Db, size: JobsSize): Promise<void> {
  const collection = db.collection<StoredJob>('jobs');
  for (let first = 0; first < size.jobs; first += CHUNK) {
    const count = Math.min(CHUNK, size.jobs - first);
    await collection.insertMany(
      Array.from({ length: count }, (_, at) => makeJob(first + at, size)),
      { ordered: false },
    );
  }
}

function makeJob(index: number, size: JobsSize): StoredJob {
  const board = `board-${index % size.sources}`;
  const key = hash('sha1', String(index));
  const at = new Date(size.until.getTime() - index * MINUTE_MS);
  return {
    dedupeKey: key,
    contentHash: key,
    sourceName: board,
    sourceUrl: `https://feeds.test/${board}.xml`,
    externalId: String(index),
    title: `Position ${index}`,
    jobUrl: `https://jobs.test/${index}`,
    applyUrl: null,
    company: `Company ${index % 5_000}`,
    location: `Town ${index % 900}`,
    region: null,
    country: null,
    remote: null,
    jobType: null,
    categories: [],
    salary: null,
    description: 'Lorem ipsum. '
      .repeat(Math.ceil(size.descriptionLength / 13))
      .slice(0, size.descriptionLength),
    publishedAt: index % 50 === 0 ? null : at,
    expiresAt: null,
    createdAt: at,
    updatedAt: at,
    createdRunId: runId(index % 1_000),
    status: 'open',
    closedAt: null,
    closedRunId: null,
    updatedRunId: index % 10 === 0 ? runId(1_000 + (index % 1_000)) : null,
  };
}

function runId(number: number): string {
  return (number + 1).toString(16).padStart(24, '0');
}
