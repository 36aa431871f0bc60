import { type ApiClient, pathOf } from '@feedflow/shared/api/client';
import type { JobFormat } from '@feedflow/shared/jobs-out/formats';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { isRerunnable } from '../runs/rerun.ts';
import { NEWEST_FIRST } from '../runs/sort.ts';
import { type AuditFilters, auditQuery } from '../system/audit-filters.ts';
import type {
  AuditPage,
  Batch,
  BatchPage,
  BatchScope,
  FailureGroupKey,
  FailureSamples,
  JobFilterQuery,
  JobPage,
  JobQuery,
  RunFilters,
  RunListQuery,
  RunPage,
  Span,
} from './types.ts';

/** Enough to divide the longest time range at round times; fits a narrow screen. */
const BUCKETS = 62;
const BATCHES_PER_PAGE = 100;
/** Of one choice; more are not read for it. */
const MAX_CHOSEN = 2_000;
const AUDIT_PER_PAGE = 25;
const FAILURES_PER_PAGE = 50;
/** More than a log has. */
const MAX_LOG_ENTRIES = 300;

const firstPage: string | null = null;

/** Keys by what they hold, so that live updates can reach all lists, or everything of one run. */
export const keys = {
  health: ['health'] as const,
  session: ['session'] as const,
  settings: ['settings'] as const,
  auditLogs: ['audit'] as const,
  auditLog: (filters: AuditFilters) => ['audit', filters] as const,
  sources: ['sources'] as const,
  source: (name: string) => ['sources', name] as const,
  sourceQuality: (name: string) => ['sources', name, 'quality'] as const,
  unmappedValues: (name: string) => ['sources', name, 'unmapped-values'] as const,
  runLists: ['runs'] as const,
  runList: (query: RunListQuery) => ['runs', query] as const,
  runningRuns: ['running-runs'] as const,
  troubledRuns: ['troubled-runs'] as const,
  latestRuns: ['latest-runs'] as const,
  lastRecords: (source: string) => ['last-records', source] as const,
  acknowledgements: ['acknowledgements'] as const,
  runStats: (span: Span) => ['run-stats', span] as const,
  jobList: (query: JobQuery) => ['jobs', query] as const,
  jobCount: (filters: JobFilterQuery) => ['job-count', filters] as const,
  run: (runId: string) => ['run', runId] as const,
  batches: (runId: string) => ['batches', runId] as const,
  batchCounts: (runId: string, scope: BatchScope) => ['batches', runId, 'counts', scope] as const,
  batch: (runId: string, batchIndex: number, attempt: number | null) =>
    ['batches', runId, 'one', batchIndex, attempt] as const,
  batchGroup: (runId: string, status: string, scope: BatchScope) =>
    ['batches', runId, status, scope] as const,
  rawRecord: (runId: string, position: number) => ['raw-record', runId, position] as const,
  /** What sums up a run: read again now and then while it is running. */
  batchSums: (runId: string) => ['batch-sums', runId] as const,
  batchMap: (runId: string, attempt: number | null) => ['batch-sums', runId, 'map', attempt] as const,
  failureReport: (runId: string) => ['batch-sums', runId, 'failures'] as const,
  runLog: (runId: string) => ['batch-sums', runId, 'log'] as const,
  heldJobs: (runId: string) => ['held-jobs', runId] as const,
  moreFailures: (runId: string, group: FailureGroupKey) => ['failures', runId, group] as const,
};

/** Filters as the API takes them: a range is a beginning that moves on with the time. */
function filterQuery({ range, from, ...filters }: RunFilters) {
  return { ...filters, from: range ? `now-${range}` : from };
}

/** The path of all runs that match, as CSV. */
export function runsCsvHref(filters: RunFilters): string {
  return pathOf('exportRuns', { query: filterQuery(filters) });
}

/** The path of all jobs of a list, in a format. */
export function jobsExportHref(format: JobFormat, { limit: _, status, ...query }: JobQuery): string {
  return pathOf('exportJobs', { params: { format }, query: { ...query, status: status ?? 'all' } });
}

/** The path of all sources as a feeds file. */
export const sourcesExportHref = pathOf('exportSources', {});

