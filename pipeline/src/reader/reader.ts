import { fork } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { FeedflowError } from '@feedflow/shared/errors';
import { type BirpcReturn, createBirpc } from 'birpc';
import type { ReaderCalls, WorkerCalls } from './protocol.ts';

export interface ReaderOptions {
  /** The most heap memory of one reader, in MB. */
  maxHeapMb: number;
  /** The program that a reader runs. @default main.ts beside this file */
  entry?: URL;
}

/** A thread or process that reads feeds. */
export interface Reader {
  calls: BirpcReturn<ReaderCalls, Partial<WorkerCalls>>;
  /** Sets the calls that the reader can make during its current task. */
  serve(calls: Partial<WorkerCalls>): void;
  /** Resolves, with the reason, when the reader has exited. */
  exited: Promise<Error>;
  /** Terminates the reader at once. */
  stop(): Promise<void>;
}

/** An unexpected exit of a reader. */
export class ReaderCrash extends Error {
  override readonly name = 'ReaderCrash';
}

const MAIN = new URL('./main.ts', import.meta.url);
/** Three semi-spaces of 8 MB: larger ones take more memory and save no time. */
const YOUNG_GENERATION_MB = 24;

/** Starts a thread, which is cheap since it shares the process of the worker. */
export function startReaderThread({ maxHeapMb, entry = MAIN }: ReaderOptions): Reader {
  const thread = new Worker(entry, {
    name: 'feed reader',
    // It needs none of the process's secrets.
    env: environmentOf(LOADING),
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: maxHeapMb, maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
  });
  const exited = new Promise<Error>((resolve) => {
    thread.once('error', (error: NodeJS.ErrnoException) =>
      resolve(
        error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? outOfMemory(maxHeapMb) : new ReaderCrash(error.message),
      ),
    );
    thread.once('exit', (code) => resolve(new ReaderCrash(`the reader ended with code ${code}`)));
  });
  const channel = {
    post: (message: unknown) => thread.postMessage(message),
    on: (listener: (message: unknown) => void) => void thread.on('message', listener),
  };
  return createReader(channel, exited, async () => {
    await thread.terminate();
  });
}

/** Starts a process: a crash of it affects nothing else. */
export function startReaderProcess({ maxHeapMb, entry = MAIN }: ReaderOptions): Reader {
  const child = fork(entry, {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${maxHeapMb}`],
    env: environmentOf([...LOADING, ...CERTIFICATES]),
  });
  const exited = new Promise<Error>((resolve) => {
    // A child that cannot be started has no pid, and no exit. Errors of a running one are followed by its exit.
    child.on('error', (error) => child.pid === undefined && resolve(error));
    child.once('exit', (code, signal) =>
      resolve(new ReaderCrash(`the reader was ended by ${signal ?? `code ${code}`}`)),
    );
  });
  const channel = {
    // A message that cannot be sent is no error: the exit of the reader is reported anyway.
    post: (message: unknown) => void (child.connected && child.send(message as object, () => undefined)),
    on: (listener: (message: unknown) => void) => void child.on('message', listener),
  };
  return createReader(channel, exited, async () => {
    child.kill('SIGKILL');
    await exited;
  });
}

function createReader(
  channel: { post(message: unknown): void; on(listener: (message: unknown) => void): void },
  exited: Promise<Error>,
  stop: () => Promise<void>,
): Reader {
  let serving: Partial<WorkerCalls> = {};
  const calls = createBirpc<ReaderCalls, Partial<WorkerCalls>>(
    {},
    {
      ...channel,
      timeout: -1,
      eventNames: ['abort'],
      resolver: (name) => serving[name as keyof WorkerCalls] as ((...args: unknown[]) => unknown) | undefined,
    },
  );
  void exited.then((error) => calls.$close(error));
  return {
    calls,
    serve: (next) => {
      serving = next;
    },
    exited,
    stop,
  };
}

function outOfMemory(maxHeapMb: number): FeedflowError {
  return new FeedflowError(
    'feed-over-budget',
    `reading the feed was stopped: it needed more than ${maxHeapMb} MB of memory (READER_MAX_HEAP_MB)`,
    { details: { maxHeapMb } },
  );
}

/** Where compiled modules are kept: with them a reader starts in half of the time. */
const LOADING = ['NODE_COMPILE_CACHE'];
/** What decides which certificates are trusted: a process reads it at its start, a thread shares it. */
const CERTIFICATES = [
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_USE_SYSTEM_CA',
  'PATH',
  'TZ',
];

/** Settings of this process for a reader; a thread would read those that are not set as "undefined". */
function environmentOf(names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.includes(name)));
}
