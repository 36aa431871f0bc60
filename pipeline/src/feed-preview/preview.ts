import { createReadStream } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { shortened } from '@feedflow/shared/errors';
import { isPast } from '@feedflow/shared/model/closing';
import type { FeedPreviewResponse } from '@feedflow/shared/model/feed-preview';
import type { UsedIdentity } from '@feedflow/shared/model/identity';
import type { JobPosting } from '@feedflow/shared/model/job';
import { parseMapping } from '@feedflow/shared/model/mapping';
import type { MappingEvidence } from '@feedflow/shared/model/mapping-evidence';
import { previewLimits } from '@feedflow/shared/model/preview-limits';
import type { FeedFacts, HttpFacts, RunWarning, SkippedBy } from '@feedflow/shared/model/run';
import { filesOf } from '../fetch/archive.ts';
import { decompress } from '../fetch/decompress.ts';
import type { FeedFetcher } from '../fetch/fetcher.ts';
import { isFirst } from '../identity/feed-keys.ts';
import { warnOfSharedKeys } from '../identity/warn-of-shared-keys.ts';
import {
  type BodyReading,
  type FeedSource,
  type FeedSummary,
  readDocuments,
  readFeed,
} from '../import/read-feed.ts';
import { FileDocuments } from '../pages/documents.ts';
import { DeletionSigns, listsChanges } from '../record/deletions.ts';
import type { RecordFailure, RecordOutcome } from '../record/record.ts';
import { SkipCounts } from '../record/record-filter.ts';
import type { Warnings } from '../record/warnings.ts';
import { FilledFields } from './filled-fields.ts';
import { evidenceOf } from './mapping-evidence.ts';
import { suggestionsOf } from './suggestions.ts';

/** What to preview: a feed on the web, or in a file (gzip or plain). */
export type PreviewTarget =
  | { kind: 'url'; source: FeedSource; requestHeaders?: Record<string, string> }
  | { kind: 'file'; path: string; source: Omit<FeedSource, 'http'> };

export interface PreviewOptions {
  /** Stop after so many records; null for all. */
  maxRecords: number | null;
  /** Jobs and failures to show. */
  samples: number;
  /** Whether to gather what helps to map the fields. @default false */
  evidence?: boolean | undefined;
  /** Receives every outcome, in feed order; reading waits for it. */
  onOutcomes?: (outcomes: RecordOutcome[]) => Promise<void>;
  signal?: AbortSignal;
}

export interface FeedPreview {
  http: HttpFacts | null;
  feed: FeedFacts | null;
  identity: UsedIdentity | null;
  /** Null if reading was stopped before the end of the feed. */
  summary: FeedSummary | null;
  records: number;
  /** Different jobs. */
  jobs: number;
  /** Records whose job is already in the same feed. */
  duplicates: number;
  /** Records that the filter leaves out, and how many by which condition. */
  skipped: number;
  skippedBy: SkippedBy[];
  /** The titles of the first of them. */
  skippedTitles: string[];
  /** Jobs whose expiry date is past. */
  expired: number;
  /** Elements that are no records: they say which jobs were deleted. */
  deletions: number;
  /** The first jobs, without duplicates. */
  samples: JobPosting[];
  failures: Array<RecordFailure & { position: number }>;
  /** Failed records per reason. */
  failureTotals: Record<string, number>;
  warnings: RunWarning[];
  /** Of the jobs. */
  filled: Pick<FilledFields, 'counts' | 'values'>;
  suggestions: FeedPreviewResponse['suggestions'];
  evidence: MappingEvidence | null;
  durationMs: number;
}

/**
 * Reads a feed as an import would, without a database: its facts, its jobs, its failures.
 * @throws FeedflowError for anything that is not a readable feed
 */
