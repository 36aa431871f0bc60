import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import type { FeedKeys } from '../identity/feed-keys.ts';
import type { RecordFailure } from '../record/record.ts';
import { openAmong } from './missing-keys.ts';

const MAX_KEYS = 10_000;

/**
 * The records of a feed that could not become jobs. Their jobs are in the feed nevertheless: none of them is missing.
 */
export class FailedRecords {
  readonly #feedKeys: FeedKeys;
  /** Keys that their jobs may have. */
  readonly #keys: string[] = [];
  /** Those whose job is unknown. */
  unreadable = 0;

  constructor(keys: FeedKeys) {
    this.#feedKeys = keys;
  }

  add(failure: RecordFailure): void {
    const keys = this.#feedKeys.keepListed(failure);
    if (keys.length === 0) this.unreadable += 1;
    for (const key of keys) if (this.#keys.length <= MAX_KEYS) this.#keys.push(key);
  }

  /** Whether some are of open jobs: these are in the feed, and in no manifest. */
  async haveOpenJobs(jobs: Pick<Jobs, 'openAmong'>): Promise<boolean> {
    if (this.#keys.length > MAX_KEYS) return true;
    const unread = this.#keys.filter((key) => !this.#feedKeys.isClaimed(key));
    for await (const _ of openAmong(jobs, unread)) return true;
    return false;
  }
}
