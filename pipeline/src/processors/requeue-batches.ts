import { jobIds } from '@feedflow/shared/queues/names';
import { packJobs } from '@feedflow/shared/queues/packed-jobs';
import { requeueBatchesPayload } from '@feedflow/shared/queues/payloads';
import { assertKeysHold } from '@feedflow/shared/run/rerun-batches';
import { createEnqueuer, type EnqueuerOptions } from '../batch/enqueuer.ts';
import { type FetchFeedDeps, type FetchFeedOptions, findParent } from './fetch-feed.ts';
import type { Processor } from './guard.ts';
import { watchForStop } from './stop-signal.ts';

/** A re-run reads no feed: all of its batches have this fetch attempt. */
const RERUN_FETCH_ATTEMPT = 1;

/**
 * The processor of requeue-batches steps: reads the kept jobs of failed batches from MongoDB and adds each batch to the
 * tree of the re-run, under the same back pressure as a feed. A retry continues with the batches that are not in the
 * tree yet.
 *
 * @returns how many batches it added
 */
export function createRequeueBatchesProcessor(
  deps: FetchFeedDeps,
  options: EnqueuerOptions & Pick<FetchFeedOptions, 'shutdown'>,
): Processor<{ requeued: number }> {
  const { database, queues, log } = deps;

  /** Whether an earlier attempt of this step enqueued the batch, and it has ended: it must not be added again. */
  async function hasEnded(batchId: string): Promise<boolean> {
    const known = await database.importBatches.findKnown(batchId);
    return known !== null && known.status !== 'waiting' && known.status !== 'running';
  }

  return async (job, _token, signal) => {
    const payload = requeueBatchesPayload.parse(job.data);
    const parent = await findParent(queues, payload);
    const stop = watchForStop(database, payload, [signal, options.shutdown]);
    const isCurrent = () => database.importLogs.isCurrent(payload);
    const run = { ...payload, fetchAttempt: RERUN_FETCH_ATTEMPT };
    const enqueuer = createEnqueuer({ ...deps, isCurrent }, run, parent, options, stop.signal);
    try {
      // Redis may have taken the tree of a request whose response was lost, and which has taken its attempt back.
      await database.importLogs.assertCurrent(payload);
      const stored = await database.importLogs.get(payload.runId);
      // Again, since an import may have come between the request and its start; from now on none can.
      await assertKeysHold(database, stored);
      // Another run may have written newer jobs since this run read its feed.
      await database.importManifests.distrust(payload.sourceUrl, stored.fetch.manifestId);
      const chosen = await database.importBatches.rerunnable(payload.runId, payload.attempt, payload.batches);
      for (const { batchId, batchIndex } of chosen) {
        stop.signal.throwIfAborted();
        const jobs = await database.importBatches.keptJobs(batchId);
        // Retention has forgotten them since: it stays failed.
        if (!jobs) continue;
        const again = jobIds.upsertBatch({ ...run, batchIndex });
        if (!(await hasEnded(again))) await enqueuer.enqueueAt(batchIndex, packJobs(jobs));
        await database.importBatches.supersede(batchId, again);
        await enqueuer.waitForRoom();
      }
      log.info(
        {
          runId: payload.runId,
          attempt: payload.attempt,
          source: payload.sourceName,
          batches: enqueuer.count,
        },
        'failed batches enqueued again',
      );
      return { requeued: enqueuer.count };
    } catch (error) {
      throw stop.signal.aborted ? stop.signal.reason : error;
    } finally {
      stop.release();
    }
  };
}
