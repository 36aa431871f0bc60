import { type Child, describeExit, startChild } from '../processes/child.ts';
import { explainExit, setAsideLog } from '../processes/log-file.ts';
import { waitUntilResponds } from '../processes/ready.ts';
import type { Session } from '../processes/session.ts';
import type { PlannedProcess } from './plan.ts';

const READY_TIMEOUT_MS = 90_000;

/**
 * Starts processes in parallel and waits until each is ready. One that ends unexpectedly ends the session; all
 * of them are stopped, also in parallel, when the session closes.
 */
export async function runGroup(session: Session, planned: readonly PlannedProcess[]): Promise<void> {
  const stops: (() => Promise<unknown>)[] = [];
  session.closers.add(planned.map(({ name }) => name).join(', '), () =>
    Promise.all(stops.map((stop) => stop())),
  );
  const ready = planned.map(async (one) => {
    if (one.logFile) await setAsideLog(one.logFile);
    const child = await startChild(one);
    stops.push(failWhenItEnds(session, child, one.stopGraceMs));
    if (!one.readyUrl) return;
    await waitUntilResponds(one.readyUrl, child, { timeoutMs: READY_TIMEOUT_MS, signal: session.signal });
  });
  await Promise.all(ready);
}

/** @returns a function that stops the child intentionally */
function failWhenItEnds(session: Session, child: Child, graceMs: number): () => Promise<unknown> {
  let stopping = false;
  void child.exited.then(async (exit) => {
    if (stopping || session.signal.aborted) return;
    const what = `${child.name} ${describeExit(exit)}`;
    session.fail(child.logFile ? await explainExit(what, child.logFile) : what);
  });
  return () => {
    stopping = true;
    return child.stop(graceMs);
  };
}
