import { errorMessage } from '../errors.ts';
import { systemCode } from '../system-code.ts';

/** Replies of a server that refuses commands or writes; a script has them somewhere in its message. */
const REFUSAL =
  /(?:^|[\s-])(?:OOM|READONLY|LOADING|MISCONF|CLUSTERDOWN|MASTERDOWN|NOREPLICAS|BUSY|TRYAGAIN|UNBLOCKED) /;

/** Names of ioredis' errors for commands that never reached a server. */
const UNREACHED_NAMES = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

/** Messages of those that are plain errors. */
const UNREACHED =
  /^(?:Connection is closed|Command timed out|Stream isn't writeable|Cluster is(?:n't ready| dis))/;

/** What a socket's own error carries, or that of a look-up of the server's name. */
const SOCKET_CODES = new Set<unknown>([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/**
 * Whether an error says that Redis cannot be reached, or refuses to write: its memory is full, it is a replica, is
 * loading its data or cannot save it. The command itself is valid, so it will succeed later and should not
 * use up an attempt.
 */
export function isRedisUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'ReplyError')
    return REFUSAL.test(error.message) || causesOf(error).some(isRedisUnavailable);
  return isUnreached(error);
}

function isUnreached({ name, message }: Error): boolean {
  return UNREACHED_NAMES.has(name) || UNREACHED.test(message);
}

/** The same for what a connection itself reports, where a socket's error cannot be that of anything else. */
export function isRedisConnectionLost(error: unknown): boolean {
  return isRedisUnavailable(error) || SOCKET_CODES.has(systemCode(error));
}

/** A transaction that Redis refused gives the reason only in the errors before its own. */
function causesOf(error: unknown): unknown[] {
  const before: unknown = error instanceof Error ? Reflect.get(error, 'previousErrors') : undefined;
  return Array.isArray(before) ? before : [];
}

/** Why Redis did not take a command: what it replied, or that it cannot be reached, without ioredis' words for that. */
export function redisFault(error: unknown): string {
  const cause = causesOf(error)[0] ?? error;
  return cause instanceof Error && isUnreached(cause) ? 'it cannot be reached' : errorMessage(cause, 200);
}
