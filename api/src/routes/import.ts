import { FeedflowError } from '@feedflow/shared/errors';
import type { Sources } from '@feedflow/shared/mongo/sources';
import type { RunStarter, StartedRun } from '@feedflow/shared/run/start-run';
import type { Source } from '@feedflow/shared/source';
import type Router from '@koa/router';
import { z } from 'zod';
import { validate } from '../validate.ts';

const body = z
  .strictObject({
    source: z.string().min(1).max(100).optional(),
    sourceUrl: z.string().min(1).max(4000).optional(),
  })
  .refine((given) => !(given.source && given.sourceUrl), {
    error: 'give either source or sourceUrl, not both',
  });

interface SkippedSource {
  sourceName: string;
  reason: string;
  runId: string | null;
}

/** POST /api/import/run: starts a run of one source, or of all enabled ones. */
export function importRoutes(router: Router, deps: { sources: Sources; starter: RunStarter }): void {
  router.post('/api/import/run', async (ctx) => {
    const wanted = validate(body, ctx.request.body ?? {});
    const one = wanted.source ?? wanted.sourceUrl;
    ctx.body = one ? await startOne(wanted) : await startAll();
    ctx.status = 202;
  });

  async function startOne(wanted: z.infer<typeof body>) {
    const source = wanted.source
      ? await deps.sources.findByName(wanted.source)
      : await deps.sources.findByUrl(wanted.sourceUrl ?? '');
    if (!source) {
      const given = wanted.source ? `named "${wanted.source}"` : 'with that sourceUrl';
      throw new FeedflowError('source-unknown', `there is no source ${given}; GET /api/sources lists them`);
    }
    return { runs: [await deps.starter.start(source, 'manual')], skipped: [] };
  }

  async function startAll() {
    const runs: StartedRun[] = [];
    const skipped: SkippedSource[] = [];
    for (const source of await deps.sources.list()) {
      if (!source.enabled) skipped.push({ sourceName: source.name, reason: 'source-disabled', runId: null });
      else await startOrSkip(source, runs, skipped);
    }
    return { runs, skipped };
  }

  async function startOrSkip(source: Source, runs: StartedRun[], skipped: SkippedSource[]): Promise<void> {
    try {
      runs.push(await deps.starter.start(source, 'manual'));
    } catch (error) {
      if (!(error instanceof FeedflowError) || error.code !== 'run-already-running') throw error;
      const runId = error.details['runId'];
      skipped.push({
        sourceName: source.name,
        reason: error.code,
        runId: typeof runId === 'string' ? runId : null,
      });
    }
  }
}
