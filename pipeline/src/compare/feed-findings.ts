import type { JobPosting } from '@feedflow/shared/model/job';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import { FillCounts } from '../record/field-fill.ts';
import { FlagCounts } from '../record/job-flags.ts';
import type { Deletion, FailedRecord, JobRecord, RecordOutcome, Skip } from '../record/record.ts';
import { DeletedKeys } from './deleted-keys.ts';
import { ExcludedKeys } from './excluded-keys.ts';
import { FailedRecords } from './failed-records.ts';
import { MAX_WINDOW } from './newest-window.ts';
import {
  contentMark,
  type EncodableSegment,
  fillOf,
  type PastFailure,
  type PastJob,
  type PastSegment,
} from './past-segment.ts';

/** The outcome of the records of one segment, read or not. */
export interface SegmentResult {
  records: number;
  /** Records that were not parsed, because the last import had the same. */
  known: number;
  /** Jobs that are in MongoDB as they are in the feed. */
  unchanged: number;
  duplicates: number;
  /** Why records were skipped, by number, one each: see `skipLabels`. */
  skipped: number[];
  failures: FailedRecord[];
  /** Jobs to be written, in feed order. */
  jobs: JobPosting[];
}

/** What the segments of a feed have so far, read or not. */
export class FeedFindings {
  readonly failed: FailedRecords;
  readonly deleted: DeletedKeys;
  readonly excluded: ExcludedKeys;
  /** What is odd about the jobs whose records were not parsed. */
  readonly knownFlags = new FlagCounts();
  readonly fill = new FillCounts();
  /** Of the jobs that were read, as far as a list of the newest ones could need them. */
  readonly readDates = new Map<string, Date>();
  /** Duplicates are not counted. */
  jobs = 0;

  /** @param options.keepsExcluded whether the keys of skipped records are needed */
  constructor(keys: FeedKeys, { keepsExcluded }: { keepsExcluded: boolean }) {
    this.failed = new FailedRecords(keys);
    this.deleted = new DeletedKeys(keys);
    this.excluded = new ExcludedKeys(keys, { isUsed: keepsExcluded });
  }

  /** A segment that is as in the last import. @param firstPosition of its records */
  addPast(past: PastSegment, firstPosition: number): SegmentResult {
    const unchanged = past.firsts;
    const { skips, failures, deletions } = past.others();
    for (let i = 0; i < past.count; i++) this.knownFlags.add(past.flags(i));
    this.fill.addSums(unchanged, (field) => past.fill(field));
    this.jobs += unchanged;
    for (const skip of skips) this.excluded.addKnown(skip.keys);
    for (const failure of failures) this.failed.add(failure);
    for (const deletion of deletions) this.deleted.add(deletion);
    return {
      records: past.records,
      known: past.records,
      unchanged,
      duplicates: past.count - unchanged,
      skipped: skips.map((skip) => skip.reason),
      failures: failures.map(({ offset, ...failure }) => ({ position: firstPosition + offset, failure })),
      jobs: [],
    };
  }

  /** A segment that is added record by record. @param records all of it, deletions included */
  beginSegment(records: number): OpenSegment {
    return new OpenSegment(this, records);
  }
}

/** A segment whose records are looked at one by one, in feed order. */
export class OpenSegment {
  readonly #feed: FeedFindings;
  readonly #jobs: PastJob[] = [];
  readonly #skips: Skip[] = [];
  readonly #failures: PastFailure[] = [];
  readonly #deletions: Deletion[] = [];
  readonly result: SegmentResult;

  constructor(feed: FeedFindings, records: number) {
    this.#feed = feed;
    this.result = {
      records,
      known: 0,
      unchanged: 0,
      duplicates: 0,
      skipped: [],
      failures: [],
      jobs: [],
    };
  }

  /** A record that is as in the last import, and is not parsed. */
  addKnown(past: PastJob): void {
    this.#jobs.push(past);
    this.result.known += 1;
    this.#feed.knownFlags.add(past.flags);
    if (isFirst(past.kind)) this.result.unchanged += 1;
    else this.result.duplicates += 1;
  }

  /**
   * A record that was read.
   *
   * @param options.offset in the segment
   * @param options.text see `textMark`
   * @param options.contentBefore of the stored job with this key, if it is known: see `contentMark`
   */
  add(
    outcome: RecordOutcome,
    options: { offset: number; text: string; contentBefore(key: string): string | undefined },
  ): void {
    const { result } = this;
    if (outcome.failure) {
      this.#feed.failed.add(outcome.failure);
      this.#failures.push({ ...outcome.failure, offset: options.offset });
      result.failures.push(outcome);
    } else if (outcome.deletion) {
      this.#feed.deleted.add(outcome.deletion);
      this.#deletions.push(outcome.deletion);
      result.records -= 1;
    } else if (outcome.skipped) {
      this.#feed.excluded.addRead(outcome.skipped.keys);
      this.#skips.push(outcome.skipped);
      result.skipped.push(outcome.skipped.reason);
    } else this.#addJob(outcome, options);
  }

  #addJob(
    { job, claim, flags, filled }: JobRecord,
    { text, contentBefore }: { text: string; contentBefore(key: string): string | undefined },
  ): void {
    const { readDates } = this.#feed;
    const content = contentMark(job);
    this.#jobs.push({ ...claim, content, text, flags, filled });
    if (!isFirst(claim.kind)) {
      this.result.duplicates += 1;
      return;
    }
    // Not of duplicates: those that are known are not read.
    if (job.publishedAt && readDates.size < MAX_WINDOW) readDates.set(claim.key, job.publishedAt);
    if (contentBefore(claim.key) === content) this.result.unchanged += 1;
    else this.result.jobs.push(job);
  }

  /** Counts its jobs for the feed. Call it once, behind its last record. @returns what a manifest keeps of it */
  end(): Pick<EncodableSegment, 'jobs' | 'fill' | 'skips' | 'failures' | 'deletions'> {
    const fill = fillOf(this.#jobs);
    this.#feed.fill.addAll(fill);
    this.#feed.jobs += this.result.unchanged + this.result.jobs.length;
    return {
      jobs: this.#jobs,
      fill,
      skips: this.#skips,
      failures: this.#failures,
      deletions: this.#deletions,
    };
  }
}
