import { setTimeout as sleep } from 'node:timers/promises';
import type { Chance } from '../faults/seed.ts';
import { openSse } from '../faults/sse-clients.ts';

const READ_PATHS = [
  '/health',
  '/api/import-logs?limit=50',
  '/api/import-logs?status=partial',
  '/api/sources',
  '/api/stats/runs',
  '/api/jobs?limit=50',
  '/api/jobs/count',
  '/api/audit',
  '/api/openapi.json',
] as const;
const PAGES = ['/', '/runs', '/sources', '/jobs', '/system'] as const;
const STREAMS = 10;
const TIMEOUT_MS = 15_000;

/** Copies the open jobs from the API alone, as a job board would. */
export class ChangesFollower {
  readonly #open = new Set<string>();
  #cursor: string | undefined;

  /** Reads what has changed. @returns whether it reached the end @throws where the API does not respond */
  async read(apiUrl: string): Promise<boolean> {
    const url = new URL('/api/changes?limit=200', apiUrl);
    if (this.#cursor) url.searchParams.set('cursor', this.#cursor);
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok)
      throw new Error(`GET /api/changes responded with ${response.status}: ${await response.text()}`);
    const { items, nextCursor } = (await response.json()) as {
      items: { dedupeKey: string; job: { status: string } | null }[];
      nextCursor: string;
    };
    for (const { dedupeKey, job } of items) {
      if (job?.status === 'open') this.#open.add(dedupeKey);
      else this.#open.delete(dedupeKey);
    }
    const isEnd = nextCursor === this.#cursor;
    this.#cursor = nextCursor;
    return isEnd;
  }

  get open(): ReadonlySet<string> {
    return this.#open;
  }
}

const COMMAND = { method: 'POST', headers: { 'content-type': 'application/json' } };

/**
 * Confirms that the jobs of runs are to be closed, as an operator would. Runs that are confirmed leave the set.
 *
 * @param says gets each refusal
 */
export async function confirmRemovals(
  apiUrl: string,
  held: Set<string>,
  says: (refusal: string) => void,
): Promise<void> {
  for (const runId of held) {
    const url = `${apiUrl}/api/import-logs/${runId}/confirm-removal`;
    const response = await fetch(url, { ...COMMAND, signal: AbortSignal.timeout(TIMEOUT_MS) });
    const body = await response.text();
    // The API, MongoDB or Redis is down.
    if (response.status >= 500) continue;
    held.delete(runId);
    // A later run has decided since.
    if (!response.ok && response.status !== 409) says(`confirming run ${runId}: ${response.status} ${body}`);
  }
}

export interface UsersOptions {
  /** The address of an API. */
  apiUrl(): string;
  /** Null without a dashboard. */
  dashboardUrl: string | null;
  sources: string[];
  chance: Chance;
  signal: AbortSignal;
}

/** What they did so far. */
export interface Usage {
  reads: number;
  pages: number;
  commands: number;
  cancellations: number;
  serverErrors: number;
}

/**
 * People and programs that use the API and the dashboard until the signal; errors of an API that is down are theirs.
 */
export function useFeedflow({ apiUrl, dashboardUrl, sources, chance, signal }: UsersOptions): {
  counts: Usage;
  ended: Promise<unknown>;
} {
  const counts: Usage = { reads: 0, pages: 0, commands: 0, cancellations: 0, serverErrors: 0 };
  const request = async (url: string, options: RequestInit = {}) => {
    const response = await fetch(url, { ...options, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.status === 500) counts.serverErrors += 1;
    return response;
  };
  const repeat = async (everyMs: number, act: () => Promise<unknown>) => {
    while (!signal.aborted) {
      await act().catch(() => undefined);
      await sleep(everyMs, undefined, { signal }).catch(() => undefined);
    }
  };
  const read = async () => {
    await (await request(apiUrl() + chance.pick(READ_PATHS))).arrayBuffer();
    counts.reads += 1;
  };
  const open = async () => {
    await (await request(dashboardUrl + chance.pick(PAGES))).arrayBuffer();
    counts.pages += 1;
  };
  const command = async () => {
    const source = chance.pick(sources);
    const started = await request(`${apiUrl()}/api/import/run`, {
      ...COMMAND,
      body: JSON.stringify({ source }),
    });
    const { runs = [] } = (await started.json()) as { runs?: { runId: string }[] };
    counts.commands += 1;
    const runId = runs[0]?.runId;
    if (!runId || chance.whole(0, 3) > 0) return;
    const cancelled = await request(`${apiUrl()}/api/import-logs/${runId}/cancel`, COMMAND);
    if (cancelled.ok) counts.cancellations += 1;
  };
  const stream = async () => {
    const client = await openSse(`${apiUrl()}/api/import-logs/stream`);
    await Promise.race([client.closed, sleep(chance.whole(5_000, 60_000), undefined, { signal })]).catch(
      () => undefined,
    );
    client.close();
  };
  const all = [repeat(300, read), repeat(300, read), repeat(4_000, command)];
  for (let n = 0; n < STREAMS; n += 1) all.push(repeat(500, stream));
  if (dashboardUrl !== null) all.push(repeat(1_000, open));
  return { counts, ended: Promise.all(all) };
}
