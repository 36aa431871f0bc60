import type { DialectName } from '@feedflow/shared/model/dialects';
import type { Salary } from '@feedflow/shared/model/job';
import type { FieldName } from '@feedflow/shared/model/mapping-fields';
import type { RecordNode } from '@feedflow/shared/model/record-node';
import type { FeedShape } from '../record/record.ts';
import type { DateOrder } from './values/dates.ts';

/**
 * The paths of each field (see `compilePath`): the first one with a text counts. Lists (categories) take all texts of
 * all their paths.
 */
export type FieldTable = Partial<Record<FieldName, string[]>>;

/** Texts of the feed itself that its jobs may inherit. */
export const CHANNEL_TEXTS = [
  'title',
  'publisher',
  'author/name',
  'generator',
  '@advertiser',
  '@employer',
  '@company',
] as const;
export type ChannelText = (typeof CHANNEL_TEXTS)[number];

/** What is known of a feed when its dialect is chosen. */
export interface FeedEvidence {
  url: string;
  shape: FeedShape;
  /** Local name of the root and of the record element, lower case; null if the feed is empty. */
  root: string;
  record: string | null;
  /** A text of the feed itself; null if it has none. */
  channel(path: ChannelText): string | null;
  /** Whether one of the first records has an element or '@attribute' of this name; 'x:' for any with that prefix. */
  has(name: string): boolean;
  /** How many of these names one of the first records has, see `has`. */
  count(...names: string[]): number;
  /** Whether a publisher is a board, by the elements "company" of the first records, see `isBoardOf`. */
  isBoard(publisher: string): boolean;
  /** Whether the feed, or one of the first records, declares a namespace whose URI contains `part`, lower case. */
  hasNamespace(part: string): boolean;
  /** Whether the feed's address, its own links or those of its first records are on this domain. */
  isFrom(domain: string): boolean;
  /** ISO code of the country that the hosts of these links show; null for none. */
  linkedCountry: string | null;
}

/**
 * A job before its dates are parsed: cleaned texts, dates as they are in the feed, and as the currency of its salary
 * maybe a sign ("$") that several currencies have.
 */
export interface Draft {
  externalId: string | null;
  title: string | null;
  jobUrl: string | null;
  applyUrl: string | null;
  company: string | null;
  location: string | null;
  region: string | null;
  country: string | null;
  remote: boolean | null;
  jobType: string | null;
  categories: string[];
  salary: Salary | null;
  description: string | null;
  /** A text is not parsed yet, or is no date. */
  publishedAt: Date | string | null;
  expiresAt: Date | string | null;
}

/** Reads one dialect. */
export interface Adapter {
  /** One of the list that the dashboard offers. */
  name: DialectName;
  /** Raised with every change of what the adapter reads: part of every contentHash. */
  version: number | string;
  detect(feed: FeedEvidence): boolean;
  fields: FieldTable;
  /** The meaning of 4/8/2012 if no date of the feed shows it. */
  dateOrder?: DateOrder;
  /** What a table cannot express: splits a title, builds a URL. */
  refine?(draft: Draft, record: RecordNode, feed: FeedEvidence): void;
}
