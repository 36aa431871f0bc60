import type { BodyOf, ResponseOf } from '@feedflow/shared/api/client';
import type { JobSort, JobStatusFilter } from '../jobs/job-choices.ts';
import type { RunSort } from '../runs/sort.ts';

// What the API sends and takes, as the contract has it. Only types: the browser need not load zod.

export type Run = ResponseOf<'getRun'>;
export type RunPage = ResponseOf<'listRuns'>;
export type RunSummary = RunPage['items'][number];
export type RunWarning = Run['warnings'][number];
export type BatchPage = ResponseOf<'listBatches'>;
export type Batch = BatchPage['items'][number];
export type BatchDetails = ResponseOf<'getBatch'>;
export type BatchMap = ResponseOf<'mapBatches'>;
export type FailureReport = ResponseOf<'groupFailures'>;
export type FailureSamples = FailureReport['groups'][number]['samples'];
export type RunLogEntry = ResponseOf<'listRunEvents'>['items'][number];
export type SourceItem = ResponseOf<'listSources'>['items'][number];
/** A source with the number of its open jobs. */
export type SourceDetails = ResponseOf<'getSource'>;
/** The health of a source and its figures over time. */
export type SourceQuality = ResponseOf<'getSourceQuality'>;
export type ChangedSource = ResponseOf<'changeSource'>;
export type FeedPreview = ResponseOf<'previewFeed'>;
export type MappingEvidence = NonNullable<FeedPreview['evidence']>;
export type RecordEvidence = MappingEvidence['records'][number];
export type AuditPage = ResponseOf<'listAudit'>;
export type AuditEntry = AuditPage['items'][number];
export type Acknowledgement = ResponseOf<'listAcknowledgements'>['items'][number];
export type RunStats = ResponseOf<'getRunStats'>;
export type JobPage = ResponseOf<'listJobs'>;
export type JobItem = JobPage['items'][number];
export type Job = ResponseOf<'getJob'>;
export type JobEvent = Job['history'][number];
export type FieldChange = NonNullable<JobEvent['changes']>[number];
export type Health = ResponseOf<'checkHealth'>;
export type ImportStarted = ResponseOf<'startImport'>;
export type RerunStarted = ResponseOf<'rerunBatches'>;

export type NewAcknowledgement = BodyOf<'acknowledge'>;
export type NewSource = BodyOf<'addSource'>;
export type SourceChange = BodyOf<'changeSource'>;
export type PreviewInput = BodyOf<'previewFeed'>;

/** Which runs a list holds; null means any. */
export interface RunFilters {
  /** Part of a source's name or of an error's code, or the beginning of a run's id. */
  text: string | null;
  /** One run status, or several with commas between. */
  status: string | null;
  source: string | null;
  trigger: string | null;
  /** A code of a warning, or 'any'. */
  warning: string | null;
  /** Begun in this time back from now, such as '24h'. */
  range: string | null;
  /** Begun at or after `from` and before `to`, instead of a range. */
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

/** The filters of a list of jobs; null means any. */
export interface JobFilterQuery {
  source: string | null;
  text: string | null;
  company: string | null;
  location: string | null;
  publishedFrom: string | null;
  publishedTo: string | null;
  runId: string | null;
  status: JobStatusFilter | null;
}

/** Which jobs a list holds, in which order, how many to a page. */
export interface JobQuery extends JobFilterQuery {
  /** Null for the order of the API. */
  sort: JobSort | null;
  limit: number;
}

/** A time range as the API takes it. */
export interface Span {
  from: string;
  to: string | null;
}

/** Identifies a group of failures within a run. */
export type FailureGroupKey = Pick<FailureReport['groups'][number], 'reasonCode' | 'stage' | 'pattern'>;
