import { cancelRun } from '@feedflow/shared/run/cancel-run';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { rerunBatches } from '@feedflow/shared/run/rerun-batches';
import type Router from '@koa/router';
import { z } from 'zod';
import { runId, validate } from '../validate.ts';

const params = z.object({ runId });
const rerunBody = z.strictObject({
  /** Indexes of the batches to run again; without it, all that failed. */
  batches: z.array(z.number().int().min(0)).min(1).max(100_000).optional(),
});
const noBody = z.strictObject({});

/** POST /api/import-logs/:runId/rerun and …/cancel: what can be done to a run. */
export function runCommandRoutes(
  router: Router,
  deps: RunDeps,
  options: Pick<RunOptions, 'batchAttempts'>,
): void {
  router.post('/api/import-logs/:runId/rerun', async (ctx) => {
    const { runId: id } = validate(params, ctx.params);
    const { batches } = validate(rerunBody, ctx.request.body ?? {});
    ctx.body = await rerunBatches(deps, options, id, batches ?? null);
    ctx.status = 202;
  });

  router.post('/api/import-logs/:runId/cancel', async (ctx) => {
    const { runId: id } = validate(params, ctx.params);
    validate(noBody, ctx.request.body ?? {});
    ctx.body = await cancelRun(deps, id);
    ctx.status = 202;
  });
}