export async function previewFeed(
  deps: { fetcher: FeedFetcher },
  target: PreviewTarget,
  options: PreviewOptions,
): Promise<FeedPreview> {
  const startedMs = performance.now();
  const { http, reading } = await open(deps, target, options.signal);
  const filled = new FilledFields();
  const { counts, values } = filled;
  const deletionSigns = new DeletionSigns();
  const skips = new SkipCounts(target.source.filter);
  const now = new Date();
  const preview: FeedPreview = {
    http,
    feed: null,
    identity: null,
    summary: null,
    records: 0,
    jobs: 0,
    duplicates: 0,
    skipped: 0,
    skippedBy: [],
    skippedTitles: [],
    expired: 0,
    deletions: 0,
    samples: [],
    failures: [],
    failureTotals: {},
    warnings: [],
    filled: { counts, values },
    suggestions: suggestionsOf(reading.shape),
    evidence: options.evidence ? evidenceOf(reading.sample()) : null,
    durationMs: 0,
  };
  let stopped = false;
  let position = 0;
  for await (const frames of reading.frames()) {
    const left = options.maxRecords === null ? frames.length : options.maxRecords - preview.records;
    const first = position;
    position += frames.length;
    const outcomes = frames.slice(0, left).map((frame, index) => reading.readRecord(frame, first + index));
    for (const outcome of outcomes)
      add(preview, outcome, { filled, deletionSigns, skips, now, samples: options.samples });
    await options.onOutcomes?.(outcomes);
    stopped = options.maxRecords !== null && preview.records >= options.maxRecords;
    if (stopped) break;
  }
  preview.durationMs = performance.now() - startedMs;
  preview.feed = reading.feed();
  preview.identity = reading.identity;
  preview.skippedBy = skips.list();
  if (!stopped) preview.summary = reading.summary();
  const { keys, rules, warnings } = reading;
  warnOfSharedKeys(keys, rules, warnings);
  if (preview.summary) {
    const isDelta = listsChanges(preview.summary.load, deletionSigns.showsDelta);
    warnOfListing(preview.summary, isDelta, warnings);
    const openRecords = preview.jobs + preview.duplicates + preview.skipped;
    deletionSigns.warnOfClosedStates(warnings, { openRecords, isDelta });
  }
  preview.warnings = warnings.list();
  return preview;
}

/** What the feed itself says of the jobs that it does not list. */
function warnOfListing({ window }: FeedSummary, isDelta: boolean, warnings: Warnings): void {
  if (isDelta) warnings.add('partial-delta');
  if (window === null) return;
  const message = `the feed says that it lists its newest ${window} jobs only`;
  warnings.add('newest-window', { count: window, message });
}

async function open(
  deps: { fetcher: FeedFetcher },
  target: PreviewTarget,
  signal: AbortSignal | undefined,
): Promise<{ http: HttpFacts | null; reading: BodyReading }> {
  if (target.kind === 'url') {
    const { source, requestHeaders } = target;
    const reading = await readFeed(deps, source, { requestHeaders, signal });
    if (reading.notModified)
      throw new Error('the response to a request without validators was "not modified"');
    return { http: reading.http, reading };
  }
  const { path, source } = target;
  const mapping = parseMapping(source.mapping);
  const bytes = decompress(createReadStream(path, { signal }), null);
  const finalUrl = source.url === '' ? pathToFileURL(path).href : source.url;
  const files = filesOf(bytes, { maxBytes: Number.POSITIVE_INFINITY, count: () => undefined });
  const documents = new FileDocuments(files, null);
  return { http: null, reading: await readDocuments(documents, source, { mapping, finalUrl }) };
}

interface Counting {
  filled: FilledFields;
  deletionSigns: DeletionSigns;
  skips: SkipCounts;
  now: Date;
  samples: number;
}

function add(
  preview: FeedPreview,
  outcome: RecordOutcome,
  { filled, deletionSigns, skips, now, samples }: Counting,
): void {
  const { position, job, failure, deletion, skipped } = outcome;
  if (deletion) {
    preview.deletions++;
    deletionSigns.add(deletion);
    return;
  }
  preview.records++;
  if (skipped) {
    preview.skipped++;
    skips.add(skipped.reason);
    if (preview.skippedTitles.length < previewLimits.skippedTitles)
      preview.skippedTitles.push(shortened(outcome.title, previewLimits.titleLength));
    return;
  }
  if (job) {
    if (!isFirst(outcome.claim.kind)) {
      preview.duplicates++;
      return;
    }
    preview.jobs++;
    if (isPast(job.expiresAt, now)) preview.expired++;
    filled.add(job);
    if (preview.samples.length < samples) preview.samples.push(job);
    return;
  }
  preview.failureTotals[failure.reasonCode] = (preview.failureTotals[failure.reasonCode] ?? 0) + 1;
  if (preview.failures.length < Math.max(samples, 10)) preview.failures.push({ position, ...failure });
}
