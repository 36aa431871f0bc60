import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** By then the scheduler has applied the feeds file also on a busy machine, or its LOG_LEVEL leaves out that it has. */
const MAX_WAIT_MS = 60_000;
const PAUSE_MS = 200;

/**
 * Why a scheduler refused entries of the feeds file when it started, by its log of that start. Waits until the
 * scheduler has applied the file.
 */
export async function refusedEntries(logFile: string, signal: AbortSignal): Promise<string[]> {
  const deadline = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const lines = (await readFile(logFile, 'utf8').catch(() => '')).split('\n').slice(0, -1).map(logLine);
    const isApplied = lines.some((line) => line['msg'] === 'sources read');
    if (isApplied || performance.now() > deadline) {
      return lines
        .filter((line) => line['msg'] === 'an entry of the feeds file is not applied')
        .map(({ reason }) => String(reason));
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
}

/** Empty for what a program printed past the logger. */
function logLine(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line));
  } catch {
    return {};
  }
}
