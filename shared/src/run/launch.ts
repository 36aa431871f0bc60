import type { FlowJob } from 'bullmq';
import { errorMessage, FeedflowError } from '../errors.ts';
import type { NamedError, Run } from '../model/run.ts';
import { redisFault } from '../redis/unavailable.ts';
import type { RunDeps } from './deps.ts';

/**
 * Hands an attempt's tree to Redis and announces the start to the source and the listeners.
 *
 * @param run as stored in import_logs, running, with the attempt to launch
 * @param refused undoes or ends the attempt where Redis does not take the tree, so that it does not block its source
 * @throws FeedflowError 'service-unavailable' where Redis does not take the tree
 */
export async function launch(
  deps: RunDeps,
  run: Run,
  tree: FlowJob,
  refused: (error: NamedError) => Promise<unknown>,
): Promise<void> {
  const { database, queues, events, log } = deps;
  const { runId, attempt, sourceName, trigger } = run;
  try {
    await queues.addTree(tree);
  } catch (error) {
    const message = `Redis did not take the run: ${redisFault(error)}`;
    await refused({ code: 'redis-unavailable', message });
    throw new FeedflowError('service-unavailable', message, { details: { runId, sourceName }, cause: error });
  }
  // The tree is in Redis, so the run continues even if these fail: its end is recorded separately.
  const startedAt = run.attempts.at(-1)?.startedAt ?? run.startedAt;
  await database.sources.recordRunStart(sourceName, { runId, startedAt }).catch((error: unknown) => {
    log.warn(
      { runId, reason: errorMessage(error, 200) },
      'the start of a run was not recorded at its source',
    );
  });
  await events.publish({ type: 'run.started', runId, sourceName, trigger, attempt });
  log.info({ runId, attempt, source: sourceName, trigger }, 'run started');
}
