import type { ErrorCode } from '@feedflow/shared/errors';
import type { JobPosting } from '@feedflow/shared/model/job';
import type { StageName } from '@feedflow/shared/model/run';
import type { Claim } from './normalize/identity.ts';

/**
 * What an element holds: its text, or a node where it has attributes or children, or a list where the
 * element is repeated. Text is decoded: no entities, no CDATA marks.
 */
export type RecordValue = string | RecordNode | Array<string | RecordNode>;

/** An element by what is in it: children by lower-case name, attributes as '@name', own text as '#text'. */
export interface RecordNode {
  [name: string]: RecordValue;
}

/** One record of the feed, parsed but not yet understood. */
export interface ParsedRecord {
  /** 0-based place in the feed. */
  position: number;
  /** In bytes of the feed. */
  size: number;
  fields: RecordNode;
}

/** What the feed is built like, known before its first record is read. Names are lower case. */
export interface FeedShape {
  /** Element names from the root to the record: ['rss', 'channel', 'item']; only the root in an empty feed. */
  path: string[];
  /** The last of them; null in an empty feed, which does not show it. */
  recordElement: string | null;
  /** The root element as far as it stands before the first record: the feed's own title, publisher, links. */
  head: RecordNode;
}

/** A record that could not be turned into a posting, and why. */
export interface RecordFailure {
  stage: StageName;
  reasonCode: ErrorCode;
  message: string;
  externalId: string | null;
  /** The field at fault, where one is. */
  field: string | null;
}

/** What became of one record of the feed on its way to a batch: a posting and how it came to its key, or why not. */
export type RecordOutcome =
  | { position: number; job: JobPosting; claim: Claim; failure?: undefined }
  | { position: number; failure: RecordFailure; job?: undefined };
