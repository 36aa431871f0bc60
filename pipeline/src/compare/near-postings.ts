import { isFirst } from '../normalize/identity.ts';
import type { PastPosting, PastSegment } from './past-segment.ts';

const MAX_REMEMBERED = 4096;

/** Postings that stood near the place that a read of the feed has come to: some thousand, the oldest go first. */
export class NearPostings {
  readonly #byText = new Map<string, PastPosting>();
  /** Firsts of their keys only. */
  readonly #byKey = new Map<string, PastPosting>();

  add(past: PastSegment): void {
    for (let i = 0; i < past.count; i++) {
      const posting = past.posting(i);
      this.#byText.set(posting.text, posting);
      if (isFirst(posting.kind)) this.#byKey.set(posting.key, posting);
    }
    dropOldest(this.#byText);
    dropOldest(this.#byKey);
  }

  /** The posting that a record with this text became. @param text see `textMark` */
  withText(text: string): PastPosting | undefined {
    return this.#byText.get(text);
  }

  withKey(dedupeKey: string): PastPosting | undefined {
    return this.#byKey.get(dedupeKey);
  }

  clear(): void {
    this.#byText.clear();
    this.#byKey.clear();
  }
}

function dropOldest(map: Map<string, PastPosting>): void {
  for (const key of map.keys()) {
    if (map.size <= MAX_REMEMBERED) return;
    map.delete(key);
  }
}
