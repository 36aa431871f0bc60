import { errorMessage } from '../errors.ts';
import { systemCode } from '../system-code.ts';
import { exitStatus } from './exit-status.ts';

/**
 * Ends a program whose output cannot be written any more. That its reader has closed it (head, less) is no failure; of
 * a full disk it must be one, or what is missing would pass for all there is.
 */
export function watchOutputs({ stdout, stderr }: Pick<NodeJS.Process, 'stdout' | 'stderr'>): void {
  stdout.on('error', (error) => {
    if (systemCode(error) === 'EPIPE') process.exit(exitStatus.done);
    stderr.write(`the output cannot be written: ${errorMessage(error)}\n`);
    process.exit(exitStatus.failed);
  });
  // That nobody reads its messages changes nothing about the result.
  stderr.on('error', () => undefined);
}
