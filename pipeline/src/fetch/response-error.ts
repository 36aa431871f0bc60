import { type ErrorCode, FeedflowError } from '@feedflow/shared/errors';
import { retryAfterMs } from './retry-after.ts';

/** What the status line and the headers of a response say. */
export interface ResponseFacts {
  status: number;
  /** Whether the request had validators: only then can the response be "not modified". */
  conditional: boolean;
  /** Without credentials. */
  url: string;
  retryAfter: string | null;
  /** Cloudflare's header that marks a challenge page. */
  mitigated: string | null;
}

const CODES: Record<number, ErrorCode> = {
  401: 'feed-unauthorized',
  403: 'feed-unauthorized',
  404: 'feed-not-found',
  410: 'feed-gone',
  429: 'feed-rate-limited',
};

const ADVICE: Partial<Record<ErrorCode, string>> = {
  'feed-unauthorized': 'the server denies access; check the credentials of the source',
  'feed-not-found': 'there is nothing at this address; check the URL of the source',
  'feed-gone': 'the feed was removed permanently',
  'feed-rate-limited': 'the server limits the rate of requests',
};

/** The error of a response; null for 200, and for 304 to a conditional request. */
export function responseError(response: ResponseFacts, now: number): FeedflowError | null {
  const { status, url } = response;
  if (status === 200 || (status === 304 && response.conditional)) return null;
  const code = CODES[status] ?? 'feed-http-error';
  const challenge = response.mitigated === null ? '' : ' (a page that checks whether the visitor is human)';
  const advice = ADVICE[code] ?? 'expected 200 and a feed';
  const wait = retryAfterMs(response.retryAfter, now);
  return new FeedflowError(code, `${url} responded with ${status}${challenge}: ${advice}`, {
    details: { status, url, retryAfterMs: wait ?? undefined },
  });
}
