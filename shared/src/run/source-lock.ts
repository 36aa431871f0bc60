import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../mongo/database.ts';

const LOOK_AGAIN_MS = 50;

/**
 * Waits until nobody closes jobs of a source, which takes moments. To be called when a run of it is stored as running:
 * from then on nobody can begin to.
 */
export async function waitUntilUnlocked(
  { sourceLocks }: Pick<Database, 'sourceLocks'>,
  sourceUrl: string,
): Promise<void> {
  while (await sourceLocks.isLocked(sourceUrl)) await sleep(LOOK_AGAIN_MS);
}
