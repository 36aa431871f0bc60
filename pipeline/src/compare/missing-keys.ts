import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import type { ManifestReader } from './manifest-reader.ts';

/** Keys of the jobs that an earlier reading of the feed had and this one has not. */
export async function* keysMissingSince(reader: ManifestReader, keys: FeedKeys): AsyncGenerator<string> {
  for await (const past of reader.missing()) {
    for (let i = 0; i < past.count; i++) {
      if (isFirst(past.kind(i)) && !keys.has(past.keyHigh(i), past.keyLow(i))) yield past.key(i);
    }
  }
}

/** Keys of the open jobs of a source that are not in its feed. */
export async function* openKeysMissing(
  jobs: Pick<Jobs, 'openKeys'>,
  sourceUrl: string,
  keys: FeedKeys,
): AsyncGenerator<string> {
  for await (const key of jobs.openKeys(sourceUrl)) {
    if (!keys.hasKey(key)) yield key;
  }
}
