import type { Db } from 'mongodb';
import { type AlertStates, createAlertStates } from './alert-states.ts';
import { type AuditLog, createAuditLog } from './audit-log.ts';
import { type BatchMarks, createBatchMarks } from './batch-marks.ts';
import { type Claims, createClaims } from './claims.ts';
import { createEndedSessions, type EndedSessions } from './ended-sessions.ts';
import { createIdempotencyKeys, type IdempotencyKeys } from './idempotency-keys.ts';
import { createImportBatches, type ImportBatches } from './import-batches.ts';
import { createImportLogs, type ImportLogs } from './import-logs.ts';
import { createImportManifests, type ImportManifests } from './import-manifests.ts';
import { createJobSearch, type JobSearch } from './job-search.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createKeptFailures, type KeptFailures } from './kept-failures.ts';
import { createRawRecords, type RawRecords } from './raw-records.ts';
import { createRetentionStore, type RetentionStore } from './retention.ts';
import { createRunFacts, type RunFactsReader } from './run-facts.ts';
import { createRunFigures, type RunFigures } from './run-figures.ts';
import { createRunTotals, type RunTotalsStore } from './run-totals.ts';
import { createSources, type Sources } from './sources.ts';

/** All collections of one Feedflow database, and the ways to ask them. */
export interface Database {
  sources: Sources;
  jobs: Jobs;
  jobSearch: JobSearch;
  importLogs: ImportLogs;
  importBatches: ImportBatches;
  importManifests: ImportManifests;
  batchMarks: BatchMarks;
  keptFailures: KeptFailures;
  rawRecords: RawRecords;
  runFacts: RunFactsReader;
  runFigures: RunFigures;
  runTotals: RunTotalsStore;
  retention: RetentionStore;
  claims: Claims;
  auditLog: AuditLog;
  alertStates: AlertStates;
  idempotencyKeys: IdempotencyKeys;
  endedSessions: EndedSessions;
}

export function createDatabase(db: Db): Database {
  return {
    sources: createSources(db),
    jobs: createJobs(db),
    jobSearch: createJobSearch(db),
    importLogs: createImportLogs(db),
    importBatches: createImportBatches(db),
    importManifests: createImportManifests(db),
    batchMarks: createBatchMarks(db),
    keptFailures: createKeptFailures(db),
    rawRecords: createRawRecords(db),
    runFacts: createRunFacts(db),
    runFigures: createRunFigures(db),
    runTotals: createRunTotals(db),
    retention: createRetentionStore(db),
    claims: createClaims(db),
    auditLog: createAuditLog(db),
    alertStates: createAlertStates(db),
    idempotencyKeys: createIdempotencyKeys(db),
    endedSessions: createEndedSessions(db),
  };
}
