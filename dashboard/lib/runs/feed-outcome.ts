import { amountLabel } from '@feedflow/shared/model/amount-label';
import type { Run } from '../api/types.ts';
import type { AnyStatus } from './shown-status.ts';

/** How reading the feed of a run goes, or went. */
export type FeedOutcome =
  /** Not begun, or not ended. */
  | 'waiting'
  | 'reading'
  /** Read to its end; with a 304 there was nothing to read. */
  | 'complete'
  | 'not-modified'
  /** Not read to its end: a user cancelled the run; the feed ends too early, or has more pages; reading failed. */
  | 'cancelled'
  | 'truncated'
  | 'pages-unread'
  | 'interrupted'
  /** Reading failed before the first record. */
  | 'unread';

/** How reading the feed goes, or went: the one source of everything that the page says about it. */
export function feedOutcome(run: Pick<Run, 'status' | 'http' | 'fetch'>): FeedOutcome {
  const { status, http, fetch } = run;
  if (fetch.status === 'completed') {
    if (http?.notModified) return 'not-modified';
    if (fetch.complete !== false) return 'complete';
    return fetch.error?.code === 'feed-incomplete' ? 'pages-unread' : 'truncated';
  }
  if (fetch.status !== 'failed' && status === 'running')
    return fetch.status === 'waiting' ? 'waiting' : 'reading';
  const isCancelled = fetch.error ? fetch.error.code === 'run-cancelled' : status === 'cancelled';
  if (isCancelled) return 'cancelled';
  return fetch.totalFetched === 0 ? 'unread' : 'interrupted';
}

/** Whether all of the feed was read: "No, …" with the reason; null while unknown, or where it goes without saying. */
export function incompleteLabel(run: Pick<Run, 'status' | 'http' | 'fetch'>): string | null {
  switch (feedOutcome(run)) {
    case 'cancelled':
      return 'No, the run was cancelled';
    case 'truncated':
      return 'No, the feed ends too early';
    case 'pages-unread':
      return 'No, pages were not read';
    case 'interrupted':
      return `No, reading stopped after ${amountLabel(run.fetch.totalFetched, 'record')}`;
    case 'unread':
      return 'No, no record could be read';
    default:
      return null;
  }
}

/** The status of the fetch-feed step as it is shown. */
export function shownFetchStatus(run: Pick<Run, 'status' | 'http' | 'fetch'>): AnyStatus {
  const outcome = feedOutcome(run);
  if (outcome === 'cancelled') return 'cancelled';
  if (outcome === 'truncated' || outcome === 'pages-unread') return 'completed-with-errors';
  return run.fetch.status;
}

/** What went wrong with the run as a whole: while its batches are still written, what went wrong with its feed. */
export function shownError(run: Pick<Run, 'status' | 'http' | 'fetch' | 'error'>): Run['error'] {
  if (run.error || run.status !== 'running') return run.error;
  return feedOutcome(run) === 'cancelled' ? null : run.fetch.error;
}

/** Errors of a request that got no response. */
const NO_RESPONSE: readonly string[] = ['feed-unreachable', 'feed-timeout', 'feed-too-slow'];

/** Why there is no response to show: one that is awaited, that never came, or was not requested. */
export function noResponseLabel(run: Pick<Run, 'status' | 'http' | 'fetch' | 'error'>): string {
  const outcome = feedOutcome(run);
  if (outcome === 'waiting') return 'The feed has not been requested yet.';
  if (outcome === 'reading') return 'No response from the server yet.';
  if (outcome === 'cancelled') return 'The run was cancelled before the server responded.';
  const code = (run.fetch.error ?? run.error)?.code ?? '';
  return NO_RESPONSE.includes(code) ? 'No response from the server.' : 'No response was received.';
}

const PHRASES: Record<number, string> = {
  200: 'OK',
  304: 'Not Modified',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  410: 'Gone',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** "404 Not Found". */
export function httpStatusLabel(status: number | null): string {
  if (status === null) return '–';
  const phrase = PHRASES[status];
  return phrase ? `${status} ${phrase}` : String(status);
}
