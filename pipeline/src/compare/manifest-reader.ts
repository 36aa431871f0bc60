import type { ImportManifest, ImportManifests } from '@feedflow/shared/mongo/import-manifests';
import { NearPostings } from './near-postings.ts';
import { PastSegment } from './past-segment.ts';

const DIGEST_BYTES = 20;
/** Parts held at a time, about a megabyte each. */
const MAX_HELD_PARTS = 4;
/** Segments looked at beyond those that changed. */
const AHEAD_SEGMENTS = 2;

/** Where the parts of a manifest are read from. */
export type ManifestParts = Pick<ImportManifests, 'digests' | 'segments'>;

/** A segment's place in a manifest. */
export interface SegmentPlace {
  part: number;
  index: number;
}

interface HeldPart {
  bytes: Buffer;
  /** Where each segment begins. */
  starts: Uint32Array;
}

/** Looks up segments of an earlier read. Holds their digests, and of the rest only what is looked at. */
export class ManifestReader {
  readonly #manifests: ManifestParts;
  readonly #parts: string[];
  /** First number of each part: segments are numbered through. */
  readonly #firsts: number[] = [];
  readonly #total: number;
  readonly #byDigest = new Map<string, number>();
  readonly #found: Uint8Array;
  readonly #held = new Map<number, HeldPart>();
  readonly #segment = new PastSegment();
  /** Those of the segments that the feed has come to and that were not found in it. */
  readonly near = new NearPostings();
  /** The number of the segment that the feed has come to. */
  #next = 0;
  #nearEnd = 0;

  /** @returns null where a part of the manifest is missing */
  static async open(manifests: ManifestParts, manifest: ImportManifest): Promise<ManifestReader | null> {
    const digests = await manifests.digests(manifest.parts);
    return digests && new ManifestReader(manifests, manifest.parts, digests);
  }

  private constructor(manifests: ManifestParts, parts: string[], digests: Buffer[]) {
    this.#manifests = manifests;
    this.#parts = parts;
    let number = 0;
    for (const bytes of digests) {
      this.#firsts.push(number);
      for (let at = 0; at < bytes.length; at += DIGEST_BYTES) {
        this.#byDigest.set(bytes.toString('latin1', at, at + DIGEST_BYTES), number++);
      }
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

  /** The segment with this digest, good until the next call of anything here; null where there is none. */
  async find(digest: string): Promise<{ past: PastSegment; place: SegmentPlace } | null> {
    const number = this.#byDigest.get(digest);
    if (number === undefined) return null;
    return { past: await this.#read(number), place: this.#placeOf(number) };
  }

  /** Notes that the feed still has a segment, and goes on behind it. */
  take({ part, index }: SegmentPlace): void {
    const number = (this.#firsts[part] as number) + index;
    this.#found[number] = 1;
    this.#next = number + 1;
    this.near.clear();
    this.#nearEnd = this.#next;
  }

  /**
   * Remembers the postings that stood where the feed has changed, in `near`. To be called for each segment of
   * it that is new, before its records are looked for.
   */
  async lookAhead(): Promise<void> {
    const until = Math.min(this.#total, this.#next + AHEAD_SEGMENTS + 1);
    this.#next = Math.min(this.#total, this.#next + 1);
    for (; this.#nearEnd < until; this.#nearEnd++) {
      if (this.#found[this.#nearEnd]) continue;
      this.near.add(await this.#read(this.#nearEnd));
    }
  }

  /** The segments that the feed has no more, each good until the next. */
  async *lost(): AsyncGenerator<PastSegment> {
    for (let number = 0; number < this.#total; number++) {
      if (!this.#found[number]) yield await this.#read(number);
    }
  }

  async #read(number: number): Promise<PastSegment> {
    const { part, index } = this.#placeOf(number);
    const held = this.#held.get(part) ?? (await this.#hold(part));
    return this.#segment.read(held.bytes, held.starts[index] as number);
  }

  async #hold(part: number): Promise<HeldPart> {
    const bytes = await this.#manifests.segments(this.partId(part));
    const starts = new Uint32Array(this.partLength(part));
    let at = 0;
    for (let index = 0; index < starts.length; index++) {
      starts[index] = at;
      at += 4 + bytes.readUInt32BE(at);
    }
    const held = { bytes, starts };
    const [oldest] = this.#held.keys();
    if (this.#held.size >= MAX_HELD_PARTS && oldest !== undefined) this.#held.delete(oldest);
    this.#held.set(part, held);
    return held;
  }

  #placeOf(number: number): SegmentPlace {
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
