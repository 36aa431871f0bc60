import { isFirst } from '../identity/feed-keys.ts';
import type { PastJob, PastSegment } from './past-segment.ts';

const MAX_JOBS = 4096;

/**
 * Jobs of an earlier reading that were near the current position in the feed: some thousand, the oldest are dropped
 * first.
 */
export class NearbyJobs {
  readonly #byText = new Map<string, PastJob>();
  /** First occurrences only. */
  readonly #byKey = new Map<string, PastJob>();

  add(past: PastSegment): void {
    for (let i = 0; i < past.count; i++) {
      const job = past.job(i);
      this.#byText.set(job.text, job);
      if (isFirst(job.kind)) this.#byKey.set(job.key, job);
    }
    dropOldest(this.#byText);
    dropOldest(this.#byKey);
  }

  /** The job of a record with this text. @param text see `textMark` */
  withText(text: string): PastJob | undefined {
    return this.#byText.get(text);
  }

  withKey(dedupeKey: string): PastJob | undefined {
    return this.#byKey.get(dedupeKey);
  }

  clear(): void {
    this.#byText.clear();
    this.#byKey.clear();
  }
}

function dropOldest(map: Map<string, PastJob>): void {
  for (const key of map.keys()) {
    if (map.size <= MAX_JOBS) return;
    map.delete(key);
  }
}
