import { setTimeout as sleep } from 'node:timers/promises';
import { importLog, type Run } from '@feedflow/shared/model/run';
import type { Answered, ApiClient } from './api-client.ts';
import { outcome, plain } from './text.ts';

const POLL_MS = 500;
const LINE_EVERY_MS = 10_000;
const BAR_WIDTH = 24;

export function readRun(api: ApiClient, runId: string): Promise<Answered<Run>> {
  return api.get(`/api/import-logs/${encodeURIComponent(runId)}`, importLog);
}

/**
 * Watches a run until it has ended. On a terminal one line is kept up to date; elsewhere one is added now
 * and then, so that a log shows that something goes on.
 */
export async function followRun(
  api: ApiClient,
  runId: string,
  screen: NodeJS.WritableStream & { isTTY?: boolean },
): Promise<Answered<Run>> {
  let writtenAt = performance.now();
  for (;;) {
    const run = await readRun(api, runId);
    if (run.value.status !== 'running') {
      if (screen.isTTY) screen.write('\r\x1b[K');
      return run;
    }
    if (screen.isTTY) screen.write(`\r\x1b[K${progressLine(run.value)}`);
    else if (performance.now() - writtenAt > LINE_EVERY_MS) {
      screen.write(`${progressLine(run.value)}\n`);
      writtenAt = performance.now();
    }
    await sleep(POLL_MS);
  }
}

/** A bar once the number of batches is known; before that, how far reading the feed has come. */
export function progressLine(run: Run): string {
  const { totalBatches, processedBatches } = run.meta;
  const name = plain(run.sourceName);
  if (!totalBatches) return `${name}  reading the feed  ${outcome(run)}`;
  const share = Math.min(1, processedBatches / totalBatches);
  const filled = Math.round(share * BAR_WIDTH);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled);
  const percent = `${Math.floor(share * 100)}`.padStart(3);
  return `${name}  ${bar} ${percent} %  ${processedBatches}/${totalBatches} batches  ${outcome(run)}`;
}
