import type { FeedKeys } from '../identity/feed-keys.ts';
import { GoneKeys } from './gone-keys.ts';

/** The keys of jobs whose records a feed has and the filter of its source skips. */
export class ExcludedKeys {
  readonly #isUsed: boolean;
  /** Of records that were read. */
  readonly read: GoneKeys;
  /** Of records that the last import skipped too, and that were not read. */
  readonly known: GoneKeys;
  hasKnown = false;

  /** @param options.isUsed false where no key is needed: none is kept */
  constructor(keys: FeedKeys, { isUsed }: { isUsed: boolean }) {
    this.#isUsed = isUsed;
    this.read = new GoneKeys(keys);
    this.known = new GoneKeys(keys);
  }

  addRead(keys: string[]): void {
    if (this.#isUsed) for (const key of keys) this.read.add(key);
  }

  addKnown(keys: string[]): void {
    if (!this.#isUsed) return;
    this.hasKnown = true;
    for (const key of keys) this.known.add(key);
  }

  /** Whether the record of a job was skipped, and only in parts of the feed that were not read. */
  isKnown(key: string): boolean {
    return this.known.has(key) && !this.read.has(key);
  }

  has(key: string): boolean {
    return this.read.has(key) || this.known.has(key);
  }
}
