import type { ImportManifest, ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import { NearbyJobs } from './nearby-jobs.ts';
import { PastSegment } from './past-segment.ts';

const DIGEST_BYTES = 20;
/** Parts in memory at a time, about a megabyte each. */
const MAX_PARTS_IN_MEMORY = 4;
/** Segments searched beyond those that changed. */
const AHEAD_SEGMENTS = 2;

/** Where the parts of a manifest are read from. */
export type ManifestParts = Pick<ImportManifests, 'digests' | 'segments'>;

/** A segment's position in a manifest. */
export interface SegmentPosition {
  part: number;
  index: number;
}

interface LoadedPart {
  bytes: Buffer;
  /** Where each segment begins. */
  starts: Uint32Array;
}

/**
 * Looks up segments of an earlier reading of a feed. Keeps their digests in memory, and a few parts.
 *
 * It follows the position in the feed that is being read: `markFound` moves behind a segment that the feed still
 * has, `lookAhead` past one that it does not have, and collects the jobs around it in `nearby`.
 */
export class ManifestReader {
  readonly #manifests: ManifestParts;
  readonly #parts: string[];
  /** Number of the first segment of each part: segments are numbered through all parts. */
  readonly #firsts: number[] = [];
  readonly #total: number;
  /** Of the segments of each part, one after the other. */
  readonly #digests: Buffer[];
  readonly #byDigest = new Map<string, number>();
  readonly #found: Uint8Array;
  readonly #loaded = new Map<number, LoadedPart>();
  readonly #segment = new PastSegment();
  /** Jobs of the segments around the current position that were not found in the feed. */
  readonly nearby = new NearbyJobs();
  /** Number of the segment at the current position. */
  #next = 0;
  /** Behind the last segment that was added to `nearby`. */
  #nearbyEnd = 0;

  /** @returns null if a part of the manifest is missing */
  static async open(
    manifests: ManifestParts,
    manifest: Pick<ImportManifest, 'parts'>,
  ): Promise<ManifestReader | null> {
    const digests = await manifests.digests(manifest.parts);
    return digests && new ManifestReader(manifests, manifest.parts, digests);
  }

  private constructor(manifests: ManifestParts, parts: string[], digests: Buffer[]) {
    this.#manifests = manifests;
    this.#parts = parts;
    this.#digests = digests;
    let number = 0;
    for (const bytes of digests) {
      this.#firsts.push(number);
      for (let index = 0; index * DIGEST_BYTES < bytes.length; index++)
        this.#byDigest.set(digestAt(bytes, index), number++);
    }
    this.#total = number;
    this.#found = new Uint8Array(number);
  }

  partId(part: number): string {
    return this.#parts[part] as string;
  }

  /** Number of segments of a part. */
  partLength(part: number): number {
    return (this.#firsts[part + 1] ?? this.#total) - (this.#firsts[part] as number);
  }

  /** The segment at the current position, valid until the next call of any method; null at the end. */
  async next(): Promise<PastSegment | null> {
    return this.#next < this.#total ? this.#read(this.#next) : null;
  }

  /**
   * The segment with this digest, valid until the next call of any method; null if there is none. Of several, whose
   * jobs are repeated in the feed, the one at the current position.
   */
  async find(digest: string): Promise<{ past: PastSegment; at: SegmentPosition } | null> {
    const number = this.#isNext(digest) ? this.#next : this.#byDigest.get(digest);
    if (number === undefined) return null;
    return { past: await this.#read(number), at: this.#positionOf(number) };
  }

  #isNext(digest: string): boolean {
    if (this.#next === this.#total) return false;
    const { part, index } = this.#positionOf(this.#next);
    return digestAt(this.#digests[part] as Buffer, index) === digest;
  }

  /** Records that the feed still has a segment, and moves behind it. */
  markFound({ part, index }: SegmentPosition): void {
    const number = (this.#firsts[part] as number) + index;
    this.#found[number] = 1;
    this.#next = number + 1;
    this.nearby.clear();
    this.#nearbyEnd = this.#next;
  }

  /** Moves past a segment of the feed that is new, and adds the jobs that were around it to `nearby`. */
  async lookAhead(): Promise<void> {
    const until = Math.min(this.#total, this.#next + AHEAD_SEGMENTS + 1);
    this.#next = Math.min(this.#total, this.#next + 1);
    for (; this.#nearbyEnd < until; this.#nearbyEnd++) {
      if (this.#found[this.#nearbyEnd]) continue;
      this.nearby.add(await this.#read(this.#nearbyEnd));
    }
  }

  /** The segments that are no longer in the feed, each valid until the next. */
  async *missing(): AsyncGenerator<PastSegment> {
    for (let number = 0; number < this.#total; number++) {
      if (!this.#found[number]) yield await this.#read(number);
    }
  }

  /** All segments in order, each valid until the next. */
  async *all(): AsyncGenerator<PastSegment> {
    for (let number = 0; number < this.#total; number++) yield await this.#read(number);
  }

  async #read(number: number): Promise<PastSegment> {
    const { part, index } = this.#positionOf(number);
    const loaded = this.#loaded.get(part) ?? (await this.#load(part));
    return this.#segment.read(loaded.bytes, loaded.starts[index] as number);
  }

  async #load(part: number): Promise<LoadedPart> {
    const bytes = await this.#manifests.segments(this.partId(part));
    const starts = new Uint32Array(this.partLength(part));
    let at = 0;
    for (let index = 0; index < starts.length; index++) {
      starts[index] = at;
      at += 4 + bytes.readUInt32BE(at);
    }
    const loaded = { bytes, starts };
    const [oldest] = this.#loaded.keys();
    if (this.#loaded.size >= MAX_PARTS_IN_MEMORY && oldest !== undefined) this.#loaded.delete(oldest);
    this.#loaded.set(part, loaded);
    return loaded;
  }

  #positionOf(number: number): SegmentPosition {
    let low = 0;
    let high = this.#firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#firsts[middle] as number) <= number) low = middle;
      else high = middle - 1;
    }
    return { part: low, index: number - (this.#firsts[low] as number) };
  }
}

function digestAt(digests: Buffer, index: number): string {
  return digests.toString('latin1', index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
}
