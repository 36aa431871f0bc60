import type { RequestListener } from 'node:http';
import { startLoopbackServer } from '@feedflow/infra/testing/sample-feeds/loopback-server';
import { onTestFinished } from 'vitest';
import { createFetcher, type FeedFetcher, type FetcherOptions } from '../../src/fetch/fetcher.ts';
import {
  type FeedReading,
  type FeedSummary,
  type ReadFeedOptions,
  readFeed,
} from '../../src/import/read-feed.ts';
import type { RecordOutcome } from '../../src/record/record.ts';
import { modified, outcomesOf } from './outcomes.ts';

/** A feed server on loopback that ends with the test. Returns its address. */
export async function serve(listener: RequestListener, host?: string): Promise<string> {
  const { url, close } = await startLoopbackServer(listener, host);
  onTestFinished(close);
  return url;
}

/** Serves one body for every request. */
export function serveBody(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<string> {
  return serve((_request, response) => response.writeHead(200, headers).end(body));
}

/** A fetcher that may read from loopback and ends with the test. */
export function testFetcher(options: Partial<FetcherOptions> = {}): FeedFetcher {
  const fetcher = createFetcher({
    timeoutMs: 5_000,
    totalTimeoutMs: 20_000,
    minBytesPerSecond: 0,
    maxBytes: 100_000_000,
    allowPrivateHosts: true,
    userAgent: 'Feedflow test',
    ...options,
  });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

export interface ReadSource {
  name?: string;
  dialect?: string;
  mapping?: Record<string, unknown>;
  http?: { etag: string | null; lastModified: string | null };
}

export interface WholeFeed {
  outcomes: RecordOutcome[];
  summary: FeedSummary;
  reading: FeedReading;
}

/** Reads a feed from its address to its end. */
export async function readAll(
  url: string,
  source: ReadSource = {},
  fetcher: FeedFetcher = testFetcher(),
  options: ReadFeedOptions = {},
): Promise<WholeFeed> {
  const withDefaults = { name: 'test', url, http: { etag: null, lastModified: null }, ...source };
  const reading = modified(await readFeed({ fetcher }, withDefaults, options));
  const outcomes: RecordOutcome[] = [];
  for await (const batch of outcomesOf(reading)) outcomes.push(...batch);
  return { outcomes, summary: reading.summary(), reading };
}

export const item = (n: number): string => `<item><title>Job ${n}</title><guid>${n}</guid></item>`;

/** A feed of three records. */
export const FEED = `<rss version="2.0"><channel>${item(1)}${item(2)}${item(3)}</channel></rss>`;

/** What a promise fails with; null where it does not. */
export function failureOf(promise: Promise<unknown>): Promise<(Error & { details?: unknown }) | null> {
  return promise.then(
    () => null,
    (error: unknown) => error as Error,
  );
}
