import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { isInFuture } from '@feedflow/shared/process/clock';

export interface FullReadFacts {
  /** What the last run that wrote all of its feed had read; null without one. */
  last: ImportManifest | null;
  fingerprint: string;
  /** For what reasons jobs are closed that the feed lists: see `closingMark`. */
  closing: string;
  /** Open jobs of the source in MongoDB now. */
  openJobs: number;
  /** Whether a full read was requested. */
  full: boolean;
  now: Date;
  /** How long manifests are used without a full read, in ms. */
  fullIntervalMs: number;
}

/** Why the whole feed must be read; null if it can be compared with its manifest. */
export function reasonForFullRead(facts: FullReadFacts): FullReadReason | null {
  const { last, now } = facts;
  if (facts.full) return 'requested';
  if (!last || last.isDelta || (last.parts.length === 0 && last.postings > 0)) return 'nothing-to-compare';
  if (!last.trusted) return 'written-since';
  if (last.fingerprint !== facts.fingerprint) return 'read-differently';
  // Jobs that were closed under other rules are looked at again.
  if ((last.closing ?? '') !== facts.closing) return 'read-differently';
  if (last.openJobs !== facts.openJobs) return 'jobs-disagree';
  // A clock that was ahead must not delay the next full read.
  if (isInFuture(last.fullReadAt, now)) return 'due';
  if (now.getTime() - last.fullReadAt.getTime() >= facts.fullIntervalMs) return 'due';
  return null;
}
