import type { JobPosting } from '@feedflow/shared/model/job';
import { DUPLICATE_KEY } from '@feedflow/shared/mongo/errors';
import type { Jobs, JobWrite, JobWriteError, KnownJob } from '@feedflow/shared/mongo/jobs/jobs';
import { classify, type Outcome } from './classify.ts';

/** What became of one posting: its outcome, or the write error that stopped it. */
export type Written = { job: JobPosting; outcome: Outcome } | { job: JobPosting; error: JobWriteError };

export interface WritePostingsDeps {
  jobs: Jobs;
  /**
   * Whether these postings are (still) this caller's to write. Asked after what is known of them was read and
   * before anything is written: so a writer that was held up meanwhile, and whose work another one did, either
   * hears it here or finds that nothing matches what it read.
   */
  claim(): Promise<boolean>;
}

/** How often postings that another writer got hold of in between are looked at again before the error stands. */
const RACE_ROUNDS = 3;

const raceLost: Omit<JobWriteError, 'index'> = {
  code: 0,
  message: 'another writer changed the posting at the same moment, again and again',
};

/**
 * Inserts the postings that are not there, updates those that changed and leaves the rest alone: one find
 * and one unordered bulk write. A posting that another writer inserted or changed in between is looked at
 * again.
 *
 * @param postings with distinct dedupeKeys
 * @param options maxTimeMs: the longest the server may work on one call. expectNew: inserts at once; what is
 *   there after all is refused by the unique index, and then looked at like any other
 * @returns null where the postings are not this caller's to write any more
 */
export async function writePostings(
  deps: WritePostingsDeps,
  postings: JobPosting[],
  stamp: { runId: string; at: Date },
  { maxTimeMs, expectNew = false }: { maxTimeMs: number; expectNew?: boolean },
): Promise<Written[] | null> {
  const written: Written[] = [];
  let remaining = postings;
  const findKnown = (some: JobPosting[]) =>
    deps.jobs.findKnown(
      some.map((job) => job.dedupeKey),
      maxTimeMs,
    );
  for (let round = 1; ; round += 1) {
    const known = expectNew && round === 1 ? new Map() : await findKnown(remaining);
    if (!(await deps.claim())) return null;
    const plan = planWrites(remaining, known, stamp.runId);
    const result = await deps.jobs.write(
      plan.writes.map(({ write }) => write),
      stamp,
      maxTimeMs,
    );
    const { done, raced } = sortOut(plan, result);
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

function planWrites(postings: JobPosting[], known: Map<string, KnownJob>, runId: string): Plan {
  const plan: Plan = { untouched: [], writes: [] };
  for (const job of postings) {
    const stored = known.get(job.dedupeKey);
    const { outcome, needsWrite } = classify(job, stored, runId);
    if (!needsWrite) plan.untouched.push({ job, outcome });
    else {
      const write: JobWrite = stored
        ? { kind: 'update', job, knownHash: stored.contentHash }
        : { kind: 'insert', job };
      plan.writes.push({ write, outcome });
    }
  }
  return plan;
}

function sortOut({ untouched, writes }: Plan, result: Awaited<ReturnType<Jobs['write']>>) {
  const errors = new Map(result.errors.map((error) => [error.index, error]));
  const done = [...untouched];
  const raced: { job: JobPosting; error: JobWriteError }[] = [];
  writes.forEach(({ write: { kind, job }, outcome }, index) => {
    const error = errors.get(index);
    if (error?.code === DUPLICATE_KEY) raced.push({ job, error });
    else if (error) done.push({ job, error });
    // Which update missed is not told: those that did not are found unchanged by the next look.
    else if (kind === 'update' && result.missed) raced.push({ job, error: { ...raceLost, index } });
    else done.push({ job, outcome });
  });
  return { done, raced };
}
