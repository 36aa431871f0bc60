import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '@feedflow/shared/api/client';

const ATTEMPTS = 20;
const PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Requests an import of every source. The scheduler may still be storing the sources, so the request is repeated as
 * long as the response names none.
 *
 * @returns a message that says what was started
 */
export async function importNow(
  apiUrl: string,
  apiToken: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const authorization: Record<string, string> = apiToken ? { authorization: `Bearer ${apiToken}` } : {};
  const api = createApiClient(async ({ method, path, body }) => {
    const response = await fetch(apiUrl + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...authorization },
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the API responded with ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  });
  let problem = 'the API knows no source yet';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const { runs, skipped } = await api.call('startImport');
      if (runs.length + skipped.length > 0) return describe(runs.length, skipped);
    } catch (error) {
      signal.throwIfAborted();
      problem = error instanceof Error ? error.message : String(error);
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return `No import was started: ${problem}`;
}

function describe(runs: number, skipped: { reason: string }[]): string {
  const started = `Importing ${runs} ${runs === 1 ? 'source' : 'sources'} now`;
  if (skipped.length === 0) return started;
  const reasons = [...new Set(skipped.map(({ reason }) => reason))].join(', ');
  return `${started}, ${skipped.length} skipped (${reasons})`;
}
