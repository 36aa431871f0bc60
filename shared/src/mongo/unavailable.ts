import { MongoError, MongoNetworkError, MongoServerSelectionError } from 'mongodb';

/** Names of driver errors that mean "not now", whatever was asked. */
const UNAVAILABLE_NAMES = new Set([
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoWaitQueueTimeoutError',
]);

/**
 * Whether an error says that MongoDB cannot be reached or is changing its primary: nothing is wrong with
 * what was asked, so waiting mends it and a try spent on it would be a try lost.
 */
export function isMongoUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false;
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    UNAVAILABLE_NAMES.has(error.name) ||
    error.hasErrorLabel('RetryableWriteError')
  );
}
