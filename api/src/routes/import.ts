import { type ErrorCode, FeedflowError } from '@feedflow/shared/errors';
import type { Source } from '@feedflow/shared/model/source';
import { unknownSource } from '@feedflow/shared/mongo/sources/sources';
import type { RunDeps, RunOptions } from '@feedflow/shared/run/deps';
import { type StartedRun, startRun } from '@feedflow/shared/run/start-run';
import type { Handler, RouteRequest, RoutesOf } from '../routing/route.ts';
import { sourceNamed } from './sources.ts';

type ImportCall = RouteRequest<'startImport'>;
type ImportRequest = ImportCall['body'];
type SkippedSource = Awaited<ReturnType<Handler<'startImport'>>>['skipped'][number];

/** A source that cannot be started for one of these reasons does not keep others from being started. */
const SKIPPED: ReadonlySet<ErrorCode> = new Set(['run-already-running', 'source-changed']);

/** POST /api/import/run: starts a run of one source, or of all enabled ones. */
export function importRoutes(deps: RunDeps, options: RunOptions): RoutesOf<'startImport'> {
  const { sources } = deps.database;

  return {
    startImport: {
      tag: 'Imports',
      access: 'command',
      summary: 'Import one source now, or all enabled ones',
      description:
        'Of all sources, those that are disabled, being imported already or just renamed are skipped and named. One source that is being imported already is a 409 with the running run.',
      bodyExample: { source: 'Acme careers' },
      response: {
        description: 'The runs that were started.',
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
      errors: ['source-unknown', 'source-changed', 'run-already-running'],
      handle: async ({ body, audit }) => {
        const isOfOne = body.source !== undefined || body.sourceUrl !== undefined;
        const started = isOfOne ? await startOne(body, audit) : await startAll(body);
        audit({ count: started.runs.length });
        return started;
      },
    },
  };

  async function startOne(request: ImportRequest, audit: ImportCall['audit']) {
    audit({ target: request.source });
    const source = request.source
      ? await sourceNamed(sources, request.source)
      : await sources.findByAddress(request.sourceUrl ?? '');
    if (!source) throw unknownSource('with that sourceUrl');
    // Its URL may have keys in its query.
    audit({ target: source.name });
    return { runs: [await startRun(deps, options, source, 'manual', request)], skipped: [] };
  }

  async function startAll(request: ImportRequest) {
    const runs: StartedRun[] = [];
    const skipped: SkippedSource[] = [];
    for (const source of await sources.list()) {
      if (!source.enabled) skipped.push({ sourceName: source.name, reason: 'source-disabled', runId: null });
      else await startOrSkip(source, request, { runs, skipped });
    }
    return { runs, skipped };
  }

  async function startOrSkip(
    source: Source,
    request: ImportRequest,
    { runs, skipped }: { runs: StartedRun[]; skipped: SkippedSource[] },
  ): Promise<void> {
    try {
      runs.push(await startRun(deps, options, source, 'manual', request));
    } catch (error) {
      if (!(error instanceof FeedflowError) || !SKIPPED.has(error.code)) throw error;
      const runId = error.details['runId'];
      skipped.push({
        sourceName: source.name,
        reason: error.code,
        runId: typeof runId === 'string' ? runId : null,
      });
    }
  }
}
