import type { Db } from 'mongodb';
import { markIndex } from './batches/batch-marks.ts';
import { CLOSED_INDEX, SOURCE_INDEX } from './jobs/jobs.ts';

/**
 * Makes the indexes that correctness and speed rest on. Harmless to repeat, and to call from many processes
 * at once.
 */
export async function ensureIndexes(db: Db): Promise<void> {
  await Promise.all([
    db.collection('sources').createIndexes([
      { key: { name: 1 }, unique: true },
      { key: { url: 1 }, unique: true },
    ]),
    db.collection('jobs').createIndexes([
      { key: { dedupeKey: 1 }, unique: true },
      { key: { sourceUrl: 1, publishedAt: -1, _id: -1 } },
      { key: SOURCE_INDEX },
      // Only jobs that were ever changed are in it.
      {
        key: { updatedRunId: 1, _id: -1 },
        partialFilterExpression: { updatedRunId: { $gt: '' } },
      },
      { key: CLOSED_INDEX, partialFilterExpression: { status: 'closed' } },
    ]),
    // The run id at the end of each makes every list's order one that an index gives, ties and all.
    db.collection('import_logs').createIndexes([
      { key: { runId: 1 }, unique: true },
      { key: { startedAt: -1, runId: -1 } },
      { key: { sourceUrl: 1, startedAt: -1, runId: -1 } },
      { key: { sourceName: 1, startedAt: -1, runId: -1 } },
      { key: { status: 1, startedAt: -1, runId: -1 } },
      { key: { trigger: 1, startedAt: -1, runId: -1 } },
      { key: { 'error.code': 1, startedAt: -1, runId: -1 } },
      { key: { 'meta.durationMs': -1, runId: -1 } },
      { key: { totalFetched: -1, runId: -1 } },
      { key: { failedJobs: -1, runId: -1 } },
      // Only runs with warnings are in it.
      {
        key: { 'warnings.code': 1, startedAt: -1, runId: -1 },
        partialFilterExpression: { 'warnings.code': { $gt: '' } },
      },
      { key: { finishedAt: 1 } },
      // Only the few runs whose held jobs were closed are in it.
      {
        key: { 'removal.confirmedAt': 1 },
        partialFilterExpression: { 'removal.confirmedAt': { $gt: new Date(0) } },
      },
      // Only runs of renamed sources are in it.
      { key: { renamedAt: 1 }, partialFilterExpression: { renamedAt: { $gt: new Date(0) } } },
      // Only the few runs between their end and its announcement are in it.
      { key: { unannounced: 1, finishedAt: 1 }, partialFilterExpression: { unannounced: true } },
      // One run per source at a time: the second insert of a running one is refused by the database itself.
      {
        key: { sourceUrl: 1 },
        name: 'one_running_run_per_source',
        unique: true,
        partialFilterExpression: { status: 'running' },
      },
    ]),
    db.collection('import_batches').createIndexes([
      { key: { runId: 1, attempt: 1, batchIndex: 1 } },
      { key: { runId: 1, status: 1, batchIndex: 1 } },
      markIndex,
      // The few batches of which an execution failed.
      { key: { runId: 1, 'retries.at': 1 }, partialFilterExpression: { 'retries.at': { $exists: true } } },
      // The few batches that can run again.
      { key: { runId: 1, attempt: 1 }, partialFilterExpression: { payload: { $exists: true } } },
    ]),
    db.collection('import_manifests').createIndex({ sourceUrl: 1, trusted: 1 }),
    db.collection('import_manifest_parts').createIndex({ sourceUrl: 1 }),
    db
      .collection('run_totals')
      .createIndexes([{ key: { sourceName: 1, day: 1 } }, { key: { 'removing.runId': 1 }, sparse: true }]),
    db.collection('alert_states').createIndex({ source: 1 }),
    db.collection('acknowledgements').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
    db
      .collection('raw_records')
      .createIndexes([{ key: { runId: 1 } }, { key: { expiresAt: 1 }, expireAfterSeconds: 0 }]),
    db.collection('idempotency_keys').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
    db.collection('ended_sessions').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 }),
    db.collection('audit_log').createIndexes([
      { key: { client: 1, _id: -1 } },
      { key: { command: 1, _id: -1 } },
      { key: { target: 1, _id: -1 } },
      // Only refused commands are in it.
      { key: { repeatKey: 1, _id: -1 }, partialFilterExpression: { repeatKey: { $gt: '' } } },
    ]),
  ]);
}
