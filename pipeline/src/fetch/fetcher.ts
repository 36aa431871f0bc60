import { FeedflowError } from '@feedflow/shared/errors';
import type { HttpFacts } from '@feedflow/shared/model/run';
import { Agent, type Dispatcher } from 'undici';
import { createGuardedConnector } from './address-guard.ts';
import { decompress } from './decompress.ts';
import { toFeedError } from './network-errors.ts';
import { type Answer, requestFollowing } from './redirects.ts';
import { answerError } from './response-error.ts';
import { TimeBudget } from './time-budget.ts';

export interface FetcherOptions {
  /** For connecting, for the headers, and between two pieces of the body. */
  timeoutMs: number;
  /** Of waiting for the server, in all. */
  totalTimeoutMs: number;
  /** A feed that arrives more slowly is given up; 0 for no such limit. Bytes as they are sent: compressed, mostly. */
  minBytesPerSecond: number;
  /** The time of waiting for the server over which the speed is averaged. @default 60000 */
  speedWindowMs?: number;
  /** After decompression. */
  maxBytes: number;
  /** Lets loopback and private networks be read. */
  allowPrivateHosts: boolean;
  userAgent: string;
}

export interface FeedRequest {
  url: string;
  /** Validators of the last read: with one, the server may answer that nothing changed. */
  etag?: string | null;
  lastModified?: string | null;
  /** Further request headers of the source. They go to its own origin only. */
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export interface FetchedFeed {
  /** `bytes` grows while the body is read. */
  http: HttpFacts;
  /** The body, decompressed; nothing after a 304. To be read once. Throws FeedflowError where it breaks off. */
  body: AsyncGenerator<Buffer>;
  /** Lets go of the connection, whether or not the body was read. May be called again. */
  discard(): Promise<void>;
}

/** Reads feeds over HTTP. */
export interface FeedFetcher {
  /**
   * Asks for a feed and returns when its headers are here and say 200 or 304. `body` must then be read to
   * its end, or `discard` be called.
   * @throws FeedflowError feed-url-invalid, feed-address-refused, feed-redirect-refused, feed-unauthorized,
   *   feed-not-found, feed-gone, feed-rate-limited, feed-http-error, feed-unreachable, feed-timeout, feed-too-slow,
   *   feed-too-large, feed-encoding-invalid; the reason of `signal` where that was aborted
   */
  fetch(request: FeedRequest): Promise<FetchedFeed>;
  /** Ends all connections. */
  close(): Promise<void>;
}

const SPEED_WINDOW_MS = 60_000;

/** A client for feeds that streams, keeps its limits, and dials public addresses only (unless told otherwise). */
export function createFetcher(options: FetcherOptions): FeedFetcher {
  const { timeoutMs } = options;
  const agent = new Agent({
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect: options.allowPrivateHosts
      ? { timeout: timeoutMs, allowH2: false }
      : createGuardedConnector({ timeoutMs }),
    allowH2: false,
    keepAliveTimeout: 1000,
  });

  return {
    fetch: (request) => fetchFeed(agent, options, request),
    close: () => agent.destroy(),
  };
}

async function fetchFeed(
  agent: Dispatcher,
  options: FetcherOptions,
  request: FeedRequest,
): Promise<FetchedFeed> {
  const url = parseUrl(request.url);
  const budget = new TimeBudget({
    totalMs: options.totalTimeoutMs,
    minBytesPerSecond: options.minBytesPerSecond,
    windowMs: options.speedWindowMs ?? SPEED_WINDOW_MS,
  });
  const signal = request.signal ? AbortSignal.any([request.signal, budget.signal]) : budget.signal;
  const answer = await budget.spend(
    requestFollowing(agent, { url, headers: headersFor(request, options), signal }),
  );
  const { response } = answer;
  const discard = async (): Promise<void> => {
    response.body.on('error', () => {}).destroy();
  };
  try {
    const http = factsOf(answer);
    const conditional = Boolean(request.etag || request.lastModified);
    const refused = answerError({ ...answer, conditional, status: http.status ?? 0 }, Date.now());
    if (refused) throw refused;
    const limit = checkLength(answer, options.maxBytes);
    const body = http.notModified ? none() : readBody(answer, { http, budget, signal, limit, discard });
    if (http.notModified) await discard();
    return { http, body, discard };
  } catch (error) {
    await discard();
    throw error;
  }
}

interface BodyContext {
  http: HttpFacts;
  budget: TimeBudget;
  signal: AbortSignal;
  limit: number;
  discard(): Promise<void>;
}

async function* readBody(
  answer: Answer,
  { http, budget, signal, limit, discard }: BodyContext,
): AsyncGenerator<Buffer> {
  try {
    const raw = withinBudget(answer.response.body, budget);
    for await (const chunk of decompress(raw, answer.header('content-encoding'))) {
      http.bytes += chunk.length;
      if (http.bytes > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (error) {
    // An abort ends the body with an error of the client's own; the reason says more.
    throw signal.aborted ? signal.reason : toFeedError(error, answer.url);
  } finally {
    await discard();
  }
}

async function* withinBudget(body: AsyncIterable<Buffer>, budget: TimeBudget): AsyncGenerator<Buffer> {
  const iterator = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await budget.receive(iterator.next());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

async function* none(): AsyncGenerator<Buffer> {}

function headersFor(request: FeedRequest, options: FetcherOptions): Record<string, string> {
  return {
    'user-agent': options.userAgent,
    accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
    'accept-encoding': 'gzip, br, deflate',
    ...(request.etag ? { 'if-none-match': request.etag } : {}),
    ...(request.lastModified ? { 'if-modified-since': request.lastModified } : {}),
    ...request.headers,
  };
}

function factsOf(answer: Answer): HttpFacts {
  const { statusCode } = answer.response;
  return {
    status: statusCode,
    finalUrl: answer.url,
    etag: answer.header('etag'),
    lastModified: answer.header('last-modified'),
    contentType: answer.header('content-type'),
    bytes: 0,
    notModified: statusCode === 304,
    movedTo: answer.movedTo,
  };
}

/** The limit for the body; a body that is declared larger, uncompressed, is not begun. */
function checkLength(answer: Answer, maxBytes: number): number {
  const declared = Number(answer.header('content-length') ?? 0);
  if (answer.header('content-encoding') === null && declared > maxBytes) throw tooLarge(maxBytes);
  return maxBytes;
}

function tooLarge(maxBytes: number): FeedflowError {
  return new FeedflowError('feed-too-large', `the feed is larger than ${maxBytes} bytes (FETCH_MAX_BYTES)`, {
    details: { maxBytes },
  });
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new FeedflowError('feed-url-invalid', 'the URL of the feed is not an http or https address');
}
