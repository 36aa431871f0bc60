import { errorMessage, FeedflowError } from '../errors.ts';
import { durationLabel } from '../model/duration-label.ts';
import { Closers } from './closers.ts';
import type { Log } from './log.ts';

export interface ProcessOptions {
  /** How long closing may take after a signal, in milliseconds. */
  shutdownTimeoutMs: number;
}

/**
 * The life of a process: `start` opens what it needs and pushes each thing's closer; a SIGTERM or SIGINT
 * then closes everything last-first and exits 0. A second signal, a deadline passed or a closer that fails
 * exits 1. An uncaught exception is logged and ends the process: a supervisor starts it afresh.
 */
export async function runProcess(
  log: Log,
  options: ProcessOptions,
  start: (closers: Closers) => Promise<void>,
): Promise<void> {
  const closers = new Closers();
  let stopping = false;

  const stop = async (reason: string, exitCode: number) => {
    if (stopping) {
      log.warn({ reason }, 'stopping at once');
      process.exit(1);
    }
    stopping = true;
    log.info({ reason }, 'stopping');
    const deadline = setTimeout(() => {
      log.error(
        `not everything closed within ${durationLabel(options.shutdownTimeoutMs)} (SHUTDOWN_TIMEOUT_MS)`,
      );
      process.exit(1);
    }, options.shutdownTimeoutMs);
    const failures = await closers.close();
    clearTimeout(deadline);
    for (const { name, error } of failures)
      log.error({ closer: name, reason: errorMessage(error) }, 'could not close');
    log.info('stopped');
    process.exit(failures.length > 0 ? 1 : exitCode);
  };

  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    process.exit(1);
  });
  try {
    await start(closers);
  } catch (error) {
    // What is closed under a start that is under way makes it fail.
    if (stopping) return log.debug({ reason: errorMessage(error) }, 'the start was broken off');
    if (error instanceof FeedflowError) log.fatal({ code: error.code }, error.message);
    else log.fatal({ err: error }, 'could not start');
    await stop('failed to start', 1);
  }
}

/**
 * Runs the reading of settings, where there is no log yet: a fault is printed to stderr, one line each, and
 * ends the process with exit code 1.
 */
export function settingsOrExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const faults = error instanceof FeedflowError ? error.details['faults'] : undefined;
    const lines = Array.isArray(faults) ? faults : [errorMessage(error)];
    process.stderr.write(`Settings are wrong:\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
    process.exit(1);
  }
}
