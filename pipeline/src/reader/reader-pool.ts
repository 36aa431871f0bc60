import { AsyncLocalStorage } from 'node:async_hooks';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { durationLabel } from '@feedflow/shared/model/duration-label';
import type { Log } from '@feedflow/shared/process/log';
import type { PackedJobs } from '@feedflow/shared/queues/packed-jobs';
import type { FeedPreview } from '../feed-preview/preview.ts';
import type { FetcherOptions } from '../fetch/fetcher.ts';
import type { FeedImport, FeedProgress, ImportedFeed } from '../import/import-feed.ts';
import { fromPlainError, type PreviewTask, toPlainError, type WorkerCalls } from './protocol.ts';
import {
  type Reader,
  ReaderCrash,
  type ReaderOptions,
  startReaderProcess,
  startReaderThread,
} from './reader.ts';

export interface ReaderPoolOptions extends ReaderOptions {
  /** The longest time that a reader's event loop may be blocked, in ms. */
  maxTurnMs: number;
  fetch: FetcherOptions;
  previewFetch: FetcherOptions;
}

/** How reading a feed for an import ended. */
export type FeedOutcome =
  | { ok: true; imported: ImportedFeed }
  /** With the jobs that were read and are in no batch yet. */
  | { ok: false; error: unknown; rest: PackedJobs[]; expectNew: boolean; progress: FeedProgress };

export interface ReaderTask<Calls> {
  /** The calls that the reader can make during the task. */
  calls: Calls;
  signal: AbortSignal;
  /** Reads in a process of its own, for a feed whose worker was lost before. @default false */
  alone?: boolean;
}

/**
 * Reads feeds outside of the worker's own thread, each in a reader of its own. A feed that blocks, fills or crashes its
 * reader affects no other feed: a reader that is blocked or takes too much memory is terminated.
 */
export interface ReaderPool {
  /**
   * @throws FeedflowError feed-over-budget if the reader was terminated, feed-crashed-worker if it crashed; the reason
   *   of the signal if the reader did not abort in time
   */
  importFeed(feed: FeedImport, task: ReaderTask<Omit<WorkerCalls, 'beat'>>): Promise<FeedOutcome>;
  /** @throws as `importFeed`, and FeedflowError for anything that is not a readable feed */
  previewFeed(preview: PreviewTask, task: { signal: AbortSignal }): Promise<FeedPreview>;
  /** Starts a reader before the first feed: that takes some tenths of a second. */
  prepare(): void;
  /** Terminates all readers. */
  close(): Promise<void>;
}

/** The interval of checks. Checks are counted, not time: if the whole process was frozen, no reader is at fault. */
const CHECK_INTERVAL_MS = 250;
/** The time limit for a reader to load its program, also on a busy machine. */
const START_LIMIT_MS = 60_000;
/** How long a reader may take to end an aborted task. */
const ABORT_GRACE_MS = 5_000;
/** An idle reader is terminated after this time; one is always kept. */
const IDLE_MS = 60_000;
const KEPT_READERS = 1;
/** A reader is replaced after so many feeds, to free the memory that they left behind. */
const MAX_TASKS = 500;

