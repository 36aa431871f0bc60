import type { Readable } from 'node:stream';
import { FeedflowError } from '@feedflow/shared/errors';

/** A large export takes minutes; the client is to try again before that. */
const RETRY_AFTER_SECONDS = 30;

export interface ExportSlots {
  /**
   * Begins an export, whose slot is released when its stream is closed.
   *
   * @throws FeedflowError 'too-many-clients' if all slots are taken, or what `open` throws
   */
  begin(open: () => Promise<Readable>): Promise<Readable>;
}

/** Limits the exports of jobs that one process sends at a time: each reads MongoDB for as long as it lasts. */
export function createExportSlots({ maxExports }: { maxExports: number }): ExportSlots {
  let taken = 0;

  return {
    begin: async (open) => {
      if (taken >= maxExports) {
        throw new FeedflowError(
          'too-many-clients',
          `${maxExports} exports of jobs are being sent already (API_EXPORT_CLIENTS); try again later`,
          { details: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
        );
      }
      taken += 1;
      try {
        const jobs = await open();
        jobs.once('close', () => {
          taken -= 1;
        });
        return jobs;
      } catch (error) {
        taken -= 1;
        throw error;
      }
    },
  };
}
