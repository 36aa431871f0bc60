import { type ChildOptions, type Exit, startChild } from './child.ts';
import type { Session } from './session.ts';

const STOP_GRACE_MS = 8_000;

/** Runs a program to its end. When the session ends first, stops the program and throws. */
export async function runToEnd(session: Session, options: ChildOptions): Promise<Exit> {
  const child = await startChild(options);
  const stop = () => void child.stop(STOP_GRACE_MS);
  session.signal.addEventListener('abort', stop, { once: true });
  if (session.signal.aborted) stop();
  const exit = await child.exited;
  session.signal.removeEventListener('abort', stop);
  session.signal.throwIfAborted();
  return exit;
}
