import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobName, JobPosting } from '@feedflow/shared/model/job';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { StageName } from '@feedflow/shared/model/run';
import type { Claim } from '../identity/feed-keys.ts';

/* What the stages pass to each other, so that none has to import another. */

/** One raw record, cut out of the feed. */
export interface Frame {
  /**
   * From '<' of its start tag to '>' of its end tag, valid until the next frames are read; null if it was too large.
   */
  bytes: Buffer | null;
  /** Of its first byte in the feed. */
  offset: number;
  /** In bytes. */
  size: number;
  /**
   * The white space before it, if nothing else is between it and the record before; else null. Valid as long as
   * `bytes`.
   */
  lead: Buffer | null;
  /** Whether its own tag ends it. Else what follows does: the next record, or the end of the list. */
  endsItself: boolean;
  /** Whether it is no record, but an element that says which jobs were deleted. */
  deletes: boolean;
  /**
   * What is in the elements around it, below the root and before their first record, by their names:
   * <company><name>Acme</name> <job>… has { company: { name: 'Acme' } }. Null for nothing.
   */
  around: RecordNode | null;
  /** A digest of what its job inherits of that; null if the jobs of the feed inherit nothing. */
  inherited: Buffer | null;
  /** Set if it stands for the records of an expected segment, which were not read: `bytes` is null. */
  known?: ExpectedSegment;
}

/** A copy that stays valid. */
export function copyFrame(frame: Frame): Frame {
  const { bytes, lead } = frame;
  return { ...frame, bytes: bytes && Buffer.from(bytes), lead: lead && Buffer.from(lead) };
}

/** Number of records that a frame stands for. */
export function recordsOf({ known }: Frame): number {
  return known?.records ?? 1;
}

/** A segment never has more records. */
export const MAX_SEGMENT_RECORDS = 256;

/** Consecutive records of a feed, compared as one unit. */
export interface Segment {
  /** Their bytes are valid until the next segment is read. */
  frames: Frame[];
  /** Position of the first record in the feed, from 0. */
  firstPosition: number;
  /** sha1 of all bytes, as 20 latin1 characters; null if a record was too large to be held. */
  digest: string | null;
  /**
   * In bytes, if these bytes are the same records in any feed: each ends itself, and only white space is between. Else
   * 0.
   */
  size: number;
  /** Whether it is an expected segment that was accepted. It has no frames. */
  isKnown: boolean;
}

/**
 * A segment that the last import had behind the one before: if the feed has its bytes, its records need not be read.
 */
export interface ExpectedSegment {
  digest: string;
  /** In bytes. */
  size: number;
  records: number;
}

/** What the last import lets expect of a feed, one segment after another. */
export interface Forecast {
  /** The segment that is expected next; null for none. */
  next(): Promise<ExpectedSegment | null>;
  /** Called if the feed has its bytes. @returns false if its records must be read nevertheless */
  accept(): Promise<boolean>;
}

/** One record of the feed, parsed but not yet normalized. */
export interface ParsedRecord {
  /** In the feed, from 0. */
  position: number;
  /** In bytes of the feed. */
  size: number;
  fields: RecordNode;
  /** Local name of an element in the record that is the record proper, see `withPayload`; null for none. */
  payload: string | null;
  /** Whether attributes, or the text of the record itself, were read as fields. */
  hasAttributeFields: boolean;
}

/** The structure of a feed, known before its first record is read. Names are lower case. */
export interface FeedShape {
  /** Element names from the root to the record: ['rss', 'channel', 'item']; only the root in an empty feed. */
  path: string[];
  /** The last of them; null in an empty feed. */
  recordElement: string | null;
  /** The part of the root element before the first record: the feed's own title, publisher, links. */
  head: RecordNode;
}

/** Why a record could not be turned into a job. */
export interface RecordFailure {
  stage: StageName;
  reasonCode: ErrorCode;
  message: string;
  externalId: string | null;
  /** With its id it says which job is still listed, although its record cannot be imported. */
  jobUrl: string | null;
  /** The field at fault, where one is. */
  field: string | null;
}

export interface FailedRecord {
  position: number;
  failure: RecordFailure;
  job?: undefined;
  deletion?: undefined;
  skipped?: undefined;
}

/** A record that the filter of its source leaves out. */
export interface SkippedRecord {
  position: number;
  skipped: Skip;
  /** Of its job. */
  title: string;
  job?: undefined;
  failure?: undefined;
  deletion?: undefined;
}

export interface Skip {
  /** See `skipLabels`. */
  reason: number;
  /** The dedupeKeys that its job may have, at least one. */
  keys: string[];
}

/** Jobs that a feed says were deleted. */
export interface Deletion {
  jobs: JobName[];
  /** Whether only feeds of changes have such an element: a job that they do not mention is still there. */
  showsDelta: boolean;
  /** The field and text by which a record says that its job is not open; absent if it is deleted in another way. */
  state?: string;
}

/** An element of the feed that is no record of a job, but deletes some. */
export interface DeletionRecord {
  position: number;
  deletion: Deletion;
  job?: undefined;
  failure?: undefined;
  skipped?: undefined;
}

/** A record that is a job, with the claim of its key. */
export interface JobRecord {
  position: number;
  job: JobPosting;
  claim: Claim;
  /** What is odd about it: see `flagJob`. */
  flags: number;
  /** The fields that it has: see `filledFields`. */
  filled: number;
  failure?: undefined;
  deletion?: undefined;
  skipped?: undefined;
}

/** The outcome of reading one record: a job, a failure, a deletion, or a record that is skipped. */
export type RecordOutcome = JobRecord | FailedRecord | DeletionRecord | SkippedRecord;
