import { FeedflowError } from '@feedflow/shared/errors';
import type { FeedParameters } from './feed-parameters.ts';

/** Feeds at a URL that stays while its content is changed: what an importer's source looks like. */
export interface PublishedFeeds {
  /** @throws FeedflowError 'request-invalid' when the name is not fit for a URL */
  put(name: string, feeds: FeedParameters[]): void;
  /** The feed for the next fetch: each is served once, the last one from then on. */
  take(name: string): FeedParameters | undefined;
}

/** No feeds yet. */
export function createPublishedFeeds(): PublishedFeeds {
  const feedsByName = new Map<string, FeedParameters[]>();
  return {
    put(name, feeds) {
      if (!/^[A-Za-z0-9._-]{1,100}$/.test(name)) {
        throw new FeedflowError(
          'request-invalid',
          `the name of a published feed is ${JSON.stringify(name)}: must be 1 to 100 letters, digits, dots, dashes or underscores`,
        );
      }
      feedsByName.set(name, [...feeds]);
    },
    take(name) {
      const feeds = feedsByName.get(name);
      return feeds && feeds.length > 1 ? feeds.shift() : feeds?.[0];
    },
  };
}
