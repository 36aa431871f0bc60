import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { Binary } from 'mongodb';
import { type Batch, batchStatus, noBatchCounters } from '../../model/batch.ts';
import type { StepRetry } from '../../model/run.ts';

/** As stored: `_id` is the BullMQ job id, so that each step finds its batch. */
export interface StoredBatch extends Omit<Batch, 'batchId'> {
  _id: string;
  /** The gzipped JSON of the jobs of a batch that failed, whole or in part, so that it can run again. */
  payload?: Binary;
  /** Its failed executions that were repeated: the last ten. */
  retries?: StepRetry[];
}

export type BatchStart = Pick<
  Batch,
  'batchId' | 'runId' | 'attempt' | 'fetchAttempt' | 'batchIndex' | 'records' | 'enqueuedAt'
>;

/**
 * The payload may be megabytes: it is read only for a re-run of the batch. Retries are for the event log of the run.
 */
export const withoutPayload = { payload: 0, retries: 0 } as const;

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** A batch as it is written down before it is enqueued. */
export function toWaiting(batch: BatchStart): StoredBatch {
  const { batchId, ...rest } = batch;
  return {
    _id: batchId,
    ...rest,
    superseded: false,
    status: batchStatus.enum.waiting,
    ...noBatchCounters,
    startedAt: null,
    finishedAt: null,
    durationMs: null,
    tries: 0,
    worker: null,
    error: null,
    failures: [],
    failureTotals: {},
  };
}

export function toBatch(stored: StoredBatch): Batch {
  const { _id, payload: _payload, retries: _retries, ...rest } = stored;
  return { batchId: _id, ...rest };
}

export async function compressJobs(jobs: unknown[]): Promise<Binary> {
  return new Binary(await compress(JSON.stringify(jobs)));
}

export async function decompressJobs(payload: Binary): Promise<unknown[] | null> {
  const jobs: unknown = JSON.parse((await decompress(payload.buffer)).toString('utf8'));
  return Array.isArray(jobs) ? jobs : null;
}
