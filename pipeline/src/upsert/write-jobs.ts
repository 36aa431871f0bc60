import type { JobPosting } from '@feedflow/shared/model/job';
import { DUPLICATE_KEY } from '@feedflow/shared/mongo/errors';
import type { JobWrite } from '@feedflow/shared/mongo/jobs/job-writes';
import type { Jobs, JobWriteError, KnownJob } from '@feedflow/shared/mongo/jobs/jobs';
import type { ValueMaps } from '@feedflow/shared/values/value-maps';
import { classify, type DueRules, type Outcome } from './classify.ts';

/** The outcome of one job, or the error that MongoDB refused it with. */
export type Written = { job: JobPosting; outcome: Outcome } | { job: JobPosting; error: JobWriteError };

export interface WriteJobsDeps {
  jobs: Jobs;
  /**
   * Whether these jobs (still) belong to this caller. Called after the stored jobs were read and before anything
   * is written: so a writer that was delayed while another one wrote the jobs either gets false here, or its
   * writes match nothing.
   */
  ownsBatch(): Promise<boolean>;
}

/** How often jobs that another writer changed meanwhile are written again before they fail. */
const RACE_ROUNDS = 3;

const raceLost: Omit<JobWriteError, 'index'> = {
  code: 0,
  message: 'another writer changed the job at the same time, again and again',
};

/**
 * Inserts new jobs, updates changed ones and leaves the others alone: one find and one unordered bulk write. Jobs
 * that another writer inserted or changed meanwhile are written again.
 *
 * @param jobs with distinct dedupeKeys
 * @param options maxTimeMs: the time limit of one call. expectNew: inserts at once; existing jobs are refused by
 *   the unique index, and then written like any other. closing: for what reasons jobs are closed that their feed lists
 * @returns null if the jobs no longer belong to this caller
 */
export async function writeJobs(
  deps: WriteJobsDeps,
  jobs: JobPosting[],
  stamp: { runId: string; at: Date; values?: ValueMaps | undefined },
  {
    maxTimeMs,
    expectNew = false,
    closing,
  }: { maxTimeMs: number; expectNew?: boolean; closing: Omit<DueRules, 'at'> },
): Promise<Written[] | null> {
  const written: Written[] = [];
  let remaining = jobs;
  const findKnown = (some: JobPosting[]) =>
    deps.jobs.findKnown(
      some.map((job) => job.dedupeKey),
      maxTimeMs,
    );
  for (let round = 1; ; round += 1) {
    const known = expectNew && round === 1 ? new Map() : await findKnown(remaining);
    if (!(await deps.ownsBatch())) return null;
    const plan = planWrites(remaining, known, stamp.runId, { ...closing, at: stamp.at });
    const result = await deps.jobs.write(
      plan.writes.map(({ write }) => write),
      stamp,
      maxTimeMs,
    );
    const { done, raced } = classifyResults(plan, result);
    written.push(...done);
    if (raced.length === 0) return written;
    if (round === RACE_ROUNDS) return [...written, ...raced];
    remaining = raced.map(({ job }) => job);
  }
}

interface Plan {
  untouched: Written[];
  writes: { write: JobWrite; outcome: Outcome }[];
}

function planWrites(jobs: JobPosting[], known: Map<string, KnownJob>, runId: string, rules: DueRules): Plan {
  const plan: Plan = { untouched: [], writes: [] };
  for (const job of jobs) {
    const stored = known.get(job.dedupeKey);
    const { outcome, needsWrite, expired } = classify(job, stored, runId, rules);
    if (!needsWrite) plan.untouched.push({ job, outcome });
    else {
      const write: JobWrite = stored
        ? { ...updateOf(job, stored), expired }
        : { kind: 'insert', job, expired: expired !== false };
      plan.writes.push({ write, outcome });
    }
  }
  return plan;
}

function updateOf(job: JobPosting, { contentHash, updatedRunId, status }: KnownJob) {
  return {
    kind: 'update' as const,
    job,
    knownHash: contentHash,
    knownRunId: updatedRunId,
    reopens: status === 'closed',
  };
}

function classifyResults({ untouched, writes }: Plan, result: Awaited<ReturnType<Jobs['write']>>) {
  const errors = new Map(result.errors.map((error) => [error.index, error]));
  const done = [...untouched];
  const raced: { job: JobPosting; error: JobWriteError }[] = [];
  writes.forEach(({ write: { kind, job }, outcome }, index) => {
    const error = errors.get(index);
    if (error?.code === DUPLICATE_KEY) raced.push({ job, error });
    else if (error) done.push({ job, error });
    // MongoDB does not report which update missed: in the next round the others are found unchanged.
    else if (kind === 'update' && result.missed) raced.push({ job, error: { ...raceLost, index } });
    else done.push({ job, outcome });
  });
  return { done, raced };
}
