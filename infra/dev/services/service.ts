import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import { type Child, describeExit, startChild } from '../processes/child.ts';
import { explainExit, lastLines } from '../processes/log-file.ts';
import { endLeftover } from '../processes/pid-file.ts';
import { refuseFullDisk } from './disk.ts';

/** A server that this process runs. After `stop` or `kill`, `start` brings it back on the same port and data. */
export interface Service {
  readonly name: string;
  readonly url: string;
  readonly port: number;
  /** Undefined while it is down. */
  readonly pid: number | undefined;
  readonly logFile: string;
  /** Resolves when it is ready. Does nothing while it runs. */
  start(): Promise<void>;
  /** An orderly stop. Keeps the data. */
  stop(): Promise<void>;
  /** SIGKILL, as in a crash. Keeps the data. */
  kill(): Promise<void>;
  /** Stops it finally; deletes the folder of a throw-away server. Safe to call twice. */
  close(): Promise<void>;
}

export interface ServiceOptions {
  binary: string;
  /** Contains the data (and the log and the pid file, unless those are set). Created if missing. */
  folder: string;
  logFile?: string;
  pidFile?: string;
  /** Used if it is free; else any free port. */
  preferredPort?: number;
  /** Deletes `folder` at the end. */
  throwAway: boolean;
  /** The cache of MongoDB. @default `cacheGigabytes()`, and 0.25 for throw-away servers */
  cacheGigabytes?: number;
  env: NodeJS.ProcessEnv;
  report(line: string): void;
  /** Called when the server ends without `stop`, `kill` or `close`. */
  onUnexpectedExit?(message: string): void;
  signal?: AbortSignal;
}

export interface ServerProgram {
  name: string;
  url: string;
  port: number;
  args: readonly string[];
  /** Checks the server once; throws or returns false while it is not ready. */
  isReady(): Promise<boolean>;
}

const START_TIMEOUT_MS = 60_000;
/** Both servers keep all confirmed writes after a SIGKILL, so a stop need not wait long. */
const STOP_GRACE_MS = 2_500;
const POLL_INTERVAL_MS = 50;

/** Another process took the port after the check that it was free: another port may work. */
export class PortTakenError extends FeedflowError {}

/**
 * Starts a server and waits until it is ready.
 *
 * @throws PortTakenError, FeedflowError 'service-unavailable' with the last lines of its log
 */
export async function startService(program: ServerProgram, options: ServiceOptions): Promise<Service> {
  const logFile = options.logFile ?? `${options.folder}/${program.name}.log`;
  const pidFile = options.pidFile ?? `${options.folder}/${program.name}.pid.json`;
  const leftover = await endLeftover(pidFile, STOP_GRACE_MS);
  if (leftover)
    options.report(`Ended a ${leftover.what} that an earlier start left behind (process ${leftover.pid})`);

  let child: Child | undefined;
  let expectedToRun = false;

  async function start(): Promise<void> {
    if (child?.running) return;
    const started = await startChild({
      name: program.name,
      command: options.binary,
      args: program.args,
      env: options.env,
      cwd: options.folder,
      logFile,
      pidFile,
      throwAwayFolder: options.throwAway ? options.folder : undefined,
    });
    child = started;
    try {
      await waitUntilReady(program, started, logFile, options.signal);
    } catch (error) {
      await started.kill();
      throw error;
    }
    expectedToRun = true;
    void started.exited.then(async (exit) => {
      if (!expectedToRun || child !== started) return;
      options.onUnexpectedExit?.(await explainExit(`${program.name} ${describeExit(exit)}`, logFile));
    });
  }

  async function end(how: 'stop' | 'kill'): Promise<void> {
    expectedToRun = false;
    await (how === 'stop' ? child?.stop(STOP_GRACE_MS) : child?.kill());
  }

  const service: Service = {
    name: program.name,
    url: program.url,
    port: program.port,
    get pid() {
      return child?.running ? child.pid : undefined;
    },
    logFile,
    start,
    stop: () => end('stop'),
    kill: () => end('kill'),
    close: async () => {
      await end(options.throwAway ? 'kill' : 'stop');
      if (options.throwAway) await rm(options.folder, { recursive: true, force: true });
    },
  };
  try {
    await refuseFullDisk(options.folder);
    await start();
  } catch (error) {
    await service.close();
    throw error;
  }
  return service;
}

async function waitUntilReady(
  program: ServerProgram,
  child: Child,
  logFile: string,
  signal?: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    if (!child.running) throw await startFailure(program, child, logFile);
    if (await program.isReady().catch(() => false)) return;
    await sleep(POLL_INTERVAL_MS);
  }
  const message = await explainExit(
    `${program.name} was not ready within ${START_TIMEOUT_MS / 1000} s`,
    logFile,
  );
  throw new FeedflowError('service-unavailable', message);
}

async function startFailure(program: ServerProgram, child: Child, logFile: string): Promise<FeedflowError> {
  const exit = await child.exited;
  const log = (await lastLines(logFile, 30)).join('\n');
  if (/address already in use/i.test(log)) {
    return new PortTakenError('service-unavailable', `${program.name} found port ${program.port} taken`);
  }
  return new FeedflowError(
    'service-unavailable',
    await explainExit(`${program.name} did not start: it ${describeExit(exit)}`, logFile),
  );
}
