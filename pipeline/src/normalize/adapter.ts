import type { Salary } from '@feedflow/shared/model/job';
import type { FieldName } from '@feedflow/shared/model/mapping';
import type { FeedShape, RecordNode } from '../record.ts';
import type { DateOrder } from './dates.ts';

/**
 * Where each field comes from, as paths (see `compilePath`): the first that holds a text wins. Lists
 * (categories) take all texts of all their paths.
 */
export type FieldTable = Partial<Record<FieldName, string[]>>;

/** Texts of a feed as a whole that its postings may take over. */
export const CHANNEL_TEXTS = ['title', 'publisher', 'author/name'] as const;
export type ChannelText = (typeof CHANNEL_TEXTS)[number];

/** What is known of a feed when its dialect is chosen. */
export interface FeedEvidence {
  url: string;
  shape: FeedShape;
  /** Local name of the root and of the record element, lower case; null where the feed is empty. */
  root: string;
  record: string | null;
  /** A text of the feed itself; null where it has none. */
  channel(path: ChannelText): string | null;
  /** Whether one of the first records has an element or '@attribute' of this name; 'x:' for any with that prefix. */
  has(name: string): boolean;
  /** Whether at least nine in ten of the first records have a text at `path` that matches. */
  mostly(path: string, pattern: RegExp): boolean;
  /** Whether the feed's address, its own links or those of its first records are on this domain. */
  isFrom(domain: string): boolean;
}

/** A posting on its way: cleaned texts, dates as the feed wrote them. */
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
  publishedAt: string | null;
  expiresAt: string | null;
}

/** How one kind of feed writes a job posting. */
export interface Adapter {
  name: string;
  /** Raised whenever the adapter reads something differently: part of every contentHash. */
  version: number | string;
  detect(feed: FeedEvidence): boolean;
  fields: FieldTable;
  /** How 4/8/2012 is meant where no date of the feed tells. */
  dateOrder?: DateOrder;
  /** What a table cannot say: splits a title, builds a URL. */
  refine?(draft: Draft, record: RecordNode, feed: FeedEvidence): void;
}
