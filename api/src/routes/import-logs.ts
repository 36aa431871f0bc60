import { batchStatus } from '@feedflow/shared/import-batch';
import { runStatus } from '@feedflow/shared/import-log';
import type { ImportBatches } from '@feedflow/shared/mongo/import-batches';
import type Router from '@koa/router';
import { z } from 'zod';
import type { Runs } from '../runs.ts';
import { cursor, limit, moment, runId, validate } from '../validate.ts';

const params = z.object({ runId });

const listQuery = z.strictObject({
  source: z.string().min(1).max(100).optional(),
  /** One status, or several with commas between. */
  status: z
    .string()
    .max(100)
    .transform((text) => text.split(','))
    .pipe(z.array(runStatus))
    .optional(),
  from: moment,
  to: moment,
  cursor,
  limit: limit(50, 200),
});

const batchesQuery = z.strictObject({ status: batchStatus.optional(), cursor, limit: limit(100, 500) });

/** GET /api/import-logs, /api/import-logs/:runId and /api/import-logs/:runId/batches: the history of runs. */
export function importLogRoutes(router: Router, deps: { runs: Runs; importBatches: ImportBatches }): void {
  router.get('/api/import-logs', async (ctx) => {
    const { source, status, ...query } = validate(listQuery, { ...ctx.query });
    ctx.body = await deps.runs.list({ ...query, sourceName: source, statuses: status });
  });

  router.get('/api/import-logs/:runId', async (ctx) => {
    validate(z.strictObject({}), { ...ctx.query });
    ctx.body = await deps.runs.get(validate(params, ctx.params).runId);
  });

  router.get('/api/import-logs/:runId/batches', async (ctx) => {
    const { runId: id } = validate(params, ctx.params);
    const query = validate(batchesQuery, { ...ctx.query });
    await deps.runs.get(id);
    const [page, sums] = await Promise.all([deps.importBatches.list(id, query), deps.importBatches.sums(id)]);
    ctx.body = { ...page, counts: sums.counts };
  });
}
