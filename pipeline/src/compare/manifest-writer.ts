import type { ImportManifests, PartOwner } from '@feedflow/shared/mongo/import-manifests';
import type { ManifestReader, SegmentPlace } from './manifest-reader.ts';

/** One segment in so many ends a part, so that what comes or goes changes one part and shifts no other. */
const AVERAGE_SEGMENTS = 512;
const MAX_SEGMENTS = 2048;
const MAX_PART_BYTES = 8 * 1024 * 1024;

interface PendingSegment {
  digest: string;
  raw: Buffer;
  /** Where the manifest being read has the same segment. */
  place: SegmentPlace | null;
}

export interface ManifestWriter {
  /** Adds the next segment of the feed, in the encoding of `encodeSegment`. Its bytes must stay as they are. */
  add(digest: string, raw: Buffer, place: SegmentPlace | null): Promise<void>;
  /** Stores what is left and returns the ids of all parts. To be called once. */
  finish(): Promise<string[]>;
}

/**
 * Stores the segments of a feed in parts. One that comes out as the manifest being read has it is not stored
 * again but shared.
 *
 * @param owner the manifest that is written
 * @param reader the manifest being read; null for none
 */
export function createManifestWriter(
  manifests: Pick<ImportManifests, 'putPart'>,
  owner: PartOwner,
  reader: ManifestReader | null,
): ManifestWriter {
  const ids: string[] = [];
  let pending: PendingSegment[] = [];
  let bytes = 0;

  /** The id of the part that consists of the very same segments; null where there is none. */
  function shared(): string | null {
    const part = pending[0]?.place?.part;
    if (part === undefined || reader === null || reader.partLength(part) !== pending.length) return null;
    const same = pending.every(({ place }, index) => place?.part === part && place.index === index);
    return same ? reader.partId(part) : null;
  }

  async function closePart(): Promise<void> {
    if (pending.length === 0) return;
    const known = shared();
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
    add: async (digest, raw, place) => {
      pending.push({ digest, raw, place });
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
