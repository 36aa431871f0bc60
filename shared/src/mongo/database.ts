import type { Db } from 'mongodb';
import { createImportBatches, type ImportBatches } from './import-batches.ts';
import { createImportLogs, type ImportLogs } from './import-logs.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createSources, type Sources } from './sources.ts';

/** All collections of one Feedflow database. */
export interface Database {
  sources: Sources;
  jobs: Jobs;
  importLogs: ImportLogs;
  importBatches: ImportBatches;
}

export function createDatabase(db: Db): Database {
  return {
    sources: createSources(db),
    jobs: createJobs(db),
    importLogs: createImportLogs(db),
    importBatches: createImportBatches(db),
  };
}
