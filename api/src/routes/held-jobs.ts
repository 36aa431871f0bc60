import type { HeldJobs } from '@feedflow/shared/model/job-view';
import type { Run } from '@feedflow/shared/model/run';
import type { Database } from '@feedflow/shared/mongo/database';
import { keysToClose } from '@feedflow/shared/run/close-stored';
import { heldManifest } from '@feedflow/shared/run/held-manifest';
import type { RoutesOf } from '../routing/route.ts';
import type { Runs } from '../runs/runs.ts';

type HeldJobsDatabase = Pick<Database, 'importManifests' | 'jobs'>;

/** GET /api/import-logs/:runId/held-jobs: which jobs the shrink guard kept open. */
export function heldJobRoutes(deps: { runs: Runs; database: HeldJobsDatabase }): RoutesOf<'listHeldJobs'> {
  return {
    listHeldJobs: {
      tag: 'Runs',
      access: 'read',
      summary: 'The jobs that a run held back',
      description:
        'What `confirm-removal` would close: the first of these jobs, and their total. Jobs that were closed or deleted since are left out of the list.',
      response: {
        description: 'The jobs.',
        example: {
          items: [
            {
              dedupeKey: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
              title: 'Nurse',
              company: 'Harbour Clinic',
              location: 'Kiel',
              publishedAt: '2026-01-30T00:00:00.000Z',
              reason: 'not-in-feed',
            },
          ],
          total: 312,
        },
      },
      errors: ['run-unknown', 'nothing-to-confirm'],
      handle: async ({ params: { runId }, query: { limit } }) => {
        return await heldJobs(deps.database, await deps.runs.get(runId), limit);
      },
    },
  };
}

async function heldJobs(database: HeldJobsDatabase, run: Run, limit: number): Promise<HeldJobs> {
  const items: HeldJobs['items'] = [];
  const manifest = await heldManifest(database, run);
  for await (const { reason, keys } of keysToClose(database.importManifests, manifest)) {
    const found = await database.jobs.findOpen(keys, limit - items.length);
    for (const { dedupeKey, title, company, location, publishedAt } of found) {
      items.push({ dedupeKey, title, company, location, publishedAt, reason });
    }
    if (items.length >= limit) break;
  }
  return { items, total: run.removal?.vanishedJobs ?? 0 };
}
