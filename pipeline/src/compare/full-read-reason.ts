import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { isInFuture } from '@feedflow/shared/process/clock';

export interface FullReadFacts {
  /** What the last run that wrote all of its feed had read; null without one. */
  last: ImportManifest | null;
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
export function reasonForFullRead(facts: FullReadFacts & { fingerprint: string }): FullReadReason | null {
  const { full, last, fingerprint } = facts;
  if (!full && last) {
    if (last.isDelta || (last.parts.length === 0 && last.postings > 0)) return 'nothing-to-compare';
    if (last.trusted && last.fingerprint !== fingerprint) return 'read-differently';
  }
  return reasonForReading(facts);
}

/**
 * Whether the response may be "not modified". Not where MongoDB may have other jobs than those of the last response, nor
 * while jobs are held back: each run says so. Manifests of earlier versions do not say whether any are.
 */
export function mayBeUnmodified(facts: FullReadFacts): boolean {
  return reasonForReading(facts) === null && facts.last?.isHeld === false;
}

/** Why a feed must be read, modified or not. */
function reasonForReading({
  last,
  closing,
  openJobs,
  full,
  now,
  fullIntervalMs,
}: FullReadFacts): FullReadReason | null {
  if (full) return 'requested';
  if (!last) return 'nothing-to-compare';
  if (!last.trusted) return 'written-since';
  // Jobs that were closed under other rules are looked at again.
  if ((last.closing ?? '') !== closing) return 'read-differently';
  if (last.openJobs !== openJobs) return 'jobs-disagree';
  // A clock that was ahead must not delay the next full read.
  if (isInFuture(last.fullReadAt, now)) return 'due';
  if (now.getTime() - last.fullReadAt.getTime() >= fullIntervalMs) return 'due';
  return null;
}
