import { FeedflowError } from '@feedflow/shared/errors';
import type { Adapter, FeedEvidence } from './adapter.ts';
import { atom } from './adapters/atom.ts';
import { generic } from './adapters/generic.ts';
import { jobvite } from './adapters/jobvite.ts';
import { personio } from './adapters/personio.ts';
import { rss } from './adapters/rss.ts';

/** In the order in which they are asked: the more particular first, `generic` takes what is left. */
export const ADAPTERS: readonly Adapter[] = [personio, jobvite, atom, rss, generic];

/**
 * The adapter for a feed: the one a source forces, else the first that recognizes it.
 * @throws FeedflowError feed-mapping-invalid for a name that is none of ours
 */
export function chooseAdapter(feed: FeedEvidence, forced: string | null): Adapter {
  if (forced === null) return ADAPTERS.find((adapter) => adapter.detect(feed)) ?? generic;
  const adapter = ADAPTERS.find((candidate) => candidate.name === forced);
  if (adapter) return adapter;
  const names = ADAPTERS.map((candidate) => candidate.name).sort();
  throw new FeedflowError(
    'feed-mapping-invalid',
    `there is no dialect "${forced}"; known are ${names.join(', ')}`,
    {
      details: { dialect: forced },
    },
  );
}
