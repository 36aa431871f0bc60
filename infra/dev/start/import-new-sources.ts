import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient, type Send } from '@feedflow/shared/api/client';
import { errorMessage } from '@feedflow/shared/errors';

const ATTEMPTS = 20;
const PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Starts an import of each enabled source that was never imported, so that a new installation shows jobs at once. All
 * others wait for their schedule; the scheduler catches up on what was missed. The scheduler may still be storing the
 * sources: they are listed until their number stays the same.
 *
 * @returns a message that says what was started
 */
export async function importNewSources(
  apiUrl: string,
  apiToken: string | undefined,
  signal: AbortSignal,
): Promise<string> {
  const api = createApiClient(jsonRequests(apiUrl, apiToken, signal));
  let known = 0;
  let problem = 'the API knows no source yet';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const { items } = await api.call('listSources');
      if (items.length > 0 && items.length === known) {
        const isNew = (source: (typeof items)[number]) => source.enabled && source.lastRun === null;
        return await startAll(
          api,
          items.filter(isNew).map(({ name }) => name),
        );
      }
      known = items.length;
    } catch (error) {
      signal.throwIfAborted();
      problem = errorMessage(error);
    }
    await sleep(PAUSE_MS, undefined, { signal });
  }
  return `No import was started: ${problem}`;
}

async function startAll(api: ApiClient, names: string[]): Promise<string> {
  let started = 0;
  for (const source of names) {
    try {
      await api.call('startImport', { body: { source } });
      started += 1;
    } catch (error) {
      // The scheduler may have started it since.
      if (!errorMessage(error).includes('run-already-running')) throw error;
    }
  }
  if (started === 0) return 'Sources are imported when they are due';
  return `Importing ${started} new ${started === 1 ? 'source' : 'sources'}; others are imported when they are due`;
}

function jsonRequests(apiUrl: string, apiToken: string | undefined, signal: AbortSignal): Send {
  const authorization: Record<string, string> = apiToken ? { authorization: `Bearer ${apiToken}` } : {};
  return async ({ method, path, body }) => {
    const response = await fetch(apiUrl + path, {
      method,
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...authorization },
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the API responded with ${response.status}: ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
}
