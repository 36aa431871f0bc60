import { type Clock, systemClock } from '@feedflow/shared/process/clock';
import { type FeedRequest, readFeedRequest } from './feed-parameters.ts';
import { createLoopbackServer, type LoopbackServer } from './loopback-server.ts';
import type { SourceRevision } from './plan/source-plan.ts';
import { createPublishedFeeds } from './published-feeds.ts';
import { createRequestHandler } from './request-handler.ts';
import { createSourceStates } from './source-states.ts';

export interface SampleFeedsOptions {
  /** @default '127.0.0.1' */
  host?: string;
  /** 0 takes a free one. @default 0 */
  port?: number;
  /** Chooses the content of the sample sources, 0 to 4294967295. @default 1 */
  seed?: number;
  /** Read once, at creation: the dates of the sample sources are relative to it. @default systemClock */
  clock?: Clock;
}

export interface SampleFeeds extends LoopbackServer {
  /** The state of `/sources/SOURCE` at a revision (from 1): for `expectFeed` and `expectChange`. */
  sourceAt(source: string, revision: number): SourceRevision;
  /**
   * Makes `/published/NAME` serve these feeds, one per fetch; the last one stays. Publishing again changes
   * what the same URL serves.
   *
   * @returns the path
   * @throws FeedflowError 'request-invalid'
   */
  publish(name: string, ...feeds: [FeedRequest, ...FeedRequest[]]): string;
}

/** A server of job feeds: sample sources that change with every fetch, and feeds of any size and fault. */
export function createSampleFeeds(options: SampleFeedsOptions = {}): SampleFeeds {
  const { host = '127.0.0.1', port = 0, seed = 1, clock = systemClock } = options;
  const startedAtMs = clock().getTime();
  const sourceAt = (source: string, revision: number) => ({ source, revision, seed, startedAtMs });
  const published = createPublishedFeeds();
  const handler = createRequestHandler({ states: createSourceStates(), published, sourceAt });

  return {
    ...createLoopbackServer(handler, { host, port }),
    sourceAt,
    publish(name, ...feeds) {
      published.put(name, feeds.map(readFeedRequest));
      return `/published/${name}`;
    },
  };
}
