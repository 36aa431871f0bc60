import type { FeedKeys } from '../identity/feed-keys.ts';
import { DeletionSigns } from '../record/deletions.ts';
import type { Deletion } from '../record/record.ts';
import { GoneKeys } from './gone-keys.ts';

/** The jobs that a feed deletes by name. */
export class DeletedKeys {
  readonly #feedKeys: FeedKeys;
  readonly keys: GoneKeys;
  /** Deletions that name no job whose key is known. */
  unknown = 0;
  readonly signs = new DeletionSigns();

  constructor(keys: FeedKeys) {
    this.#feedKeys = keys;
    this.keys = new GoneKeys(keys);
  }

  add(deletion: Deletion): void {
    this.signs.add(deletion);
    let known = 0;
    for (const name of deletion.jobs) {
      const key = this.#feedKeys.keyOf(name);
      if (key === null) continue;
      known += 1;
      this.keys.add(key);
    }
    if (known < Math.max(deletion.jobs.length, 1)) this.unknown += 1;
  }
}
