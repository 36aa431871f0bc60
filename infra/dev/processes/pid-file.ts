import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FeedflowError } from '@feedflow/shared/errors';
import { processIdentity } from './identity.ts';

export interface RecordedProcess {
  pid: number;
  identity: string;
  /** Its label in messages: "mongod", "npm start". */
  what: string;
}

/** Records that `pid` is `what`, so that a later start can find it after a crash. */
export async function recordProcess(file: string, pid: number, what: string): Promise<void> {
  const identity = await processIdentity(pid);
  if (identity === undefined) return;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ pid, identity, what } satisfies RecordedProcess));
}

/** The recorded process, if that very process (not just one with its pid) still runs. */
export async function recordedProcess(file: string): Promise<RecordedProcess | undefined> {
  const recorded = await readRecord(file);
  if (!recorded) return undefined;
  return (await processIdentity(recorded.pid)) === recorded.identity ? recorded : undefined;
}

/**
 * Ends the process recorded in `file`, left behind by a crash: SIGTERM, then SIGKILL after `graceMs`.
 * Leaves another process with the same pid alone. Returns the process that it ended.
 */
export async function endLeftover(file: string, graceMs: number): Promise<RecordedProcess | undefined> {
  const leftover = await recordedProcess(file);
  if (leftover) {
    signal(leftover.pid, 'SIGTERM');
    const deadline = performance.now() + graceMs;
    while ((await recordedProcess(file)) && performance.now() < deadline) await sleep(50);
    if (await recordedProcess(file)) signal(leftover.pid, 'SIGKILL');
  }
  await rm(file, { force: true });
  return leftover;
}

/**
 * Makes this process the only holder of `file` until the returned function is called. Takes over a lock whose
 * holder has ended.
 *
 * @throws FeedflowError 'service-unavailable' when another process holds it
 */
export async function acquireLock(file: string, what: string): Promise<() => Promise<void>> {
  const identity = await processIdentity(process.pid);
  const record = JSON.stringify({ pid: process.pid, identity, what });
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, record);
  try {
    await linkUnlessHeld(draft, file);
  } finally {
    await rm(draft, { force: true });
  }
  return () => rm(file, { force: true });
}

async function linkUnlessHeld(draft: string, file: string): Promise<void> {
  const attempts = 3;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      // Creating a link is atomic: two processes cannot both succeed.
      await link(draft, file);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = await recordedProcess(file);
    if (holder) {
      throw new FeedflowError(
        'service-unavailable',
        `"${holder.what}" already runs in this folder as process ${holder.pid}. Stop it first: Ctrl-C where it runs, or kill ${holder.pid}`,
        { details: { pid: holder.pid } },
      );
    }
    await rm(file, { force: true });
  }
  throw new FeedflowError(
    'service-unavailable',
    `could not lock ${file} in ${attempts} attempts; start again`,
  );
}

async function readRecord(file: string): Promise<RecordedProcess | undefined> {
  try {
    const record = JSON.parse(await readFile(file, 'utf8')) as Partial<RecordedProcess>;
    const { pid, identity, what } = record;
    if (!Number.isInteger(pid) || typeof identity !== 'string' || typeof what !== 'string') return undefined;
    return { pid: pid as number, identity, what };
  } catch {
    // Missing, or cut off by a crash while it was written: in both cases it names no process.
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended between the check and the signal.
  }
}
