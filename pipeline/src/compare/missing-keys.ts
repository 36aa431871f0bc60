import type { Jobs, OpenJob } from '@feedflow/shared/mongo/jobs/jobs';
import { inSlices } from '@feedflow/shared/slices';
import { type FeedKeys, isFirst } from '../identity/feed-keys.ts';
import { KeyTable } from '../identity/key-table.ts';
import type { ManifestReader } from './manifest-reader.ts';

const KEYS_PER_LOOK_UP = 1_000;

/** Keys of the jobs that an earlier reading of the feed had and this one has not. */
export async function* keysMissingSince(reader: ManifestReader, keys: FeedKeys): AsyncGenerator<string> {
  for await (const past of reader.missing()) {
    for (let i = 0; i < past.count; i++) {
      if (isFirst(past.kind(i)) && !keys.has(past.keyHigh(i), past.keyLow(i))) yield past.key(i);
    }
  }
}

/** The open jobs of a source that are not in its feed. */
export async function* openJobsMissing(
  jobs: Pick<Jobs, 'openJobs'>,
  sourceUrl: string,
  keys: FeedKeys,
): AsyncGenerator<OpenJob> {
  for await (const job of jobs.openJobs(sourceUrl)) {
    if (!keys.hasKey(job.dedupeKey)) yield job;
  }
}

/** Those of some keys whose jobs are open. */
export async function* openAmong(
  jobs: Pick<Jobs, 'openAmong'>,
  some: AsyncIterable<string> | Iterable<string>,
): AsyncGenerator<string> {
  for await (const keys of inSlices(some, KEYS_PER_LOOK_UP)) yield* await jobs.openAmong(keys);
}

/** Tells the keys of the jobs that an earlier reading of the feed had and this one has not, in little memory. */
export async function wasMissedSince(
  reader: ManifestReader,
  keys: FeedKeys,
): Promise<(key: string) => boolean> {
  const missing = new KeyTable();
  for await (const key of keysMissingSince(reader, keys)) missing.addKey(key);
  return (key) => missing.hasKey(key);
}
