import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { exitStatus } from '@feedflow/shared/command-line/exit-status';

const ENTRY = join(import.meta.dirname, '../../../pipeline/src/bin/preview-feed.ts');

/** Those of a worker: the memory of a preview does not depend on the size of the feed. */
const NODE_ARGS = [
  '--max-old-space-size=256',
  '--max-semi-space-size=4',
  '--heap-growing-percent=70',
  '--no-allocation-site-pretenuring',
];

/**
 * Reads a feed in a process of its own, with the input and output of this one.
 *
 * @returns its exit status
 */
export async function previewHere(args: string[]): Promise<number> {
  const child = spawn(process.execPath, [...NODE_ARGS, ENTRY, ...args], {
    stdio: 'inherit',
    env: { ...process.env, MALLOC_ARENA_MAX: '1' },
  });
  // A terminal sends SIGINT to both: the other one says that it was interrupted.
  const ignore = () => undefined;
  const forward = () => void child.kill('SIGTERM');
  process.on('SIGINT', ignore);
  process.on('SIGTERM', forward);
  try {
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : exitStatus.failed;
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', forward);
  }
}
