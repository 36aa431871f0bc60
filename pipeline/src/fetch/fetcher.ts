import { FeedflowError } from '@feedflow/shared/errors';
import type { HttpFacts } from '@feedflow/shared/model/run';
import { Agent, type Dispatcher } from 'undici';
import { createGuardedConnector } from './address-guard.ts';
import { decompress } from './decompress.ts';
import { toFeedError } from './network-errors.ts';
import { type FinalResponse, requestFollowing } from './redirects.ts';
import { responseError } from './response-error.ts';
import { TimeBudget } from './time-budget.ts';

export interface FetcherOptions {
  /** The timeout for connecting, for the headers, and between two pieces of the body. */
  timeoutMs: number;
  /** The total time of waiting for the server. */
  totalTimeoutMs: number;
  /** A feed that arrives more slowly fails; 0 for no limit. Bytes as they are sent: mostly compressed. */
  minBytesPerSecond: number;
  /** The time of waiting for the server over which the speed is averaged. @default 60000 */
  speedWindowMs?: number;
  /** After decompression. */
  maxBytes: number;
  /** Allows loopback and private networks. */
  allowPrivateHosts: boolean;
  userAgent: string;
}

export interface FeedRequest {
  url: string;
  /** Validators of the last response: with one, the response may be "not modified". */
  etag?: string | null;
  lastModified?: string | null;
  /** Further request headers of the source. They are sent to its own origin only. */
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export interface FetchedFeed {
  /** `bytes` grows while the body is read. */
  http: HttpFacts;
  /** The body, decompressed; empty after a 304. Can be read once. Throws FeedflowError if it fails half-way. */
  body: AsyncGenerator<Buffer>;
  /** Releases the connection, whether or not the body was read. May be called again. */
  discard(): Promise<void>;
}

/** Reads feeds over HTTP. */
export interface FeedFetcher {
  /**
   * Requests a feed and returns once the headers of a 200 or 304 response have arrived. Read `body` to its end or
   * call `discard` afterwards.
   * @throws FeedflowError feed-url-invalid, feed-address-refused, feed-redirect-refused, feed-unauthorized,
   *   feed-not-found, feed-gone, feed-rate-limited, feed-http-error, feed-unreachable, feed-timeout, feed-too-slow,
   *   feed-too-large, feed-encoding-invalid; the reason of `signal` if it was aborted
   */
  fetch(request: FeedRequest): Promise<FetchedFeed>;
  /** Ends all connections. */
  close(): Promise<void>;
}

const SPEED_WINDOW_MS = 60_000;

/** A client for feeds that streams, keeps its limits, and connects to public addresses only (by default). */
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
  const final = await budget.spend(
    requestFollowing(agent, { url, headers: headersFor(request, options), signal }),
  );
  const { response } = final;
  const discard = async (): Promise<void> => {
    response.body.on('error', () => {}).destroy();
  };
  try {
    const http = factsOf(final);
    const conditional = Boolean(request.etag || request.lastModified);
    const error = responseError({ ...final, conditional, status: http.status ?? 0 }, Date.now());
    if (error) throw error;
    const limit = checkLength(final, options.maxBytes);
    const body = http.notModified ? none() : readBody(final, { http, budget, signal, limit, discard });
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
  final: FinalResponse,
  { http, budget, signal, limit, discard }: BodyContext,
): AsyncGenerator<Buffer> {
  try {
    const raw = receiveWithin(final.response.body, budget);
    for await (const chunk of decompress(raw, final.header('content-encoding'))) {
      http.bytes += chunk.length;
      if (http.bytes > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (error) {
    // An abort ends the body with an error of the client; the reason says more.
    throw signal.aborted ? signal.reason : toFeedError(error, final.url);
  } finally {
    await discard();
  }
}

async function* receiveWithin(body: AsyncIterable<Buffer>, budget: TimeBudget): AsyncGenerator<Buffer> {
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

function factsOf(final: FinalResponse): HttpFacts {
  const { statusCode } = final.response;
  return {
    status: statusCode,
    finalUrl: final.url,
    etag: final.header('etag'),
    lastModified: final.header('last-modified'),
    contentType: final.header('content-type'),
    bytes: 0,
    notModified: statusCode === 304,
    movedTo: final.movedTo,
  };
}

/** The limit for the body. @throws FeedflowError if an uncompressed body is declared larger */
function checkLength(final: FinalResponse, maxBytes: number): number {
  const declared = Number(final.header('content-length') ?? 0);
  if (final.header('content-encoding') === null && declared > maxBytes) throw tooLarge(maxBytes);
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
