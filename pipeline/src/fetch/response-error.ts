import { type ErrorCode, FeedflowError } from '@feedflow/shared/errors';
import { retryAfterMs } from './retry-after.ts';

/** What came back, as far as the status line and the headers go. */
export interface AnswerFacts {
  status: number;
  /** Whether the request had validators: without them nothing can be "not modified". */
  conditional: boolean;
  /** Without credentials. */
  url: string;
  retryAfter: string | null;
  /** Cloudflare's own word for "this is a challenge page". */
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
  'feed-unauthorized': 'the server does not let Feedflow in; check the credentials of the source',
  'feed-not-found': 'there is nothing at this address; check the URL of the source',
  'feed-gone': 'the server says the feed is gone for good',
  'feed-rate-limited': 'the server asks to come back later',
};

/** The failure that an answer is; null for 200, and for 304 where that was asked for. */
export function answerError(answer: AnswerFacts, now: number): FeedflowError | null {
  const { status, url } = answer;
  if (status === 200 || (status === 304 && answer.conditional)) return null;
  const code = CODES[status] ?? 'feed-http-error';
  const challenge = answer.mitigated === null ? '' : ' (a page that asks whether the visitor is human)';
  const advice = ADVICE[code] ?? 'expected 200 and a feed';
  const wait = retryAfterMs(answer.retryAfter, now);
  return new FeedflowError(code, `${url} answered ${status}${challenge}: ${advice}`, {
    details: { status, url, retryAfterMs: wait ?? undefined },
  });
}
