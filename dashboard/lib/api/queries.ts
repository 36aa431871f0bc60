import { type ImportBatch, type ImportBatchPage, importBatchPage } from '@feedflow/shared/import-batch';
import {
  type ImportLog,
  type ImportLogPage,
  type ImportLogSummary,
  importLog,
  importLogPage,
} from '@feedflow/shared/import-log';
import { type SourceDetails, sourceDetails } from '@feedflow/shared/source';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import type { Wire } from '../wire.ts';
import type { Read } from './read.ts';

export type Run = Wire<ImportLog>;
export type RunSummary = Wire<ImportLogSummary>;
export type RunPage = Wire<ImportLogPage>;
export type Batch = Wire<ImportBatch>;
export type BatchPage = Wire<ImportBatchPage>;
export type SourceItem = Wire<SourceDetails>;

/** Which runs a list holds; null means any. */
export interface RunFilters {
  /** One run status, or several with commas between. */
  status: string | null;
  source: string | null;
  /** Begun in this time back from now, such as '24h'. */
  range: string | null;
}

const RUNS_PER_PAGE = 50;
const BATCHES_PER_PAGE = 100;

const sourceList = z.object({ items: z.array(sourceDetails) });
const firstPage: string | null = null;

/** Keys by what they hold, so that live updates can reach all lists, or everything of one run. */
export const keys = {
  sources: ['sources'] as const,
  runLists: ['runs'] as const,
  runList: (filters: RunFilters) => ['runs', filters] as const,
  run: (runId: string) => ['run', runId] as const,
  batches: (runId: string) => ['batches', runId] as const,
  batchCounts: (runId: string, attempt: number | null) => ['batches', runId, 'counts', attempt] as const,
  batchGroup: (runId: string, status: string, attempt: number | null) =>
    ['batches', runId, status, attempt] as const,
};

export function pathWith(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${path}?${search}` : path;
}

const runPath = (runId: string): string => `/api/import-logs/${encodeURIComponent(runId)}`;

/** Everything the dashboard reads, as react-query options. `read` decides where from. */
export function createQueries(read: Read) {
  return {
    sources: () =>
      queryOptions({
        queryKey: keys.sources,
        queryFn: async ({ signal }) => (await read('/api/sources', sourceList, { signal })).items,
      }),
    runPage(
      { range, ...filters }: RunFilters,
      cursor: string | null = null,
      signal?: AbortSignal,
    ): Promise<RunPage> {
      const query = { ...filters, from: range && `now-${range}`, cursor, limit: RUNS_PER_PAGE };
      return read(pathWith('/api/import-logs', query), importLogPage, { signal });
    },
    runList(filters: RunFilters) {
      return infiniteQueryOptions({
        queryKey: keys.runList(filters),
        queryFn: ({ pageParam, signal }) => this.runPage(filters, pageParam, signal),
        initialPageParam: firstPage,
        getNextPageParam: (page: RunPage) => page.nextCursor,
      });
    },
    run: (runId: string) =>
      queryOptions({
        queryKey: keys.run(runId),
        queryFn: ({ signal }) => read(runPath(runId), importLog, { signal }),
      }),
    batchPage: (
      runId: string,
      query: { status?: string; attempt?: number | null; cursor?: string | null; limit: number },
      signal?: AbortSignal,
    ): Promise<BatchPage> => read(pathWith(`${runPath(runId)}/batches`, query), importBatchPage, { signal }),
    /** Of one attempt, or for null of each batch's latest. */
    batchCounts(runId: string, attempt: number | null) {
      return queryOptions({
        queryKey: keys.batchCounts(runId, attempt),
        queryFn: async ({ signal }) => (await this.batchPage(runId, { attempt, limit: 1 }, signal)).counts,
      });
    },
    batchGroup(runId: string, status: string, attempt: number | null) {
      return infiniteQueryOptions({
        queryKey: keys.batchGroup(runId, status, attempt),
        queryFn: ({ pageParam, signal }) =>
          this.batchPage(runId, { status, attempt, cursor: pageParam, limit: BATCHES_PER_PAGE }, signal),
        initialPageParam: firstPage,
        getNextPageParam: (page: BatchPage) => page.nextCursor,
      });
    },
  };
}

export type Queries = ReturnType<typeof createQueries>;
