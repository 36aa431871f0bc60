import { Readable } from 'node:stream';
import { FeedflowError } from '@feedflow/shared/errors';

/** A large export takes minutes; the client is to try again before that. */
const RETRY_AFTER_SECONDS = 30;
/** A client that has taken nothing for so long, such as a paused pager, leaves its slot to one that needs it. */
const STALLED_MS = 60_000;

interface Slot {
  jobs: Readable | null;
  /** Since when what was read waits for the client; null while more is read. */
  waitsSince: number | null;
}

export interface ExportSlots {
  /**
   * Begins an export, whose slot is released when its stream is closed. If all slots are taken, the export of a client
   * that has stalled is broken off.
   *
   * @throws FeedflowError 'too-many-clients' if none has, or what `open` throws
   */
  begin(open: () => Promise<Readable>): Promise<Readable>;
}

/** Limits the exports of jobs that one process sends at a time: each reads MongoDB for as long as it lasts. */
export function createExportSlots({
  maxExports,
  stalledMs = STALLED_MS,
}: {
  maxExports: number;
  /** @default 60 s */
  stalledMs?: number;
}): ExportSlots {
  const slots = new Set<Slot>();

  function breakOffStalled(): void {
    const now = performance.now();
    for (const slot of slots) {
      if (slot.waitsSince === null || now - slot.waitsSince < stalledMs) continue;
      slots.delete(slot);
      slot.jobs?.destroy(new Error('its client took nothing, and others wait'));
      return;
    }
  }

  return {
    begin: async (open) => {
      if (slots.size >= maxExports) breakOffStalled();
      if (slots.size >= maxExports) {
        throw new FeedflowError(
          'too-many-clients',
          `${maxExports} exports of jobs are being sent already (API_EXPORT_CLIENTS); try again later`,
          { details: { retryAfterSeconds: RETRY_AFTER_SECONDS } },
        );
      }
      const slot: Slot = { jobs: null, waitsSince: null };
      slots.add(slot);
      try {
        const jobs = await open();
        slot.jobs = Readable.from(noting(slot, jobs), { objectMode: false });
        slot.jobs.once('close', () => {
          slots.delete(slot);
          jobs.destroy();
        });
        return slot.jobs;
      } catch (error) {
        slots.delete(slot);
        throw error;
      }
    },
  };
}

/** What is read, while the slot says whether it waits for the client. */
async function* noting(slot: Slot, jobs: Readable): AsyncGenerator<unknown> {
  for await (const chunk of jobs) {
    slot.waitsSince = performance.now();
    yield chunk;
    slot.waitsSince = null;
  }
}
