import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { isInFuture } from '@feedflow/shared/process/clock';

export interface FullReadFacts {
  /** What the last full import read; null without a trusted manifest. */
  manifest: ImportManifest | null;
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
  const { manifest, now } = facts;
  if (facts.full) return 'requested';
  if (!manifest || manifest.isDelta || (manifest.parts.length === 0 && manifest.postings > 0))
    return 'nothing-to-compare';
  if (manifest.fingerprint !== facts.fingerprint) return 'read-differently';
  // Jobs that were closed under other rules are looked at again.
  if ((manifest.closing ?? '') !== facts.closing) return 'read-differently';
  if (manifest.openJobs !== facts.openJobs) return 'jobs-disagree';
  // A clock that was ahead must not delay the next full read.
  if (isInFuture(manifest.fullReadAt, now)) return 'due';
  if (now.getTime() - manifest.fullReadAt.getTime() >= facts.fullIntervalMs) return 'due';
  return null;
}
