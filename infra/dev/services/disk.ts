import { mkdir, statfs } from 'node:fs/promises';
import { FeedflowError } from '@feedflow/shared/errors';

const NEEDED_FREE_BYTES = 600_000_000;

/**
 * Checks for free space first: on a full disk servers fail with unclear errors.
 *
 * @throws FeedflowError 'service-unavailable'
 */
export async function refuseFullDisk(folder: string, neededBytes = NEEDED_FREE_BYTES): Promise<void> {
  await mkdir(folder, { recursive: true });
  const freeBytes = await readFreeBytes(folder);
  if (freeBytes >= neededBytes) return;
  throw new FeedflowError(
    'service-unavailable',
    `the disk is nearly full: ${folder} has ${megabytes(freeBytes)} free and ${megabytes(neededBytes)} are needed; free some space and start again`,
    { details: { freeBytes, neededBytes } },
  );
}

/** The space that is left for a folder. @throws Error where there is no such folder */
export async function readFreeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1e6)} MB`;
}
