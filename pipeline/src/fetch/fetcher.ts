import { setTimeout as sleep } from 'node:timers/promises';
import { MINUTE_MS } from '@feedflow/shared/durations';
import { FeedflowError } from '@feedflow/shared/errors';
import type { HttpFacts } from '@feedflow/shared/model/run';
import { Agent, type Dispatcher } from 'undici';
import { createGuardedConnector } from './address-guard.ts';
import { type FeedFile, filesOf } from './archive.ts';
import { decompress } from './decompress.ts';
import { nextLinkOf } from './link-header.ts';
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
  /**
   * Between the starts of the requests for two pages of a feed, in ms. It is no time of waiting for the server.
   *
   * @default 0
   */
  pageDelayMs?: number;
}

export interface FeedRequest {
  url: string;
  /** Validators of the last response: with one, the response may be "not modified". */
  etag?: string | null;
  lastModified?: string | null;
  /** Further request headers of the source. They are sent to its own origin only. */
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  /** Takes the facts of the first page's response, also of one that is refused for its status. */
  onResponse?: ((http: HttpFacts) => void) | undefined;
}

export interface FetchedFeed {
  /** `bytes` grows while the body is read, and with those of further pages. */
  http: HttpFacts;
  /**
   * The files of the body, decompressed: one, or those of a zip archive; none after a 304. Can be read once, each file
   * before the next. Throws FeedflowError if the body fails half-way.
   */
  files: AsyncGenerator<FeedFile>;
  /** The link to the next page in the headers, as it is written; null without one. */
  nextLink: string | null;
  /** Releases the connection, whether or not the body was read. May be called again. */
  discard(): Promise<void>;
  /**
   * Requests another page of the feed, within the same limits of time and bytes. Headers of the source are sent if the
   * page has the origin of the feed's first address. A redirect to an origin that no page before it had is refused.
   * @throws as `FeedFetcher.fetch`
   */
  fetchPage(url: string): Promise<FetchedFeed>;
}

/** Reads feeds over HTTP. */
export interface FeedFetcher {
  /**
   * Requests a feed and returns once the headers of a 200 or 304 response have arrived. Read `files` to their end or
   * call `discard` afterwards.
   * @throws FeedflowError feed-url-invalid, feed-address-refused, feed-redirect-refused, feed-unauthorized,
   *   feed-not-found, feed-gone, feed-rate-limited, feed-http-error, feed-unreachable, feed-timeout, feed-too-slow,
   *   feed-too-large, feed-encoding-invalid; the reason of `signal` if it was aborted
   */
  fetch(request: FeedRequest): Promise<FetchedFeed>;
  /** Ends all connections. */
  close(): Promise<void>;
}

const SPEED_WINDOW_MS = MINUTE_MS;

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

/** What all pages of one feed share. */
interface FeedContext {
  agent: Dispatcher;
  options: FetcherOptions;
  request: FeedRequest;
  origin: string;
  /** Those of the first address and of the pages so far, after redirects. */
  origins: Set<string>;
  budget: TimeBudget;
  signal: AbortSignal;
  /** The facts of the first page, with the bytes of all pages; null before its response. */
  first: HttpFacts | null;
  /** When the last page was requested, by `performance.now`. */
  requestedAtMs: number;
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
  const { origin } = url;
  const origins = new Set([origin]);
  const context = { agent, options, request, origin, origins, budget, signal, first: null, requestedAtMs: 0 };
  return fetchPage(context, url, request);
}

async function fetchNextPage(context: FeedContext, address: string): Promise<FetchedFeed> {
  const url = parseUrl(address);
  const { options, requestedAtMs, signal } = context;
  const waitMs = requestedAtMs + (options.pageDelayMs ?? 0) - performance.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  return fetchPage(context, url, {});
}

async function fetchPage(
  context: FeedContext,
  url: URL,
  { etag, lastModified }: Pick<FeedRequest, 'etag' | 'lastModified'>,
): Promise<FetchedFeed> {
  const { agent, options, request, budget, signal } = context;
  const own = url.origin === context.origin ? request.headers : undefined;
  const headers = headersFor({ etag, lastModified, headers: own }, options);
  context.requestedAtMs = performance.now();
  const origins = context.first === null ? undefined : context.origins;
  const final = await budget.spend(requestFollowing(agent, { url, headers, signal, origins }));
  const { response } = final;
  const discard = async (): Promise<void> => {
    response.body.on('error', () => {}).destroy();
  };
  try {
    const conditional = Boolean(etag || lastModified);
    const http = factsOf(final, conditional);
    if (context.first === null) request.onResponse?.(http);
    const error = responseError({ ...final, conditional, status: http.status ?? 0 }, Date.now());
    if (error) throw error;
    checkLength(final, options.maxBytes);
    context.first ??= http;
    context.origins.add(new URL(final.url).origin);
    const files = http.notModified ? none() : readFiles(final, context, { http: context.first, discard });
    if (http.notModified) await discard();
    return {
      http,
      files,
      nextLink: nextLinkOf(response.headers['link']),
      discard,
      fetchPage: (address) => fetchNextPage(context, address),
    };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function* readFiles(
  final: FinalResponse,
  { budget, signal, options }: FeedContext,
  { http, discard }: { http: HttpFacts; discard(): Promise<void> },
): AsyncGenerator<FeedFile> {
  // An abort ends the body with an error of the client; the reason says more.
  const toError = (error: unknown): unknown =>
    signal.aborted ? signal.reason : toFeedError(error, final.url);
  const { maxBytes } = options;
  const count = (bytes: number): void => {
    http.bytes += bytes;
    if (http.bytes > maxBytes) throw tooLarge(maxBytes);
  };
  try {
    const raw = receiveWithin(final.response.body, budget);
    const body = decompress(raw, final.header('content-encoding'));
    for await (const file of filesOf(body, { maxBytes, count }))
      yield { ...file, chunks: withErrors(file.chunks, toError) };
  } catch (error) {
    throw toError(error);
  } finally {
    await discard();
  }
}

async function* withErrors(
  chunks: AsyncIterable<Buffer>,
  toError: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  try {
    yield* chunks;
  } catch (error) {
    throw toError(error);
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

async function* none(): AsyncGenerator<FeedFile> {}

/** By lower-case names, so that a header of the source replaces ours, however it is spelled. */
function headersFor(
  request: Pick<FeedRequest, 'etag' | 'lastModified' | 'headers'>,
  options: FetcherOptions,
): Record<string, string> {
  return {
    'user-agent': options.userAgent,
    accept: 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1',
    'accept-encoding': 'gzip, br, deflate',
    ...(request.etag ? { 'if-none-match': request.etag } : {}),
    ...(request.lastModified ? { 'if-modified-since': request.lastModified } : {}),
    ...Object.fromEntries(
      Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    ),
  };
}

function factsOf(final: FinalResponse, conditional: boolean): HttpFacts {
  const { statusCode } = final.response;
  return {
    status: statusCode,
    finalUrl: final.url,
    etag: final.header('etag'),
    lastModified: final.header('last-modified'),
    contentType: final.header('content-type'),
    bytes: 0,
    notModified: statusCode === 304 && conditional,
    movedTo: final.movedTo,
  };
}

/** @throws FeedflowError if an uncompressed body is declared larger */
function checkLength(final: FinalResponse, maxBytes: number): void {
  const declared = Number(final.header('content-length') ?? 0);
  if (final.header('content-encoding') === null && declared > maxBytes) throw tooLarge(maxBytes);
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
