import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  type WriteError,
} from 'mongodb';
import { systemCode } from '../system-code.ts';

/** MongoDB's code for a write that a unique index refuses. */
export const DUPLICATE_KEY = 11_000;

/** Whether a unique index refused the write; of a bulk write, whether that is why each refused write failed. */
export function isDuplicateKey(error: unknown): boolean {
  if (!(error instanceof MongoBulkWriteError)) {
    return error instanceof MongoServerError && error.code === DUPLICATE_KEY;
  }
  const refused = refusedWrites(error);
  return refused.length > 0 && refused.every(({ code }) => code === DUPLICATE_KEY);
}

/** The writes of a bulk write that were refused. None if something else stopped it, such as a lost connection. */
export function refusedWrites(error: MongoBulkWriteError): WriteError[] {
  return [error.writeErrors].flat();
}

/** MongoDB's MaxTimeMSExpired. */
const TIME_LIMIT_EXCEEDED = 50;

/** Whether a command was given up after its `maxTimeMS`. */
export function isTimeLimitExceeded(error: unknown): boolean {
  return error instanceof MongoServerError && error.code === TIME_LIMIT_EXCEEDED;
}

/** Names of driver errors that mean "not now", whatever the command. */
const UNAVAILABLE_NAMES = new Set([
  'MongoPoolClearedError',
  'MongoPoolClosedError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoClientClosedError',
  'MongoWaitQueueTimeoutError',
]);

/** Codes of a server that is shutting down or is not the primary (any more). */
const UNAVAILABLE_CODES = new Set<unknown>([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436]);

/** What a socket's own error carries; the driver lets one through when it breaks under a large command. */
const SOCKET_CODES = new Set<unknown>(['EPIPE', 'ECONNRESET']);

/**
 * Whether an error says that MongoDB cannot be reached or is changing its primary: the command itself
 * is valid, so it will succeed later and should not use up an attempt.
 */
export function isMongoUnavailable(thrown: unknown): boolean {
  const error = withoutBulkWrapping(thrown);
  if (!(error instanceof MongoError)) return SOCKET_CODES.has(systemCode(error));
  return (
    error instanceof MongoNetworkError ||
    error instanceof MongoServerSelectionError ||
    (error instanceof MongoServerError && UNAVAILABLE_CODES.has(error.code)) ||
    UNAVAILABLE_NAMES.has(error.name) ||
    error.hasErrorLabel('RetryableWriteError')
  );
}

/** A bulk write hides what stopped it, class and labels, inside an error of its own. */
function withoutBulkWrapping(error: unknown): unknown {
  if (!(error instanceof MongoBulkWriteError)) return error;
  const inner: unknown = error.errorResponse;
  return inner instanceof Error ? inner : error;
}
