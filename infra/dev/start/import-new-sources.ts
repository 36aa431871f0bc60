import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, createApiClient, type Send } from '@feedflow/shared/api/client';
import { errorMessage } from '@feedflow/shared/errors';
import { amountLabel } from '@feedflow/shared/model/amount-label';

const ATTEMPTS = 20;
const PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Starts an import of each enabled source that was never imported, so that a new installation shows jobs at once. All
 * others wait for their schedule; the scheduler catches up on what was missed. The scheduler may still be storing the
 * sources: they are listed until their number stays the same.
 *
 * @param unserved what the URLs of feeds begin with that are not served now; null if all are
 * @returns a message that says what was started, and which sources are left of those feeds
 */
export async function importNewSources(
  apiUrl: string,
  apiToken: string | undefined,
  signal: AbortSignal,
  unserved: string | null,
): Promise<string> {
  const api = createApiClient(jsonRequests(apiUrl, apiToken, signal));
  let known = 0;
  let problem = 'the API knows no source yet';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      const { items } = await api.call('listSources');
      if (items.length > 0 && items.length === known) {
        const enabled = items.filter((source) => source.enabled);
        const isServed = ({ url }: { url: string }) => unserved === null || !url.startsWith(unserved);
        const served = enabled.filter(isServed);
        const started = await startAll(
          api,
          served.filter(({ lastRun }) => lastRun === null).map(({ name }) => name),
        );
        return started + leftLabel(enabled.length - served.length);
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

/** What a trial with the sample feeds leaves: each import of these sources fails. */
function leftLabel(count: number): string {
  if (count === 0) return '';
  return `. The sample feeds are not served beside FEEDS_FILE: ${amountLabel(count, 'source')} of them can be deleted in the dashboard`;
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
