import type { ImportManifests, PartOwner } from '@feedflow/shared/mongo/import-manifests';
import type { ManifestReader, SegmentPosition } from './manifest-reader.ts';

/**
 * One segment in so many ends a part, so that a segment that is added or removed changes one part and shifts no other.
 */
const AVERAGE_SEGMENTS = 512;
const MAX_SEGMENTS = 2048;
const MAX_PART_BYTES = 8 * 1024 * 1024;

interface PendingSegment {
  digest: string;
  raw: Buffer;
  /** Position of the same segment in the manifest that is read; null if it has none. */
  at: SegmentPosition | null;
}

export interface ManifestWriter {
  /** Adds the next segment of the feed, in the encoding of `encodeSegment`. Its bytes must not change afterwards. */
  add(digest: string, raw: Buffer, at: SegmentPosition | null): Promise<void>;
  /** Stores the last part and returns the ids of all parts. */
  finish(): Promise<string[]>;
}

/**
 * Stores the segments of a feed in parts. A part that is the same in the manifest that is read is not stored
 * again but shared.
 *
 * @param owner the manifest that is written
 * @param reader the manifest that is read; null for none
 */
export function createManifestWriter(
  manifests: Pick<ImportManifests, 'putPart'>,
  owner: PartOwner,
  reader: ManifestReader | null,
): ManifestWriter {
  const ids: string[] = [];
  let pending: PendingSegment[] = [];
  let bytes = 0;

  /** The id of the part with exactly the pending segments; null if there is none. */
  function sharedPart(): string | null {
    const part = pending[0]?.at?.part;
    if (part === undefined || reader === null || reader.partLength(part) !== pending.length) return null;
    const same = pending.every(({ at }, index) => at?.part === part && at.index === index);
    return same ? reader.partId(part) : null;
  }

  async function closePart(): Promise<void> {
    if (pending.length === 0) return;
    const known = sharedPart();
    const id = known ?? `${owner.manifestId}-${ids.length}`;
    if (known === null) {
      const digests = Buffer.from(pending.map(({ digest }) => digest).join(''), 'latin1');
      const segments = Buffer.concat(pending.map(({ raw }) => raw));
      await manifests.putPart(id, owner, { digests, segments });
    }
    ids.push(id);
    pending = [];
    bytes = 0;
  }

  return {
    add: async (digest, raw, at) => {
      pending.push({ digest, raw, at });
      bytes += raw.length;
      const ends = digest.charCodeAt(0) * 256 + digest.charCodeAt(1);
      const full = pending.length >= MAX_SEGMENTS || bytes >= MAX_PART_BYTES;
      if (full || ends % AVERAGE_SEGMENTS === 0) await closePart();
    },
    finish: async () => {
      await closePart();
      return ids;
    },
  };
}
