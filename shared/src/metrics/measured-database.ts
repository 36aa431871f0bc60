import type { Database } from '../mongo/database.ts';
import type { FetchReport } from '../mongo/runs/import-logs.ts';
import { boundedLabel, type Metrics } from './metrics.ts';

/** Sources that have a label of their own. */
const MAX_SOURCES = 200;

const none = { totalFetched: 0, duplicateJobs: 0, failedJobs: 0, unchangedJobs: 0, known: 0 };
type Counts = typeof none;

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
  };
}

function measuredImportLogs(importLogs: Database['importLogs'], metrics: Metrics): Database['importLogs'] {
  const sourceLabel = boundedLabel(MAX_SOURCES);
  /** What was counted of each try at a feed: its reports are running totals. */
  const counted = new WeakMap<object, Counts>();
  return {
    ...importLogs,
    finish: async (run, end) => {
      const ended = await importLogs.finish(run, end);
      if (!ended) return false;
      const source = sourceLabel(run.sourceName);
      const outcome = end.status;
      const startedAt = run.attempts.at(-1)?.startedAt ?? end.finishedAt;
      metrics.runs.inc({ source, outcome });
      metrics.runDuration.observe({ outcome }, secondsBetween(startedAt, end.finishedAt));
      if (end.removal?.state === 'held') metrics.removalsHeld.inc({ source });
      return true;
    },
    reportFetch: async (run, fetchAttempt, report) => {
      const written = await importLogs.reportFetch(run, fetchAttempt, report);
      if (!written) return false;
      const before = counted.get(run) ?? none;
      const now = countsOf(report, before);
      counted.set(run, now);
      countProgress(before, now);
      const { status, durationMs } = report.fetch;
      if (status && durationMs != null)
        metrics.fetchDuration.observe({ outcome: status }, durationMs / 1_000);
      return true;
    },
  };

  function countProgress(before: Counts, now: Counts): void {
    const more = (name: keyof Counts) => Math.max(0, now[name] - before[name]);
    metrics.records.inc({ outcome: 'duplicate' }, more('duplicateJobs'));
    metrics.records.inc({ outcome: 'failed' }, more('failedJobs'));
    metrics.records.inc({ outcome: 'unchanged' }, more('unchangedJobs'));
    metrics.recordsKnown.inc(more('known'));
    metrics.recordsParsed.inc(Math.max(0, more('totalFetched') - more('known')));
  }
}

function countsOf({ fetch }: FetchReport, before: Counts): Counts {
  return {
    totalFetched: fetch.totalFetched ?? before.totalFetched,
    duplicateJobs: fetch.duplicateJobs ?? before.duplicateJobs,
    failedJobs: fetch.failedJobs ?? before.failedJobs,
    unchangedJobs: fetch.unchangedJobs ?? before.unchangedJobs,
    known: fetch.comparison?.knownRecords ?? before.known,
  };
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
  };
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, to.getTime() - from.getTime()) / 1_000;
}
