import type { DialectName } from '../dialects/dialect-names.ts';

/** What can be wrong with a record, named as an importer reports it. */
export const defects = ['title-missing', 'identity-missing', 'record-malformed'] as const;
export type Defect = (typeof defects)[number];

/** One record before it is written: everything that decides what an importer makes of it. */
export interface RecordPlan {
  /** What the record's id is made of: the same serial is the same posting, whatever else changes. */
  serial: number;
  /** The edition of its content: another version differs in text and pay. */
  version: number;
  /** Milliseconds since 1970. */
  publishedAtMs: number;
  /** 'valid' is the first record of its id, 'duplicate' repeats the id of an earlier valid record. */
  kind: 'valid' | 'duplicate' | Defect;
}

/** A whole feed before it is written. Both the writer and the expectations read this, so they agree. */
export interface FeedPlan {
  dialect: DialectName;
  /** Chooses the content of the postings. */
  seed: number;
  /** The feed's own title. */
  title: string;
  /** When the feed says that it was made, in milliseconds since 1970. */
  builtAtMs: number;
  /** The records in feed order; may be asked for any number of times. */
  records(): Iterable<RecordPlan>;
}

/** A repeated id comes with other content, so that it shows which of the two an importer kept. */
export const DUPLICATE_VERSION_OFFSET = 1_000_000;
