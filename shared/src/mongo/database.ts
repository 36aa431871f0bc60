import type { Db } from 'mongodb';
import { type Acknowledgements, createAcknowledgements } from './acknowledgements.ts';
import { type AlertStates, createAlertStates } from './alert-states.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { type BatchMarks, createBatchMarks } from './batches/batch-marks.ts';
import { createImportBatches, type ImportBatches } from './batches/import-batches.ts';
import { createKeptFailures, type KeptFailures } from './batches/kept-failures.ts';
import { createEndedSessions, type EndedSessions } from './ended-sessions.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency-keys.ts';
import { createImportManifests, type ImportManifests } from './import-manifests.ts';
import { type Changes, createChanges } from './jobs/changes.ts';
import { createJobSearch, type JobSearch } from './jobs/job-search.ts';
import { createJobs, type Jobs } from './jobs/jobs.ts';
import { createRawRecords, type RawRecords } from './jobs/raw-records.ts';
import { createProcessSettings, type ProcessSettingsStore } from './process-settings.ts';
import { createRetentionStore, type RetentionStore } from './retention.ts';
import { createImportLogs, type ImportLogs } from './runs/import-logs.ts';
import { createRunFacts, type RunFactsReader } from './runs/run-facts.ts';
import { createRunFigures, type RunFigures } from './runs/run-figures.ts';
import { createRunQuality, type RunQuality } from './runs/run-quality.ts';
import { createRunTotals, type RunTotalsStore } from './runs/run-totals.ts';
import { createSourceLocks, type SourceLocks } from './sources/source-locks.ts';
import { createSources, type Sources } from './sources/sources.ts';
import { createTaskTicks, type TaskTicks } from './task-ticks.ts';

/** All collections of one Feedflow database, and their queries. */
export interface Database {
  sources: Sources;
  sourceLocks: SourceLocks;
  jobs: Jobs;
  changes: Changes;
  jobSearch: JobSearch;
  importLogs: ImportLogs;
  importBatches: ImportBatches;
  importManifests: ImportManifests;
  batchMarks: BatchMarks;
  keptFailures: KeptFailures;
  rawRecords: RawRecords;
  runFacts: RunFactsReader;
  runFigures: RunFigures;
  runQuality: RunQuality;
  runTotals: RunTotalsStore;
  retention: RetentionStore;
  taskTicks: TaskTicks;
  auditLog: AuditLog;
  alertStates: AlertStates;
  acknowledgements: Acknowledgements;
  idempotencyKeys: IdempotencyKeys;
  endedSessions: EndedSessions;
  processSettings: ProcessSettingsStore;
}

export function createDatabase(db: Db): Database {
  const changes = createChanges(db);
  return {
    sources: createSources(db),
    sourceLocks: createSourceLocks(db),
    jobs: createJobs(db, changes),
    changes,
    jobSearch: createJobSearch(db),
    importLogs: createImportLogs(db),
    importBatches: createImportBatches(db),
    importManifests: createImportManifests(db),
    batchMarks: createBatchMarks(db),
    keptFailures: createKeptFailures(db),
    rawRecords: createRawRecords(db),
    runFacts: createRunFacts(db),
    runFigures: createRunFigures(db),
    runQuality: createRunQuality(db),
    runTotals: createRunTotals(db),
    retention: createRetentionStore(db),
    taskTicks: createTaskTicks(db),
    auditLog: createAuditLog(db),
    alertStates: createAlertStates(db),
    acknowledgements: createAcknowledgements(db),
    idempotencyKeys: createIdempotencyKeys(db),
    endedSessions: createEndedSessions(db),
    processSettings: createProcessSettings(db),
  };
}
