import { FeedflowError } from '@feedflow/shared/errors';
import type { Source } from '@feedflow/shared/model/source';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { type StartedRun, startRun } from '@feedflow/shared/run/start-run';
import { z } from 'zod';
import { reason } from '../routing/fields.ts';
import type { Routes } from '../routing/route.ts';
import { sourceNamed, unknownSource } from './sources.ts';

const body = z
  .strictObject({
    source: z.string().min(1).max(100).optional().describe('The name of the source.'),
    sourceUrl: z.string().min(1).max(4000).optional().describe('Its url, instead of its name.'),
    full: z
      .boolean()
      .optional()
      .describe('Reads all of the feed, not only what changed since its last whole import.'),
    reason,
  })
  .refine((given) => !(given.source && given.sourceUrl), {
    error: 'give either source or sourceUrl, not both',
  });

const skippedSource = z.object({ sourceName: z.string(), reason: z.string(), runId: z.string().nullable() });
type SkippedSource = z.infer<typeof skippedSource>;

const started = z.object({
  runs: z.array(z.object({ runId: z.string(), sourceName: z.string(), sourceUrl: z.string() })),
  skipped: z.array(skippedSource),
});

/** POST /api/import/run: starts a run of one source, or of all enabled ones. */
export function importRoutes(routes: Routes, deps: RunDeps, options: RunOptions): void {
  const { sources } = deps.database;

  routes.add(
    {
      method: 'post',
      path: '/api/import/run',
      operation: 'startImport',
      tag: 'Imports',
      access: 'command',
      summary: 'Import one source now, or all enabled ones',
      description:
        'Of all sources, those that are disabled or being imported already are skipped and named. One source that is being imported already is a 409 with the running run.',
      body,
      bodyExample: { source: 'Acme careers' },
      answer: {
        status: 202,
        description: 'The runs that were started.',
        schema: started,
        example: {
          runs: [
            {
              runId: '665f1c2ab7e4d90012ab34cd',
              sourceName: 'Acme careers',
              sourceUrl: 'https://acme.example/jobs.xml',
            },
          ],
          skipped: [],
        },
      },
      errors: ['source-unknown', 'run-already-running'],
    },
    async ({ body: wanted, note }) => {
      const one = wanted.source ?? wanted.sourceUrl;
      note(one ? { target: one } : {});
      const answer = one ? await startOne(wanted) : await startAll(wanted);
      note({ count: answer.runs.length });
      return answer;
    },
  );

  async function startOne(wanted: z.infer<typeof body>) {
    const source = wanted.source
      ? await sourceNamed(sources, wanted.source)
      : await sources.findByUrl(wanted.sourceUrl ?? '');
    if (!source) throw unknownSource('with that sourceUrl');
    return { runs: [await startRun(deps, options, source, 'manual', wanted)], skipped: [] };
  }

  async function startAll(wanted: z.infer<typeof body>) {
    const runs: StartedRun[] = [];
    const skipped: SkippedSource[] = [];
    for (const source of await sources.list()) {
      if (!source.enabled) skipped.push({ sourceName: source.name, reason: 'source-disabled', runId: null });
      else await startOrSkip(source, wanted, { runs, skipped });
    }
    return { runs, skipped };
  }

  async function startOrSkip(
    source: Source,
    wanted: z.infer<typeof body>,
    { runs, skipped }: { runs: StartedRun[]; skipped: SkippedSource[] },
  ): Promise<void> {
    try {
      runs.push(await startRun(deps, options, source, 'manual', wanted));
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
