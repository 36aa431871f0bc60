import { GrowingBuffer } from '@feedflow/shared/process/growing-buffer';
import type { FeedKeys } from '../identity/feed-keys.ts';
import { KeyTable } from '../identity/key-table.ts';

const KEY_BYTES = 20;
const INITIAL_BYTES = 4_096;

/** Keys of jobs that a feed says are gone, unless it lists them as well; 20 bytes each. */
export class GoneKeys {
  readonly #keys: FeedKeys;
  readonly #table = new KeyTable();
  readonly #bytes = new GrowingBuffer(INITIAL_BYTES);

  /** @param keys of the feed */
  constructor(keys: FeedKeys) {
    this.#keys = keys;
  }

  add(key: string): void {
    if (this.#table.addKey(key)) this.#bytes.append(Buffer.from(key, 'hex'));
  }

  has(key: string): boolean {
    return this.#table.hasKey(key);
  }

  /** The keys of jobs that are not in the feed as well: a job that is listed stays open. */
  *gone(): Generator<string> {
    const bytes = this.#bytes.from(0);
    for (let at = 0; at < bytes.length; at += KEY_BYTES) {
      const key = bytes.toString('hex', at, at + KEY_BYTES);
      if (!this.#keys.hasKey(key)) yield key;
    }
  }
}