export function createReaderPool({ log }: { log: Log }, options: ReaderPoolOptions): ReaderPool {
  const idle: { reader: Reader; tasks: number; timer: NodeJS.Timeout }[] = [];
  const all = new Set<Reader>();
  let closed = false;

  function start(alone: boolean): Reader {
    const reader = alone ? startReaderProcess(options) : startReaderThread(options);
    all.add(reader);
    void reader.exited.then(() => {
      all.delete(reader);
      const at = idle.findIndex((one) => one.reader === reader);
      if (at >= 0) clearTimeout(idle.splice(at, 1)[0]?.timer);
    });
    return reader;
  }

  function take(): { reader: Reader; tasks: number } {
    const last = idle.pop();
    if (!last) return { reader: start(false), tasks: 0 };
    clearTimeout(last.timer);
    return last;
  }

  function giveBack(reader: Reader, tasks: number): void {
    if (closed || tasks >= MAX_TASKS || !all.has(reader)) {
      void reader.stop();
      return;
    }
    const one = { reader, tasks, timer: setTimeout(() => drop(reader), IDLE_MS).unref() };
    idle.push(one);
  }

  function drop(reader: Reader): void {
    const at = idle.findIndex((one) => one.reader === reader);
    if (at < 0 || idle.length <= KEPT_READERS) return;
    idle.splice(at, 1);
    void reader.stop();
  }

  async function run<Result>(
    call: (reader: Reader) => Promise<Result>,
    { calls, signal, alone = false }: ReaderTask<Partial<WorkerCalls>>,
  ): Promise<Result> {
    signal.throwIfAborted();
    const { reader, tasks } = alone ? { reader: start(true), tasks: MAX_TASKS } : take();
    const watch = watchBeats(options.maxTurnMs);
    const aborting = passAbort(reader, signal);
    reader.serve({ ...calls, beat: watch.beat });
    let isSound = false;
    try {
      const gone = reader.exited.then((error) => Promise.reject(error));
      const result = await Promise.race([call(reader), watch.blocked, aborting.ignored, gone]);
      isSound = true;
      return result;
    } catch (error) {
      log.warn({ reason: errorMessage(error) }, 'the reader of a feed was terminated');
      throw error instanceof ReaderCrash && watch.hasBegun() ? crashed(error) : error;
    } finally {
      watch.end();
      aborting.end();
      reader.serve({});
      if (isSound) giveBack(reader, tasks + 1);
      else void reader.stop();
    }
  }

  return {
    importFeed: async (feed, { calls, ...task }) => {
      const recorded = recordFailure(calls);
      const result = await run((reader) => reader.calls.importFeed(feed, options.fetch), {
        ...task,
        calls: recorded.calls,
      });
      return result.ok ? result : { ...result, error: recorded.failure() ?? fromPlainError(result.error) };
    },
    previewFeed: async (preview, task) => {
      const call = (reader: Reader) => reader.calls.previewFeed(preview, options.previewFetch);
      const result = await run(call, { ...task, calls: {} });
      if (!result.ok) throw fromPlainError(result.error);
      return result.preview;
    },
    prepare: () => {
      if (all.size === 0) giveBack(start(false), 0);
    },
    close: async () => {
      closed = true;
      await Promise.all([...all].map((reader) => reader.stop()));
    },
  };
}

/** Detects a reader whose event loop is blocked, by its missing heartbeats. */
function watchBeats(maxTurnMs: number): {
  beat(): void;
  /** Whether the reader has begun its task: before that, the feed is not at fault. */
  hasBegun(): boolean;
  blocked: Promise<never>;
  end(): void;
} {
  const mostMissed = Math.ceil(maxTurnMs / CHECK_INTERVAL_MS);
  let begun = false;
  let missed = 0;
  let timer: NodeJS.Timeout | undefined;
  const blocked = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      missed += 1;
      if (begun && missed > mostMissed) reject(stoppedInTurn(maxTurnMs));
      else if (!begun && missed > START_LIMIT_MS / CHECK_INTERVAL_MS)
        reject(new Error(`a reader did not begin within ${durationLabel(START_LIMIT_MS)}`));
    }, CHECK_INTERVAL_MS);
  });
  return {
    beat: () => {
      begun = true;
      missed = 0;
    },
    hasBegun: () => begun,
    blocked,
    end: () => clearInterval(timer),
  };
}

/** Passes an abort to a reader; `ignored` rejects if the reader does not end its task. */
function passAbort(reader: Reader, signal: AbortSignal): { ignored: Promise<never>; end(): void } {
  let timer: NodeJS.Timeout | undefined;
  let abort = () => {};
  const ignored = new Promise<never>((_, reject) => {
    abort = () => {
      // A reader that has exited needs no abort.
      reader.calls.abort(toPlainError(signal.reason)).catch(() => undefined);
      timer = setTimeout(() => reject(signal.reason), ABORT_GRACE_MS);
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  return {
    ignored,
    end: () => {
      signal.removeEventListener('abort', abort);
      clearTimeout(timer);
    },
  };
}

/**
 * Performs calls of the reader in the context of its BullMQ step, so that they are part of its trace, and records their
 * first error: the step must fail with the original one, so that an outage of MongoDB is recognized. The reader gets a
 * plain error, since not every error can be cloned.
 */
function recordFailure<Calls extends Partial<WorkerCalls>>(
  calls: Calls,
): { calls: Calls; failure(): unknown } {
  let failure: unknown;
  const inContext = AsyncLocalStorage.snapshot();
  const recording = Object.entries(calls).map(([name, call]) => [
    name,
    async (...args: never[]) => {
      try {
        return await inContext(call as (...args: never[]) => unknown, ...args);
      } catch (error) {
        failure ??= error;
        throw new Error(errorMessage(error));
      }
    },
  ]);
  return { calls: Object.fromEntries(recording), failure: () => failure };
}

function stoppedInTurn(maxTurnMs: number): FeedflowError {
  return new FeedflowError(
    'feed-over-budget',
    `reading the feed was stopped: a part of it took longer than ${durationLabel(maxTurnMs)} (READER_MAX_TURN_MS)`,
    { details: { maxTurnMs } },
  );
}

function crashed(crash: ReaderCrash): FeedflowError {
  return new FeedflowError('feed-crashed-worker', `the feed crashed its reader: ${crash.message}`);
}
