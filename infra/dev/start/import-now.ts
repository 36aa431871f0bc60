import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const answer = z.object({
  runs: z.array(z.unknown()),
  skipped: z.array(z.object({ reason: z.string() })).default([]),
});

const TRIES = 20;
const PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Asks the API to import every source at once. The scheduler may still be writing the sources down, so an
 * answer about no source at all is asked for again.
 *
 * @returns what came of it, in words
 */
export async function importNow(
  apiUrl: string,
  apiToken: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  let problem = 'the API knows no source yet';
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      const { runs, skipped } = await requestImport(apiUrl, apiToken, signal);
      if (runs.length + skipped.length > 0) return describe(runs.length, skipped);
    } catch (error) {
      signal.throwIfAborted();
      problem = error instanceof Error ? error.message : String(error);
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return `No import was started: ${problem}`;
}

async function requestImport(apiUrl: string, apiToken: string | undefined, signal: AbortSignal) {
  const response = await fetch(`${apiUrl}/api/import/run`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(apiToken ? { authorization: `Bearer ${apiToken}` } : {}),
    },
    body: '{}',
    signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the API answered ${response.status}: ${text.slice(0, 300)}`);
  return answer.parse(JSON.parse(text));
}

function describe(runs: number, skipped: { reason: string }[]): string {
  const started = `Importing ${runs} ${runs === 1 ? 'source' : 'sources'} now`;
  if (skipped.length === 0) return started;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].join(', ');
  return `${started}, ${skipped.length} skipped (${reasons})`;
}
