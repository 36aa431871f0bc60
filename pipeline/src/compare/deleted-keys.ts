import { GrowingBuffer } from '@feedflow/shared/process/growing-buffer';
import { DeletionSigns } from '../deletions.ts';
import { type FeedKeys, half } from '../identity/feed-keys.ts';
import { KeyTable } from '../identity/key-table.ts';
import type { Deletion } from '../record.ts';

const KEY_BYTES = 20;
const INITIAL_BYTES = 4_096;

/** The keys of the jobs that a feed deletes by name, 20 bytes each. */
export class DeletedKeys {
  readonly #keys: FeedKeys;
  readonly #table = new KeyTable();
  readonly #bytes = new GrowingBuffer(INITIAL_BYTES);
  /** Deletions that name no job whose key is known. */
  unknown = 0;
  readonly signs = new DeletionSigns();

  constructor(keys: FeedKeys) {
    this.#keys = keys;
  }

  add(deletion: Deletion): void {
    this.signs.add(deletion);
    let known = 0;
    for (const name of deletion.jobs) {
      const key = this.#keys.keyOf(name);
      if (key === null) continue;
      known += 1;
      this.addKey(key);
    }
    if (known < Math.max(deletion.jobs.length, 1)) this.unknown += 1;
  }

  /** Adds the key of a job that an earlier feed deletes. */
  addKey(key: string): void {
    const [high, low] = [half(key, 0), half(key, 8)];
    const slot = this.#table.find(high, low);
    if (this.#table.isTaken(slot)) return;
    this.#table.put(slot, high, low, 0);
    this.#bytes.append(Buffer.from(key, 'hex'));
  }

  has(key: string): boolean {
    return this.#table.has(half(key, 0), half(key, 8));
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
