import { type FeedRequest, readFeedRequest } from '../feed-parameters.ts';
import { planParameters } from './parameter-plan.ts';
import type { FeedPlan } from './record-plan.ts';
import { planSource, type SourceRevision } from './source-plan.ts';

/** Any feed that the server can serve: made by parameters, or a sample source at a revision. */
export type FeedSpec = FeedRequest | SourceRevision;

/**
 * The plan of a whole feed, without the faults of sending.
 *
 * @throws FeedflowError 'request-invalid' when a parameter is wrong
 * @throws RangeError when it names a source that does not exist
 */
export function planFeed(spec: FeedSpec): FeedPlan {
  return 'source' in spec ? planSource(spec) : planParameters(readFeedRequest(spec));
}
