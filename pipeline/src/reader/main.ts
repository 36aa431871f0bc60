import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import type { Clock } from '@feedflow/shared/process/clock';
import { createBirpc } from 'birpc';
import { previewFeed } from '../feed-preview/preview.ts';
import { createFetcher, type FeedFetcher, type FetcherOptions } from '../fetch/fetcher.ts';
import { ImportInterrupted, importFeed } from '../import/import-feed.ts';
import { fromPlainError, type ReaderCalls, toPlainError, type WorkerCalls } from './protocol.ts';
import { createRemoteSink } from './remote-sink.ts';

/*
 * The entry of a reader: a thread, or a process of its own. It performs one task at a time and may be terminated at any
 * time.
 */

/** Often enough that a worker detects a blocked event loop within its limit. */
const BEAT_INTERVAL_MS = 250;

const fetchers = new Map<string, FeedFetcher>();
let current = new AbortController();

const calls: ReaderCalls = {
  importFeed: (task, fetch) =>
    withHeartbeat(async (signal) => {
      try {
        const deps = {
          fetcher: fetcherWith(fetch),
          sink: createRemoteSink(worker),
          clock: clockFrom(task.startedAt),
        };
        return { ok: true, imported: await importFeed(deps, task, signal) };
      } catch (error) {
        if (!(error instanceof ImportInterrupted)) throw error;
        const { cause, rest, expectNew, progress } = error;
        return { ok: false, error: toPlainError(cause), rest, expectNew, progress };
      }
    }),
  previewFeed: ({ target, maxRecords, samples, evidence }, fetch) =>
    withHeartbeat(async (signal) => {
      try {
        const options = { maxRecords, samples, evidence, signal };
        return { ok: true, preview: await previewFeed({ fetcher: fetcherWith(fetch) }, target, options) };
      } catch (error) {
        return { ok: false, error: toPlainError(error) };
      }
    }),
  abort: (reason) => current.abort(fromPlainError(reason)),
};

const worker = createBirpc<WorkerCalls, ReaderCalls>(calls, {
  ...channel(),
  // Back pressure may pause an import for any time.
  timeout: -1,
  eventNames: ['beat'],
});

async function withHeartbeat<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  current = new AbortController();
  // The first one reports that the task has begun.
  void worker.beat();
  const timer = setInterval(() => void worker.beat(), BEAT_INTERVAL_MS);
  try {
    return await work(current.signal);
  } finally {
    clearInterval(timer);
  }
}

/** The database's time, which the worker knows: the clock of this machine may be wrong. */
function clockFrom(startedAt: Date): Clock {
  const sinceMs = performance.now();
  return () => new Date(startedAt.getTime() + performance.now() - sinceMs);
}

/** One per set of options, since it keeps connections. */
function fetcherWith(options: FetcherOptions): FeedFetcher {
  const key = JSON.stringify(options);
  const fetcher = fetchers.get(key) ?? createFetcher(options);
  fetchers.set(key, fetcher);
  return fetcher;
}

function channel() {
  if (parentPort !== null) {
    const port = parentPort;
    return {
      post: (message: unknown) => port.postMessage(message),
      on: (listener: (message: unknown) => void) => void port.on('message', listener),
    };
  }
  if (!isMainThread || !process.send) throw new Error('a reader can only be started by a worker');
  // Without its worker the process has nothing to do. A thread checks that too, since a feed may block this one.
  process.once('disconnect', () => process.exit());
  new Worker(new URL('./watch-parent.ts', import.meta.url)).unref();
  return {
    post: (message: unknown) => void process.send?.(message),
    on: (listener: (message: unknown) => void) => void process.on('message', listener),
  };
}
