import type { DialectName } from '../dialects/dialect-names.ts';

/** The defects of a record, by the codes that an importer reports. */
export const defects = ['title-missing', 'identity-missing', 'record-malformed'] as const;
export type Defect = (typeof defects)[number];

/** One record before it is written: everything that decides how it is imported. */
export interface RecordPlan {
  /** The number in the record's id: records with the same serial are the same job. */
  serial: number;
  /** The edition of its content: another version differs in text and pay. */
  version: number;
  /** Milliseconds since 1970. */
  publishedAtMs: number;
  /** The same. @default 45 days later */
  expiresAtMs?: number;
  /** 'valid' is the first record of its id, 'duplicate' repeats the id of an earlier valid record. */
  kind: 'valid' | 'duplicate' | Defect;
}

/** A whole feed before it is written. Both the writer and the expectations read this, so they agree. */
export interface FeedPlan {
  dialect: DialectName;
  /** Chooses the content of the records. */
  seed: number;
  /** The feed's own title. */
  title: string;
  /** The build time that the feed states, in milliseconds since 1970. */
  builtAtMs: number;
  /** The records in feed order; may be called any number of times. */
  records(): Iterable<RecordPlan>;
}

/** A repeated id has other content, which shows which of the two records an importer kept. */
export const DUPLICATE_VERSION_OFFSET = 1_000_000;
