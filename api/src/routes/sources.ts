import type { Source, SourceDetails } from '@feedflow/shared/model/source';
import type { JobSearch } from '@feedflow/shared/mongo/jobs/job-search';
import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type Sources, unknownSource } from '@feedflow/shared/mongo/sources/sources';
import type { Clock } from '@feedflow/shared/process/clock';
import type { RoutesOf } from '../routing/route.ts';
import { toExportedSource, toSourceDetails } from '../sources/source-view.ts';
import { unmappedValues } from '../sources/unmapped-values.ts';

export interface SourceReadDeps {
  sources: Sources;
  jobs: Jobs;
  jobSearch: JobSearch;
  clock: Clock;
}

/** GET /api/sources and /api/sources/:name: the known feeds, how their last run went, and when each is due next. */
export function sourceRoutes(
  deps: SourceReadDeps,
  options: { defaultIntervalMinutes: number },
): RoutesOf<'listSources' | 'exportSources' | 'getSource' | 'listUnmappedValues'> {
  const view = (source: Source): SourceDetails => toSourceDetails(source, { ...deps, ...options });

  return {
    listSources: {
      tag: 'Sources',
      access: 'read',
      summary: 'All sources, by name',
      description: 'Values of headers and basicAuth are write-only: no response has them.',
      response: { description: 'The sources.', example: { items: [sourceExample] } },
      handle: async () => ({ items: (await deps.sources.list()).map(view) }),
    },
    exportSources: {
      tag: 'Sources',
      access: 'read',
      summary: 'All sources as a feeds file',
      description:
        'In the form of FEEDS_FILE, by name. Values of headers and basicAuth are left out: `headerNames` and `hasBasicAuth` of a source say which it has. Set them again where the file is imported. Keys in the query of a URL stay in it.',
      response: {
        description: 'The entries of the file.',
        example: [
          {
            name: 'Acme careers',
            url: 'https://acme.example/jobs.xml',
            schedule: '15 * * * *',
            timezone: 'Europe/Berlin',
            enabled: true,
          },
        ],
      },
      handle: async ({ ctx }) => {
        ctx.attachment('feeds.json');
        return (await deps.sources.list()).map(toExportedSource);
      },
    },
    getSource: {
      tag: 'Sources',
      access: 'read',
      summary: 'One source, with the numbers of its open and of its expired jobs',
      response: {
        description: 'The source.',
        example: { ...sourceExample, openJobs: 120, expiredJobs: 14, tooOldJobs: 0 },
      },
      errors: ['source-unknown'],
      handle: async ({ params: { name } }) => {
        const source = await sourceNamed(deps.sources, name);
        const [openJobs, due] = await Promise.all([
          deps.jobs.countOpen(source.url),
          deps.jobs.countDue(source.url),
        ]);
        return { ...view(source), openJobs, expiredJobs: due.expired, tooOldJobs: due['too-old'] };
      },
    },
    listUnmappedValues: {
      tag: 'Sources',
      access: 'read',
      summary: 'Texts of the open jobs of a source that have no normalized value',
      description:
        'The most frequent 100 of each field, among 50,000 open jobs. Map them with `values` of the source: they take effect with its next import.',
      response: {
        description: 'The texts, with the number of jobs that have them.',
        example: {
          employmentType: [{ text: 'Direct placement', jobs: 18 }],
          country: [{ text: 'Great Brittain', jobs: 11 }],
          mapped: { employmentType: [{ text: 'Band 7', jobs: 4 }], country: [] },
          jobs: 120,
          exact: true,
        },
      },
      errors: ['source-unknown', 'query-too-broad'],
      handle: async ({ params: { name } }) =>
        unmappedValues(deps.jobSearch, await sourceNamed(deps.sources, name)),
    },
  };
}

/** @throws FeedflowError 'source-unknown' */
export async function sourceNamed(sources: Sources, name: string): Promise<Source> {
  const source = await sources.findByName(name);
  if (!source) throw unknownSource(`named "${name}"`);
  return source;
}

export const healthExample = {
  level: 'warning',
  reasons: [
    {
      code: 'field-dropped',
      level: 'warning',
      field: 'company',
      message: '12 of 120 jobs have a company (10 percent), usually 96 percent',
    },
  ],
} as const;

export const sourceExample = {
  name: 'Acme careers',
  url: 'https://acme.example/jobs.xml',
  schedule: '15 * * * *',
  intervalMinutes: null,
  timezone: 'Europe/Berlin',
  enabled: true,
  dialect: null,
  mapping: null,
  filter: { include: [], exclude: [{ field: 'company', contains: ['Acme Temps'] }] },
  values: { employmentType: { 'Direct placement': 'FULL_TIME' }, country: { 'Great Brittain': 'GB' } },
  closing: { missing: true, expired: true, afterDays: null },
  removeVanished: true,
  missedRuns: 'catch-up',
  failureThreshold: { percent: 1, records: 5 },
  quality: { minJobs: 50, minFillPercent: { salary: 60 } },
  health: healthExample,
  headerNames: ['X-Api-Key'],
  hasBasicAuth: false,
  lastRun: {
    runId: '665f1c2ab7e4d90012ab34cd',
    status: 'completed',
    startedAt: '2026-01-31T12:15:00.000Z',
    finishedAt: '2026-01-31T12:15:04.000Z',
  },
  lastSuccess: { runId: '665f1c2ab7e4d90012ab34cd', at: '2026-01-31T12:15:04.000Z' },
  lastChange: { runId: '665f1c2ab7e4d90012ab34cd', at: '2026-01-31T12:15:04.000Z' },
  failuresInARow: 0,
  failing: false,
  movedTo: null,
  disabledReason: null,
  identity: {
    rule: 'link',
    reason: {
      code: 'ids-change',
      message: 'ids change at every fetch (198 of 200), links do not',
    },
    decidedAt: '2026-01-31T12:15:01.000Z',
    runId: '665f1c2ab7e4d90012ab34cd',
    ignoredLinkParts: ['session'],
    sharedKeys: 0,
  },
  volatileFields: ['publishedAt'],
  http: { etag: '"5f3a"', lastModified: null },
  lastTickAt: '2026-01-31T12:15:00.000Z',
  skippedTicks: 0,
  lastSkippedTick: null,
  nextRuns: ['2026-01-31T13:15:00.000Z'],
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-30T09:00:00.000Z',
} as const;
