import type { Database } from '../mongo/database.ts';
import type { FetchReport, ReplacedCounts } from '../mongo/runs/run-fetches.ts';
import { boundedLabel, type Metrics } from './metrics.ts';

/** Sources that have a label of their own. */
const MAX_SOURCES = 200;

/**
 * The same database, counting what is written into it: every run and batch ends, and every feed's progress is
 * reported, by one call each, whichever process does it and for whatever reason. What MongoDB did not take,
 * because another worker had been first, is not counted.
 */
export function measuredDatabase(database: Database, metrics: Metrics): Database {
  return {
    ...database,
    importLogs: measuredImportLogs(database.importLogs, metrics),
    importBatches: measuredImportBatches(database.importBatches, metrics),
    jobs: measuredJobs(database.jobs, metrics),
  };
}

function measuredImportLogs(importLogs: Database['importLogs'], metrics: Metrics): Database['importLogs'] {
  const sourceLabel = boundedLabel(MAX_SOURCES);
  return {
    ...importLogs,
    finish: async (run, end) => {
      const ended = await importLogs.finish(run, end);
      if (!ended) return null;
      const source = sourceLabel(run.sourceName);
      const outcome = end.status;
      const startedAt = run.attempts.at(-1)?.startedAt ?? end.finishedAt;
      metrics.runs.inc({ source, outcome });
      metrics.runDuration.observe({ outcome }, secondsBetween(startedAt, end.finishedAt));
      if (end.removal?.state === 'held') metrics.removalsHeld.inc({ source });
      return ended;
    },
    reportFetch: async (fetch, report) => {
      const replaced = await importLogs.reportFetch(fetch, report);
      if (!replaced) return null;
      countProgress(replaced, report.fetch);
      const { status, durationMs } = report.fetch;
      if (status && durationMs != null)
        metrics.fetchDuration.observe({ outcome: status }, durationMs / 1_000);
      return replaced;
    },
  };

  /** Reports are running totals: what a report adds to those that it replaced is counted. */
  function countProgress(before: ReplacedCounts, now: FetchReport['fetch']): void {
    const duplicate = increment(before.duplicateJobs, now.duplicateJobs);
    const failed = increment(before.failedJobs, now.failedJobs);
    const unchanged = increment(before.unchangedJobs, now.unchangedJobs);
    const skipped = increment(before.skippedJobs, now.skippedJobs);
    const fetched = increment(before.totalFetched, now.totalFetched);
    const known = increment(before.comparison?.knownRecords, now.comparison?.knownRecords);
    metrics.records.inc({ outcome: 'duplicate' }, duplicate);
    metrics.records.inc({ outcome: 'failed' }, failed);
    metrics.records.inc({ outcome: 'unchanged' }, unchanged);
    metrics.records.inc({ outcome: 'skipped' }, skipped);
    metrics.recordsKnown.inc(known);
    metrics.recordsParsed.inc(Math.max(0, fetched - known));
  }
}

function measuredJobs(jobs: Database['jobs'], metrics: Metrics): Database['jobs'] {
  return {
    ...jobs,
    closeDue: async function* (sourceUrl, due, at) {
      for await (const closed of jobs.closeDue(sourceUrl, due, at)) {
        metrics.jobsDueClosed.inc({ reason: due.reason }, closed);
        yield closed;
      }
    },
  };
}

/** @param now undefined if the report does not contain this count */
function increment(before = 0, now = before): number {
  return Math.max(0, now - before);
}

function measuredImportBatches(
  importBatches: Database['importBatches'],
  metrics: Metrics,
): Database['importBatches'] {
  return {
    ...importBatches,
    finish: async (batchId, end) => {
      const ended = await importBatches.finish(batchId, end);
      if (!ended) return false;
      const outcome = end.status;
      metrics.records.inc({ outcome: 'new' }, end.newJobs);
      metrics.records.inc({ outcome: 'updated' }, end.updatedJobs);
      metrics.records.inc({ outcome: 'unchanged' }, end.unchangedJobs);
      metrics.records.inc({ outcome: 'failed' }, end.failedJobs);
      if (end.durationMs !== null) metrics.batchDuration.observe({ outcome }, end.durationMs / 1_000);
      return true;
    },
    endOpen: async (...batches) => {
      const failedJobs = await importBatches.endOpen(...batches);
      metrics.records.inc({ outcome: 'failed' }, failedJobs);
      return failedJobs;
    },
  };
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000;
}
