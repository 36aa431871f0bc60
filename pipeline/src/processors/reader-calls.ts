import type { Database } from '@feedflow/shared/mongo/database';
import type { OpenJob } from '@feedflow/shared/mongo/jobs/jobs';
import type { Clock } from '@feedflow/shared/process/clock';
import type { FetchFeedPayload } from '@feedflow/shared/queues/payloads';
import type { Enqueuer } from '../batch/enqueuer.ts';
import type { RawTextsOptions } from '../import/raw-texts.ts';
import type { WorkerCalls } from '../reader/protocol.ts';
import { changeRules, rekeyJobs } from './change-rules.ts';
import type { FetchReports } from './fetch-reports.ts';

export interface ReaderCallsDeps {
  database: Database;
  reports: FetchReports;
  enqueuer: Enqueuer;
  clock: Clock;
}

/** Open jobs sent to a reader at a time. */
const JOBS_PER_CALL = 10_000;

/**
 * The calls that the reader of a feed makes, since it has no connections of its own. What would change stored jobs or
 * rules is refused once another attempt has taken the run over.
 */
export function createReaderCalls(
  { database, reports, enqueuer, clock }: ReaderCallsDeps,
  run: FetchFeedPayload & { fetchAttempt: number },
  { storeRaw }: Pick<RawTextsOptions, 'storeRaw'>,
): Omit<WorkerCalls, 'beat'> {
  const { importManifests, jobs, rawRecords } = database;
  const source = { name: run.sourceName, url: run.sourceUrl };
  let openJobs: AsyncGenerator<OpenJob> | undefined;
  return {
    beginReading: () => database.importLogs.recordReading(run, clock()),
    enqueue: async (batches, expectNew, progress) => {
      reports.update(progress);
      await reports.replaceEarlier();
      await enqueuer.enqueue(batches, expectNew);
      await enqueuer.waitForRoom();
    },
    report: async (progress) => {
      reports.update(progress);
      await reports.report(enqueuer.count);
    },
    keepTexts: (records) => {
      const keepMs = storeRaw?.keepMs ?? 0;
      return rawRecords.keep(run, records, new Date(clock().getTime() + keepMs));
    },
    findLast: (sourceUrl) => importManifests.findLast(sourceUrl),
    distrust: async (sourceUrl, own) => {
      await database.importLogs.assertCurrent(run);
      return importManifests.distrust(sourceUrl, own);
    },
    digests: (parts) => importManifests.digests(parts),
    segments: (part) => importManifests.segments(part),
    putPart: (id, owner, part) => importManifests.putPart(id, owner, part),
    putKeys: (id, owner, keys) => importManifests.putKeys(id, owner, keys),
    storedKeys: (part) => importManifests.keys(part),
    save: async (manifest) => {
      await reports.replaceEarlier();
      return importManifests.save(manifest);
    },
    drop: (owner) => importManifests.drop(owner),
    countOpen: (sourceUrl) => jobs.countOpen(sourceUrl),
    openAmong: async (keys) => {
      // The whole feed is read: batches of an earlier reading may add no jobs while those that are gone are looked for.
      await reports.replaceEarlier();
      return jobs.openAmong(keys);
    },
    nextOpenJobs: async (sourceUrl, begins) => {
      if (begins || !openJobs) {
        await reports.replaceEarlier();
        // Those that were not read to their end hold a cursor.
        await openJobs?.return(undefined);
        openJobs = jobs.openJobs(sourceUrl);
      }
      const some: OpenJob[] = [];
      while (some.length < JOBS_PER_CALL) {
        const next = await openJobs.next();
        if (next.done) break;
        some.push(next.value);
      }
      return some;
    },
    hasJobs: (sourceUrl) => jobs.hasAny(sourceUrl),
    lookUpJobs: (query) => jobs.lookUp(query),
    wholeJobs: (keys) => jobs.findWhole(keys),
    changeRules: async (change, basis, isBegun) => {
      await reports.replaceEarlier();
      await database.importLogs.assertCurrent(run);
      return changeRules(database, source, change, { basis, isBegun });
    },
    rekey: async (changes) => {
      await reports.replaceEarlier();
      await database.importLogs.assertCurrent(run);
      return rekeyJobs(database, run.sourceUrl, changes);
    },
    recordRules: async (state) => {
      await database.importLogs.assertCurrent(run);
      return database.sources.recordRules(source, state);
    },
    noteWarnings: async (warnings) => {
      if (warnings.length === 0) return;
      await reports.replaceEarlier();
      await database.importLogs.reportFetch(run, { fetch: {}, warnings });
    },
  };
}
