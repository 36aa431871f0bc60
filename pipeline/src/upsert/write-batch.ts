import { FeedflowError } from '@feedflow/shared/errors';
import type { BatchCounters } from '@feedflow/shared/model/batch';
import { type JobPosting, jobPosting } from '@feedflow/shared/model/job';
import type { FailureSample, FailureTotals } from '@feedflow/shared/model/run';
import type { Clock } from '@feedflow/shared/process/clock';
import type { UpsertBatchPayload } from '@feedflow/shared/queues/payloads';
import { type WriteJobsDeps, type Written, writeJobs } from './write-jobs.ts';

export interface WriteBatchDeps extends WriteJobsDeps {
  clock: Clock;
}

/** MongoDB accepts no document above 16 MiB, and refuses the whole bulk write for one. */
const MAX_DESCRIPTION_BYTES = 15 * 1024 * 1024;

export interface WriteBatchOptions {
  /** The time limit of one database call. */
  batchTimeoutMs: number;
  /** Failure samples kept per batch. */
  failureSampleLimit: number;
}

export interface BatchOutcome extends BatchCounters {
  failureTotals: FailureTotals;
  failures: FailureSample[];
}

/**
 * Writes one batch of jobs and counts their outcomes. A job that is invalid or that MongoDB refuses fails alone;
 * `newJobs + updatedJobs + unchangedJobs + failedJobs` is the number of jobs in the batch.
 *
 * @returns null if the batch no longer belongs to this caller
 * @throws what stops the batch as a whole, such as a lost connection: it can be processed again
 */
export async function writeBatch(
  deps: WriteBatchDeps,
  payload: UpsertBatchPayload,
  options: WriteBatchOptions,
): Promise<BatchOutcome | null> {
  const at = deps.clock();
  const { valid, failures } = splitValid(payload, at);
  const stamp = { runId: payload.runId, at, values: payload.values };
  const written = await writeJobs(deps, valid, stamp, {
    maxTimeMs: options.batchTimeoutMs,
    expectNew: payload.expectNew,
    closing: payload.closing,
  });
  if (!written) return null;
  for (const one of written) {
    if ('error' in one) failures.push(writeFailure(one.job, one.error.message, payload.batchIndex, at));
  }
  const result = { ...countOutcomes(written), failedJobs: failures.length };
  const accounted = result.newJobs + result.updatedJobs + result.unchangedJobs + result.failedJobs;
  if (accounted !== payload.jobs.length) {
    throw new FeedflowError(
      'counters-disagree',
      `batch ${payload.batchIndex} has ${payload.jobs.length} jobs, and ${accounted} are accounted for`,
    );
  }
  const failureTotals: FailureTotals = {};
  for (const { reasonCode } of failures) failureTotals[reasonCode] = (failureTotals[reasonCode] ?? 0) + 1;
  return { ...result, failureTotals, failures: failures.slice(0, options.failureSampleLimit) };
}

function countOutcomes(written: Written[]) {
  const counts = { newJobs: 0, updatedJobs: 0, unchangedJobs: 0 };
  for (const one of written) if ('outcome' in one) counts[one.outcome] += 1;
  return counts;
}

function splitValid(
  payload: UpsertBatchPayload,
  at: Date,
): { valid: JobPosting[]; failures: FailureSample[] } {
  const valid: JobPosting[] = [];
  const failures: FailureSample[] = [];
  for (const candidate of payload.jobs) {
    const parsed = jobPosting.safeParse(candidate);
    if (parsed.success && !isTooLarge(parsed.data)) {
      // Kept jobs of a batch that runs again have the name that their source had when they were read.
      parsed.data.sourceName = payload.sourceName;
      valid.push(parsed.data);
    } else {
      const issue = parsed.success ? tooLarge : parsed.error.issues[0];
      failures.push({
        stage: 'batch',
        reasonCode: 'record-invalid',
        message: issue?.message ?? 'not a job',
        position: null,
        batchIndex: payload.batchIndex,
        dedupeKey: textField(candidate, 'dedupeKey'),
        externalId: textField(candidate, 'externalId'),
        jobUrl: textField(candidate, 'jobUrl'),
        field: issue?.path.join('.') || null,
        at,
      });
    }
  }
  return { valid, failures };
}

const tooLarge = {
  path: ['description'],
  message: `the description is larger than ${MAX_DESCRIPTION_BYTES} bytes, more than MongoDB stores in a document`,
};

function isTooLarge({ description }: JobPosting): boolean {
  // A character takes three bytes at most: short descriptions need not be measured.
  if (description === null || description.length * 3 <= MAX_DESCRIPTION_BYTES) return false;
  return Buffer.byteLength(description) > MAX_DESCRIPTION_BYTES;
}

function writeFailure(job: JobPosting, message: string, batchIndex: number, at: Date): FailureSample {
  return {
    stage: 'upsert',
    reasonCode: 'write-rejected',
    message: message.slice(0, 500),
    position: null,
    batchIndex,
    dedupeKey: job.dedupeKey,
    externalId: job.externalId,
    jobUrl: job.jobUrl,
    field: null,
    at,
  };
}

function textField(value: unknown, name: string): string | null {
  const field = typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
  return typeof field === 'string' ? field.slice(0, 200) : null;
}
