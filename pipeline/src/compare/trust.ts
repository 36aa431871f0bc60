import type { FullReadReason } from '@feedflow/shared/model/run';
import type { ImportManifest } from '@feedflow/shared/mongo/import-manifests';
import { isInFuture } from '@feedflow/shared/process/clock';

export interface TrustFacts {
  /** What the last whole import had read; null where there is none that holds. */
  manifest: ImportManifest | null;
  fingerprint: string;
  /** Open postings of the source in MongoDB now. */
  openJobs: number;
  /** Whether a full read was asked for. */
  full: boolean;
  now: Date;
  /** How long manifests are relied on without a full read, in ms. */
  fullIntervalMs: number;
}

/** Why all of a feed has to be read; null where its manifest tells what changed. */
export function reasonForFullRead(facts: TrustFacts): FullReadReason | null {
  const { manifest, now } = facts;
  if (facts.full) return 'requested';
  if (!manifest || (manifest.parts.length === 0 && manifest.postings > 0)) return 'nothing-to-compare';
  if (manifest.fingerprint !== facts.fingerprint) return 'read-differently';
  if (manifest.openJobs !== facts.openJobs) return 'jobs-disagree';
  // A clock that was ahead must not put the next full read off.
  if (isInFuture(manifest.fullReadAt, now)) return 'due';
  if (now.getTime() - manifest.fullReadAt.getTime() >= facts.fullIntervalMs) return 'due';
  return null;
}
