import type { BirpcReturn } from 'birpc';
import type { FeedSink } from '../import/import-feed.ts';
import type { ReaderCalls, WorkerCalls } from './protocol.ts';

/** The sink of an import in a reader: the worker has the stores. */
export function createRemoteSink(worker: BirpcReturn<WorkerCalls, ReaderCalls>): FeedSink {
  return {
    beginReading: () => worker.beginReading(),
    enqueue: (batches, expectNew, progress) => worker.enqueue(batches, expectNew, progress),
    report: (progress) => worker.report(progress),
    keepTexts: (records) => worker.keepTexts(records),
    importManifests: {
      findLast: (sourceUrl) => worker.findLast(sourceUrl),
      distrust: (sourceUrl, own) => worker.distrust(sourceUrl, own),
      digests: async (parts) => (await worker.digests(parts))?.map(toBuffer) ?? null,
      segments: async (part) => toBuffer(await worker.segments(part)),
      putPart: (id, owner, part) => worker.putPart(id, owner, part),
      putKeys: (id, owner, keys) => worker.putKeys(id, owner, keys),
      keys: (part) => worker.storedKeys(part),
      save: (manifest) => worker.save(manifest),
      drop: (owner) => worker.drop(owner),
    },
    identities: {
      hasJobs: (sourceUrl) => worker.hasJobs(sourceUrl),
      lookUp: (query) => worker.lookUpJobs(query),
      findWhole: (keys) => worker.wholeJobs(keys),
      changeRules: (change, basis, isBegun) => worker.changeRules(change, basis, isBegun),
      rekey: (changes) => worker.rekey(changes),
      recordRules: (state) => worker.recordRules(state),
      noteWarnings: (warnings) => worker.noteWarnings(warnings),
    },
    jobs: {
      countOpen: (sourceUrl) => worker.countOpen(sourceUrl),
      openAmong: (keys) => worker.openAmong(keys),
      async *openJobs(sourceUrl) {
        for (let begins = true; ; begins = false) {
          const jobs = await worker.nextOpenJobs(sourceUrl, begins);
          if (jobs.length === 0) return;
          yield* jobs;
        }
      },
    },
  };
}

/** A Buffer arrives from another thread as a plain Uint8Array. */
function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
