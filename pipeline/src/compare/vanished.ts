import type { Jobs } from '@feedflow/shared/mongo/jobs/jobs';
import { type FeedKeys, isFirst } from '../normalize/identity.ts';
import type { ManifestReader } from './manifest-reader.ts';

/** Keys of postings that an earlier read of the feed had and the present one has not. */
export async function* vanishedSince(reader: ManifestReader, keys: FeedKeys): AsyncGenerator<string> {
  for await (const past of reader.lost()) {
    for (let i = 0; i < past.count; i++) {
      if (isFirst(past.kind(i)) && !keys.has(past.keyHigh(i), past.keyLow(i))) yield past.key(i);
    }
  }
}

/** Keys of open postings of a source that its feed has not. */
export async function* findVanished(
  jobs: Pick<Jobs, 'openKeys'>,
  sourceUrl: string,
  keys: FeedKeys,
): AsyncGenerator<string> {
  for await (const key of jobs.openKeys(sourceUrl)) {
    if (!keys.hasKey(key)) yield key;
  }
}
