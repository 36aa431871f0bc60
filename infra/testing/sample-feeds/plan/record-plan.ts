import { mix } from '../content/random.ts';
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

/** The build time of feeds whose bytes are the same on any day. */
export const BUILT_AT_MS = Date.UTC(2026, 9, 1, 6, 0, 0);
const OLDEST_MINUTES = 30 * 24 * 60;
/** Thirty years, so that the jobs are open whenever the feed is imported. */
const LIFETIME_MS = 30 * 365 * 86_400_000;

/** The dates of a record in such a feed: published in the month before its build. */
export function fixedDatesOf(serial: number): Required<Pick<RecordPlan, 'publishedAtMs' | 'expiresAtMs'>> {
  const publishedAtMs = BUILT_AT_MS - (mix(serial, 0) % OLDEST_MINUTES) * 60_000;
  return { publishedAtMs, expiresAtMs: publishedAtMs + LIFETIME_MS };
}
