import { setTimeout as sleep } from 'node:timers/promises';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { Closers } from '@feedflow/shared/process/closers';

/** The lifetime of a command that starts processes: until it is done, is stopped, or one of them ends. */
export interface Session {
  /** Aborted when the user stops the command or `fail` is called. */
  signal: AbortSignal;
  /** Closed in reverse order at the end of the session, also after a failure. */
  closers: Closers;
  /** One line for the person at the terminal. */
  report(line: string): void;
  /** Ends the session as failed. The first message is the one shown. */
  fail(message: string): void;
}

/** A second Ctrl-C within this time counts as the first one (terminal and npm both send it). */
const SAME_REQUEST_MS = 1_500;

class StopRequested extends Error {
  override readonly name = 'StopRequested';
}

/**
 * Runs a command: `main` returns its exit code. Ctrl-C, SIGTERM, SIGHUP and the end of the process that
 * started this one stop it in order; a second Ctrl-C ends it at once (the guards of the children then end them).
 */
export async function runSession(main: (session: Session) => Promise<number>): Promise<never> {
  const stop = new AbortController();
  const session: Session = {
    signal: stop.signal,
    closers: new Closers(),
    report: (line) => process.stdout.write(`${line}\n`),
    fail: (message) => stop.abort(new FeedflowError('service-unavailable', message)),
  };
  onStopRequest(session, () => stop.abort(new StopRequested('stopped')));
  let exitCode: number;
  try {
    exitCode = await main(session);
  } catch (error) {
    exitCode = explain(stop.signal.aborted ? stop.signal.reason : error);
  }
  for (const { name, error } of await session.closers.close()) {
    process.stderr.write(`${name} did not close: ${errorMessage(error)}\n`);
    exitCode ||= 1;
  }
  process.exit(exitCode);
}

/** Never resolves; rejects when the session ends. */
export async function untilStopped(session: Session): Promise<never> {
  while (true) await sleep(2 ** 30, undefined, { signal: session.signal });
}

function onStopRequest(session: Session, stop: () => void): void {
  let firstAtMs = 0;
  const request = (): void => {
    if (firstAtMs === 0) {
      firstAtMs = performance.now();
      if (!session.signal.aborted) session.report('\nStopping…');
      stop();
    } else if (performance.now() - firstAtMs > SAME_REQUEST_MS) {
      process.exit(130);
    }
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(name, request);
}

function explain(error: unknown): number {
  if (error instanceof StopRequested) return 0;
  // The message of a FeedflowError explains what to do; any other error is a bug and needs its stack.
  const text =
    error instanceof FeedflowError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text}\n`);
  return 1;
}
