import { type ErrorCode, type ErrorDetails, errorMessage, FeedflowError } from '@feedflow/shared/errors';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { RunWarning } from '@feedflow/shared/model/run';
import type { RulesChange } from '@feedflow/shared/model/source';
import type { ImportManifest, ManifestPart, PartOwner } from '@feedflow/shared/mongo/import-manifests';
import type { BriefJob, JobLookUp, JobRekeying, OpenJob } from '@feedflow/shared/mongo/jobs/jobs';
import type { RawRecord } from '@feedflow/shared/mongo/jobs/raw-records';
import type { PackedJobs } from '@feedflow/shared/queues/packed-jobs';
import type { FeedPreview, PreviewTarget } from '../feed-preview/preview.ts';
import type { FetcherOptions } from '../fetch/fetcher.ts';
import type { HashBasis } from '../identity/content-hash.ts';
import type { IdentityStore } from '../identity/identify.ts';
import type { FeedImport, FeedProgress, ImportedFeed } from '../import/import-feed.ts';

/*
 * The calls between a worker and its readers. A reader is a thread or a process that reads one feed at a time. It has
 * no connection to MongoDB or Redis: it calls its worker for what needs them.
 */

/** An error as it is sent between threads: a structured clone would lose its code. */
export interface PlainError {
  message: string;
  /** Null for any error but a FeedflowError. */
  code: ErrorCode | null;
  details: ErrorDetails;
  stack: string | null;
}

/** The calls of a worker to its reader. */
export interface ReaderCalls {
  importFeed(task: FeedImport, fetch: FetcherOptions): Promise<ImportResult>;
  previewFeed(task: PreviewTask, fetch: FetcherOptions): Promise<PreviewResult>;
  /** Aborts the task of the reader, which then fails with this reason. */
  abort(reason: PlainError): void;
}

export interface PreviewTask {
  target: PreviewTarget;
  maxRecords: number;
  samples: number;
  /** Whether the preview has what helps to map the fields. */
  evidence?: boolean | undefined;
}

export type ImportResult =
  | { ok: true; imported: ImportedFeed }
  /** With the jobs that were read and are in no batch yet. */
  | { ok: false; error: PlainError; rest: PackedJobs[]; expectNew: boolean; progress: FeedProgress };

export type PreviewResult = { ok: true; preview: FeedPreview } | { ok: false; error: PlainError };

/** The calls of a reader to its worker. */
export interface WorkerCalls {
  /** The heartbeat: the reader's event loop is not blocked. */
  beat(): void;
  beginReading(): Promise<void>;
  enqueue(batches: PackedJobs[], expectNew: boolean, progress: FeedProgress): Promise<void>;
  report(progress: FeedProgress): Promise<void>;
  keepTexts(records: RawRecord[]): Promise<void>;
  findLast(sourceUrl: string): Promise<ImportManifest | null>;
  distrust(sourceUrl: string, own: string | null): Promise<void>;
  digests(parts: string[]): Promise<Uint8Array[] | null>;
  segments(part: string): Promise<Uint8Array>;
  putPart(id: string, owner: PartOwner, part: ManifestPart): Promise<void>;
  putKeys(id: string, owner: PartOwner, keys: Buffer): Promise<void>;
  storedKeys(part: string): Promise<string[]>;
  save(manifest: ImportManifest): Promise<void>;
  drop(owner: PartOwner): Promise<void>;
  countOpen(sourceUrl: string): Promise<number>;
  openAmong(keys: string[]): Promise<string[]>;
  /** The first, or the next, few thousand open jobs of a source; an empty list at the end. */
  nextOpenJobs(sourceUrl: string, begins: boolean): Promise<OpenJob[]>;
  hasJobs(sourceUrl: string): Promise<boolean>;
  lookUpJobs(query: JobLookUp): Promise<BriefJob[]>;
  wholeJobs(keys: string[]): Promise<JobPosting[]>;
  changeRules(
    change: RulesChange,
    basis: HashBasis,
    isBegun: boolean,
  ): ReturnType<IdentityStore['changeRules']>;
  rekey(changes: JobRekeying[]): Promise<void>;
  recordRules(state: Parameters<IdentityStore['recordRules']>[0]): Promise<void>;
  noteWarnings(warnings: RunWarning[]): Promise<void>;
}

export function toPlainError(error: unknown): PlainError {
  const known = error instanceof FeedflowError ? error : null;
  return {
    message: errorMessage(error),
    code: known?.code ?? null,
    details: known?.details ?? {},
    stack: error instanceof Error ? (error.stack ?? null) : null,
  };
}

export function fromPlainError({ message, code, details, stack }: PlainError): Error {
  const error = code === null ? new Error(message) : new FeedflowError(code, message, { details });
  if (stack !== null) error.stack = stack;
  return error;
}
