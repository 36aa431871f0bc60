import type { AuditPage as AuditPageValue } from '@feedflow/shared/model/audit-entry';
import type {
  BatchDetails as BatchDetailsValue,
  BatchPage as BatchPageValue,
  Batch as BatchValue,
} from '@feedflow/shared/model/batch';
import type { batchMap } from '@feedflow/shared/model/batch-map';
import type { failureReport } from '@feedflow/shared/model/failure-group';
import type { JobPage as JobPageValue, jobDetails } from '@feedflow/shared/model/job-view';
import type {
  RunDetails,
  RunPage as RunPageValue,
  RunSummary as RunSummaryValue,
} from '@feedflow/shared/model/run';
import type { RunStats as RunStatsValue } from '@feedflow/shared/model/run-stats';
import type { SourceDetails } from '@feedflow/shared/model/source';
import type { z } from 'zod';
import type { RunSort } from '../runs/sort.ts';
import type { Wire } from '../wire.ts';

export type Run = Wire<RunDetails>;
export type RunSummary = Wire<RunSummaryValue>;
export type RunPage = Wire<RunPageValue>;
export type Batch = Wire<BatchValue>;
export type BatchPage = Wire<BatchPageValue>;
export type BatchDetails = Wire<BatchDetailsValue>;
export type BatchMap = Wire<z.infer<typeof batchMap>>;
export type FailureReport = Wire<z.infer<typeof failureReport>>;
export type SourceItem = Wire<SourceDetails>;
export type AuditPage = Wire<AuditPageValue>;
export type AuditEntry = AuditPage['items'][number];
export type RunStats = Wire<RunStatsValue>;
export type JobPage = Wire<JobPageValue>;
export type JobItem = JobPage['items'][number];
export type Job = Wire<z.infer<typeof jobDetails>>;

/** Which runs a list holds; null means any. */
export interface RunFilters {
  /** Part of a source's name or of an error's code, or the beginning of a run's id. */
  text: string | null;
  /** One run status, or several with commas between. */
  status: string | null;
  source: string | null;
  trigger: string | null;
  /** Begun in this time back from now, such as '24h'. */
  range: string | null;
  /** Begun at or after this moment, and before that one, instead of a range. */
  from: string | null;
  to: string | null;
}

/** Which batches of a run are meant. */
export interface BatchScope {
  /** Those of one attempt, or for null each by its latest. */
  attempt: number | null;
  /** Those with records that failed for this reason; null for all. */
  reason: string | null;
}

/** A list of runs: which ones, in which order, how many to a page. */
export interface RunListQuery {
  filters: RunFilters;
  sort: RunSort;
  limit: number;
}

/** What the API is asked for a list of jobs; null means any. */
export interface JobQuery {
  source: string | null;
  text: string | null;
  company: string | null;
  location: string | null;
  publishedFrom: string | null;
  publishedTo: string | null;
  runId: string | null;
  limit: number;
}

/** A time range as the API takes it. */
export interface Span {
  from: string;
  to: string | null;
}