/** Everything the dashboard reads, as react-query options. `api` decides where from. */
export function createQueries(api: ApiClient) {
  const runPage = (
    { filters, sort, limit }: RunListQuery,
    cursor: string | null = null,
    signal?: AbortSignal,
  ): Promise<RunPage> => {
    const order = sort === NEWEST_FIRST ? null : sort;
    return api.call(
      'listRuns',
      { query: { ...filterQuery(filters), sort: order, cursor, limit } },
      { signal },
    );
  };

  const someRuns = (queryKey: readonly string[], query: { status?: string; limit: number }) =>
    queryOptions({
      queryKey,
      queryFn: async ({ signal }) => (await api.call('listRuns', { query }, { signal })).items,
    });

  const batchPage = (
    runId: string,
    query: Partial<BatchScope> & { status?: string; cursor?: string | null; limit: number },
    signal?: AbortSignal,
  ): Promise<BatchPage> => api.call('listBatches', { params: { runId }, query }, { signal });

  return {
    /** The services behind the API, its version and the name of its environment. */
    health: () =>
      queryOptions({
        queryKey: keys.health,
        queryFn: ({ signal }) => api.call('checkHealth', {}, { signal }),
      }),
    /** As whom the API knows this dashboard, and what it may do. */
    session: () =>
      queryOptions({
        queryKey: keys.session,
        queryFn: ({ signal }) => api.call('getSession', {}, { signal }),
        // It changes with the dashboard's settings only.
        staleTime: Number.POSITIVE_INFINITY,
      }),
    /** The settings of the newest process of each kind. */
    settings: () =>
      queryOptions({
        queryKey: keys.settings,
        queryFn: ({ signal }) => api.call('listSettings', {}, { signal }),
      }),
    /** What was commanded, newest first. */
    audit: (filters: AuditFilters) =>
      infiniteQueryOptions({
        queryKey: keys.auditLog(filters),
        queryFn: ({ pageParam, signal }) => {
          const query = { ...auditQuery(filters), cursor: pageParam, limit: AUDIT_PER_PAGE };
          return api.call('listAudit', { query }, { signal });
        },
        initialPageParam: firstPage,
        getNextPageParam: (page: AuditPage) => page.nextCursor,
      }),
    sources: () =>
      queryOptions({
        queryKey: keys.sources,
        queryFn: async ({ signal }) => (await api.call('listSources', {}, { signal })).items,
      }),
    /** One source, with the numbers of its open jobs and of those that were due. */
    source: (name: string) =>
      queryOptions({
        queryKey: keys.source(name),
        queryFn: ({ signal }) => api.call('getSource', { params: { name } }, { signal }),
      }),
    /** The health of one source with its reasons, and its figures over time. */
    sourceQuality: (name: string) =>
      queryOptions({
        queryKey: keys.sourceQuality(name),
        queryFn: ({ signal }) => api.call('getSourceQuality', { params: { name } }, { signal }),
      }),
    /** The texts of its open jobs that have no normalized value. */
    unmappedValues: (name: string) =>
      queryOptions({
        queryKey: keys.unmappedValues(name),
        queryFn: ({ signal }) => api.call('listUnmappedValues', { params: { name } }, { signal }),
      }),
    runPage,
    runList: (query: RunListQuery) =>
      infiniteQueryOptions({
        queryKey: keys.runList(query),
        queryFn: ({ pageParam, signal }) => runPage(query, pageParam, signal),
        initialPageParam: firstPage,
        getNextPageParam: (page: RunPage) => page.nextCursor,
      }),
    /** All runs that are running, the newest 100 of them. */
    runningRuns: () => someRuns(keys.runningRuns, { status: 'running', limit: 100 }),
    /** The newest runs that failed or were partial. */
    troubledRuns: () => someRuns(keys.troubledRuns, { status: 'failed,partial', limit: 50 }),
    /** The newest runs, however they went. */
    latestRuns: () => someRuns(keys.latestRuns, { limit: 50 }),
    newestRuns: () => api.call('listRuns', { query: { limit: 50 } }),
    /** The records of the last run of a source that read its feed; null if there is none. */
    lastRecords: (source: string) =>
      queryOptions({
        queryKey: keys.lastRecords(source),
        queryFn: async ({ signal }) => {
          const query = { source, status: 'completed,partial', limit: 1 };
          const { items } = await api.call('listRuns', { query }, { signal });
          return items[0]?.totalFetched ?? null;
        },
      }),
    /** The attention items that are acknowledged or snoozed. */
    acknowledgements: () =>
      queryOptions({
        queryKey: keys.acknowledgements,
        queryFn: async ({ signal }) => (await api.call('listAcknowledgements', {}, { signal })).items,
      }),
    /** The sums of runs over a time, in buckets and by source. */
    runStats: (span: Span) =>
      queryOptions({
        queryKey: keys.runStats(span),
        queryFn: ({ signal }) =>
          api.call('getRunStats', { query: { ...span, buckets: BUCKETS, timezone: 'UTC' } }, { signal }),
      }),
    jobList: (query: JobQuery) =>
      infiniteQueryOptions({
        queryKey: keys.jobList(query),
        queryFn: ({ pageParam, signal }) =>
          api.call('listJobs', { query: { ...query, cursor: pageParam } }, { signal }),
        initialPageParam: firstPage,
        getNextPageParam: (page: JobPage) => page.nextCursor,
      }),
    /** How many jobs match, whatever the order and size of their list. */
    jobCount: (filters: JobFilterQuery) =>
      queryOptions({
        queryKey: keys.jobCount(filters),
        queryFn: ({ signal }) => api.call('countJobs', { query: { ...filters } }, { signal }),
      }),
    /** Its description is hostile HTML. */
    job: (dedupeKey: string) => api.call('getJob', { params: { dedupeKey } }),
    run: (runId: string) =>
      queryOptions({
        queryKey: keys.run(runId),
        queryFn: ({ signal }) => api.call('getRun', { params: { runId } }, { signal }),
      }),
    batchPage,
    batchCounts: (runId: string, scope: BatchScope) =>
      queryOptions({
        queryKey: keys.batchCounts(runId, scope),
        queryFn: async ({ signal }) => (await batchPage(runId, { ...scope, limit: 1 }, signal)).counts,
      }),
    /**
     * The batches of a run with records that failed for a reason which may run again, as far as they are few enough.
     */
    async batchesToRerun(runId: string, reason: string): Promise<Batch[]> {
      const found: Batch[] = [];
      for (const status of ['failed', 'completed']) {
        let cursor: string | null = null;
        do {
          const page: BatchPage = await batchPage(runId, {
            status,
            reason,
            cursor,
            limit: BATCHES_PER_PAGE,
          });
          found.push(...page.items.filter(isRerunnable));
          cursor = page.nextCursor;
        } while (cursor !== null && found.length < MAX_CHOSEN);
      }
      return found;
    },
    /** One batch, and what each attempt made of it; as `attempt` left it, or for null as the latest did. */
    batch: (runId: string, batchIndex: number, attempt: number | null) =>
      queryOptions({
        queryKey: keys.batch(runId, batchIndex, attempt),
        queryFn: ({ signal }) =>
          api.call('getBatch', { params: { runId, batchIndex }, query: { attempt } }, { signal }),
      }),
    /** A record as it stood in the feed: hostile text. Most are not kept, and then it fails with not-found. */
    rawRecord: (runId: string, position: number) =>
      queryOptions({
        queryKey: keys.rawRecord(runId, position),
        queryFn: ({ signal }) => api.text('readRawRecord', { params: { runId, position } }, { signal }),
        // A record of a run stays what it was.
        staleTime: Number.POSITIVE_INFINITY,
      }),
    /** All batches at a glance, of one attempt or each by its latest. */
    batchMap: (runId: string, attempt: number | null) =>
      queryOptions({
        queryKey: keys.batchMap(runId, attempt),
        queryFn: ({ signal }) =>
          api.call('mapBatches', { params: { runId }, query: { attempt } }, { signal }),
      }),
    /** What failed, grouped by reason and message. */
    failureReport: (runId: string) =>
      queryOptions({
        queryKey: keys.failureReport(runId),
        queryFn: ({ signal }) => api.call('groupFailures', { params: { runId } }, { signal }),
      }),
    /** The event log of a run, whole: it is bounded. */
    runLog: (runId: string) =>
      queryOptions({
        queryKey: keys.runLog(runId),
        queryFn: async ({ signal }) =>
          (
            await api.call(
              'listRunEvents',
              { params: { runId }, query: { limit: MAX_LOG_ENTRIES } },
              { signal },
            )
          ).items,
      }),
    /** The first jobs that a run held back, and how many there are. */
    heldJobs: (runId: string) =>
      queryOptions({
        queryKey: keys.heldJobs(runId),
        queryFn: ({ signal }) => api.call('listHeldJobs', { params: { runId } }, { signal }),
      }),
    /** Further samples of a group, page by page, after the first ones in the report. */
    moreFailures: (runId: string, group: FailureGroupKey, first: number) =>
      infiniteQueryOptions({
        queryKey: keys.moreFailures(runId, group),
        queryFn: async ({ pageParam, signal }) => {
          const query = { reason: group.reasonCode, samples: FAILURES_PER_PAGE, skip: pageParam };
          const report = await api.call('groupFailures', { params: { runId }, query }, { signal });
          const found = report.groups.find(
            (one) => one.stage === group.stage && one.pattern === group.pattern,
          );
          return found?.samples ?? [];
        },
        initialPageParam: first,
        // While the run is running, there may be more of them later.
        getNextPageParam: (page: FailureSamples, _pages, skip: number) => skip + page.length,
      }),
    batchGroup: (runId: string, status: string, scope: BatchScope) =>
      infiniteQueryOptions({
        queryKey: keys.batchGroup(runId, status, scope),
        queryFn: ({ pageParam, signal }) =>
          batchPage(runId, { ...scope, status, cursor: pageParam, limit: BATCHES_PER_PAGE }, signal),
        initialPageParam: firstPage,
        getNextPageParam: (page: BatchPage) => page.nextCursor,
      }),
  };
}

export type Queries = ReturnType<typeof createQueries>;
