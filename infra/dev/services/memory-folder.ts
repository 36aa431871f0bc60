import { tmpdir } from 'node:os';
import { readFreeBytes } from './disk.ts';

const MEMORY_FILE_SYSTEM = '/dev/shm';
const NEEDED_FREE_BYTES = 4_000_000_000;

/**
 * The folder for data of tests: in memory where the system has a file system for that with enough space, because
 * servers then do not wait for a disk at each confirmed write; else the folder for temporary files.
 */
export async function memoryFolder(): Promise<string> {
  const freeBytes = await readFreeBytes(MEMORY_FILE_SYSTEM).catch(() => 0);
  return freeBytes >= NEEDED_FREE_BYTES ? MEMORY_FILE_SYSTEM : tmpdir();
}
