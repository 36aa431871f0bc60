import type { JobPosting } from '@feedflow/shared/job-posting';
import { DUPLICATE_KEY, type Jobs, type JobWrite, type JobWriteError } from '@feedflow/shared/mongo/jobs';
import { classify, type Outcome } from './classify.ts';

/** What became of one posting: its outcome, or the write error that stopped it. */
export type Written = { job: JobPosting; outcome: Outcome } | { job: JobPosting; error: JobWriteError };

/** How often postings that lost an insert race are looked at again before the error stands. */
const RACE_ROUNDS = 3;

/**
 * Inserts the postings that are not there, updates those that changed and leaves the rest alone: one find
 * and one unordered bulk write. A posting that another writer inserted in between is looked at again.
 *
 * @param jobs postings with distinct dedupeKeys
 * @param timeoutMs the longest one database call may take
 */
export async function writePostings(
  jobs: Jobs,
  postings: JobPosting[],
  stamp: { runId: string; at: Date },
  timeoutMs: number,
): Promise<Written[]> {
  const written: Written[] = [];
  let remaining = postings;
  for (let round = 1; remaining.length > 0; round += 1) {
    const { done, raced } = await writeOnce(jobs, remaining, stamp, timeoutMs);
    written.push(...done);
    if (round === RACE_ROUNDS) written.push(...raced);
    remaining = round === RACE_ROUNDS ? [] : raced.map(({ job }) => job);
  }
  return written;
}

async function writeOnce(
  jobs: Jobs,
  postings: JobPosting[],
  stamp: { runId: string; at: Date },
  timeoutMs: number,
) {
  const known = await jobs.findKnown(
    postings.map((job) => job.dedupeKey),
    timeoutMs,
  );
  const writes: JobWrite[] = [];
  const written: Written[] = [];
  const outcomes: Outcome[] = [];
  for (const job of postings) {
    const { outcome, write } = classify(job, known.get(job.dedupeKey), stamp.runId);
    if (write === null) written.push({ job, outcome });
    else {
      writes.push({ kind: write, job });
      outcomes.push(outcome);
    }
  }
  const errors = new Map((await jobs.write(writes, stamp, timeoutMs)).map((error) => [error.index, error]));
  const raced: { job: JobPosting; error: JobWriteError }[] = [];
  writes.forEach(({ job }, index) => {
    const error = errors.get(index);
    const outcome = outcomes[index];
    if (error?.code === DUPLICATE_KEY) raced.push({ job, error });
    else if (error) written.push({ job, error });
    else if (outcome) written.push({ job, outcome });
  });
  return { done: written, raced };
}
