import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiClient, ResponseOf } from '@feedflow/shared/api/client';
import { percentLabel } from '@feedflow/shared/model/share';
import { outcome, plain } from './text.ts';

const POLL_MS = 500;
const LINE_EVERY_MS = 10_000;
const BAR_WIDTH = 24;

export type Run = ResponseOf<'getRun'>;

/**
 * Watches a run until it has ended. On a terminal one line is kept up to date; elsewhere one is added now
 * and then, so that a log shows that the run is still in progress.
 */
export async function followRun(
  api: ApiClient,
  runId: string,
  screen: NodeJS.WritableStream & { isTTY?: boolean },
): Promise<Run> {
  let writtenAt = performance.now();
  for (;;) {
    const run = await api.call('getRun', { params: { runId } });
    if (run.status !== 'running') {
      if (screen.isTTY) screen.write('\r\x1b[K');
      return run;
    }
    if (screen.isTTY) screen.write(`\r\x1b[K${progressLine(run)}`);
    else if (performance.now() - writtenAt > LINE_EVERY_MS) {
      screen.write(`${progressLine(run)}\n`);
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
  const percent = percentLabel(processedBatches, totalBatches).padStart(3);
  return `${name}  ${bar} ${percent} %  ${processedBatches}/${totalBatches} batches  ${outcome(run)}`;
}
