import type { Collection } from 'mongodb';
import type { FailureSample, FetchState, HttpFacts, Run, RunWarning } from '../../model/run.ts';
import type { PastFetch } from '../../model/run-log.ts';
import { storedJobsWarnings } from '../../model/warnings.ts';

/** What fetch-feed writes down about itself, now and then and at its end. */
export interface FetchReport {
  fetch: Partial<FetchState>;
  /** Null before the server's response. */
  http?: HttpFacts | null;
  failures?: FailureSample[];
  warnings?: RunWarning[];
  totalBatches?: number;
  /** Of an attempt that does not count yet: the records that it has read. */
  rereadRecords?: number | null;
}

/** One attempt at reading the feed of a run. */
export interface FetchRef {
  runId: string;
  attempt: number;
  fetchAttempt: number;
}

/** The part of fetch-feed's state that counts records. */
export type FetchCounts = Pick<
  FetchState,
  'totalFetched' | 'duplicateJobs' | 'failedJobs' | 'unchangedJobs' | 'skippedJobs'
>;

/** A fetch attempt that has begun. */
export interface BegunFetch extends Pick<FetchState, 'fetchAttempt'> {
  /** How many of the attempts before lost their worker before it had read a record. */
  lostBeforeRecords: number;
  /** The counts of the run, and whose they are, if this one has to replace them. */
  unreplaced: (FetchCounts & { fetchAttempt: number }) | null;
  earlier: EarlierFindings;
}

/**
 * What earlier fetch attempts of a run found of the jobs that were stored before it. They may have written some since.
 */
export interface EarlierFindings {
  /** Open jobs of the source; null if none of them has counted these. */
  openBefore: number | null;
  /** See `storedJobsWarnings`. */
  warnings: RunWarning[];
}

/** The record counts that a report replaced. */
export type ReplacedCounts = FetchCounts & Pick<FetchState, 'comparison'>;

export type RunFetches = ReturnType<typeof runFetches>;

const replacedCounts = {
  'fetch.totalFetched': 1,
  'fetch.duplicateJobs': 1,
  'fetch.failedJobs': 1,
  'fetch.unchangedJobs': 1,
  'fetch.skippedJobs': 1,
  'fetch.comparison': 1,
} as const;

/** Fetch attempts that are kept of a run: some 400 bytes each. */
const MAX_PAST_FETCHES = 50;

/** The fields of a fetch attempt that are kept when the next one replaces it. */
const pastFields = [
  'fetchAttempt',
  'startedAt',
  'requestedAt',
  'totalFetched',
  'responseMs',
  'firstRecordMs',
  'hostWait',
  'retry',
] as const satisfies readonly (keyof PastFetch)[];

const isUnreplaced = { $eq: ['$fetch.unreplaced.by', '$fetch.fetchAttempt'] };
/** See `countedFetch`. */
const counted = { $cond: [isUnreplaced, '$fetch.unreplaced.fetchAttempt', '$fetch.fetchAttempt'] };

/** The latest fetch attempt of a run as an item of `pastFetches`, in an update. */
const replacedFetch = {
  attempt: '$attempt',
  ...Object.fromEntries(pastFields.map((name) => [name, { $ifNull: [`$fetch.${name}`, null] }])),
  // Else they are those of an earlier one.
  totalFetched: { $cond: [isUnreplaced, null, '$fetch.totalFetched'] },
  http: {
    $cond: [
      { $eq: [{ $type: '$http' }, 'object'] },
      { status: '$http.status', finalUrl: '$http.finalUrl', notModified: '$http.notModified' },
      null,
    ],
  },
};

/** Adds the latest fetch attempt to those before it, in an update that replaces it; if there is one. */
export const keepReplacedFetch = {
  $set: {
    pastFetches: {
      $slice: [
        {
          $concatArrays: [
            { $ifNull: ['$pastFetches', []] },
            { $cond: [{ $gte: ['$fetch.fetchAttempt', 1] }, [replacedFetch], []] },
          ],
        },
        -MAX_PAST_FETCHES,
      ],
    },
  },
};

/** How a run reads its feed, in one fetch attempt after another. */
export function runFetches(collection: Collection<Run>) {
  return {
    /**
     * Begins the next attempt at reading a running run's feed. Its number comes from here, not from Redis: two
     * readers never have the same one, whatever Redis forgot. What earlier ones counted stays until `countFetch`.
     *
     * @param facts lostWorkers: how often the job has lost its worker so far
     * @returns null where the run has ended or continues in a later attempt
     */
    async beginFetch(
      run: { runId: string; attempt: number },
      facts: Pick<FetchState, 'startedAt' | 'worker'> & { concurrency: number; lostWorkers?: number },
    ): Promise<BegunFetch | null> {
      const { startedAt, worker, concurrency, lostWorkers = 0 } = facts;
      const lost = { $gt: [lostWorkers, { $ifNull: ['$fetch.lostWorkers', 0] }] };
      // A worker that was lost while it started its reader says nothing of the feed.
      const noRecord = { $eq: [{ $ifNull: ['$fetch.firstRecordMs', null] }, null] };
      const unread = { $and: [{ $eq: ['$fetch.isReading', true] }, noRecord] };
      // The first one has nothing to replace.
      const isFirst = { $and: [{ $eq: ['$attempt', 1] }, { $eq: ['$fetch.fetchAttempt', 0] }] };
      const begun = await collection.findOneAndUpdate(
        { runId: run.runId, attempt: run.attempt, status: 'running' },
        [
          keepReplacedFetch,
          {
            $set: {
              'fetch.fetchAttempt': { $add: ['$fetch.fetchAttempt', 1] },
              'fetch.unreplaced': {
                $cond: [isFirst, null, { fetchAttempt: counted, by: { $add: ['$fetch.fetchAttempt', 1] } }],
              },
              'fetch.lostBeforeRecords': {
                $add: [
                  { $ifNull: ['$fetch.lostBeforeRecords', 0] },
                  { $cond: [{ $and: [lost, unread] }, 1, 0] },
                ],
              },
            },
          },
          {
            $set: {
              'fetch.status': 'running',
              'fetch.startedAt': startedAt,
              'fetch.worker': { $literal: worker },
              'fetch.lostWorkers': lostWorkers,
              'fetch.isReading': false,
              'fetch.waitsForHost': null,
              // A wait that began after the last reading belongs to this one.
              'fetch.hostWait': {
                $cond: [
                  { $gt: ['$fetch.hostWait.since', { $ifNull: ['$fetch.startedAt', new Date(0)] }] },
                  '$fetch.hostWait',
                  null,
                ],
              },
              'fetch.requestedAt': null,
              'fetch.responseMs': null,
              'fetch.firstRecordMs': null,
              'fetch.retry': null,
              'fetch.finishedAt': null,
              'fetch.durationMs': null,
              'fetch.manifestId': null,
              'fetch.pages': null,
              'fetch.listing': null,
              'fetch.missingOnce': null,
              'fetch.fill': null,
              'fetch.feed': null,
              'fetch.complete': null,
              'fetch.error': null,
              http: null,
              'meta.concurrency': concurrency,
              'meta.rereadRecords': null,
            },
          },
        ],
        {
          returnDocument: 'after',
          projection: {
            'fetch.fetchAttempt': 1,
            'fetch.unreplaced': 1,
            'fetch.lostBeforeRecords': 1,
            'fetch.openBefore': 1,
            ...replacedCounts,
            warnings: 1,
          },
        },
      );
      if (!begun) return null;
      const { fetchAttempt, lostBeforeRecords, unreplaced, openBefore = null } = begun.fetch;
      const warnings = (begun.warnings ?? []).filter(({ code }) => storedJobsWarnings.includes(code));
      return {
        fetchAttempt,
        lostBeforeRecords,
        unreplaced: unreplaced ? { ...begun.fetch, fetchAttempt: unreplaced.fetchAttempt } : null,
        earlier: { openBefore, warnings },
      };
    },

    /**
     * Makes a fetch attempt the one whose record counts are those of the run: they begin at 0 again.
     *
     * @returns whether it did: not if the run has ended, or a later attempt has begun
     */
    async countFetch({ runId, attempt, fetchAttempt }: FetchRef): Promise<boolean> {
      const result = await collection.updateOne(
        { runId, attempt, status: 'running', 'fetch.fetchAttempt': fetchAttempt },
        {
          $set: {
            'fetch.unreplaced': null,
            'meta.rereadRecords': null,
            'fetch.totalFetched': 0,
            'fetch.duplicateJobs': 0,
            'fetch.failedJobs': 0,
            'fetch.unchangedJobs': 0,
            'fetch.skippedJobs': 0,
            'fetch.skippedBy': [],
            'fetch.comparison': null,
            'fetch.failureTotals': {},
            failures: [],
          },
          $pull: { warnings: { code: { $nin: [...storedJobsWarnings] } } },
        },
      );
      return result.matchedCount === 1;
    },

    /** Records that a fetch attempt is about to send its request. */
    async recordReading({ runId, attempt, fetchAttempt }: FetchRef, at: Date): Promise<void> {
      await collection.updateOne(
        { runId, attempt, status: 'running', 'fetch.fetchAttempt': fetchAttempt },
        { $set: { 'fetch.isReading': true, 'fetch.requestedAt': at } },
      );
    },

    /** Records that a running run waits until fewer feeds of `host` are being read. Reading its feed ends that. */
    async recordHostWait(run: { runId: string; attempt: number }, host: string, since: Date): Promise<void> {
      const { runId, attempt } = run;
      await collection.updateOne(
        { runId, attempt, status: 'running' },
        { $set: { 'fetch.waitsForHost': host, 'fetch.hostWait': { host, since } } },
      );
    },

    /** The fetch attempts of a run that later ones have replaced, the oldest first: the last 50. */
    async pastFetches(runId: string): Promise<PastFetch[]> {
      const found = await collection.findOne<{ pastFetches?: PastFetch[] }>(
        { runId },
        { projection: { _id: 0, pastFetches: 1 } },
      );
      return found?.pastFetches ?? [];
    },

    /**
     * Writes the report of a fetch attempt into a running run. A report of another fetch attempt than the latest
     * changes nothing: a worker that lost its job may still be writing.
     *
     * @returns the counts that it replaced; null if it was not written
     */
    async reportFetch(
      { runId, attempt, fetchAttempt }: FetchRef,
      report: FetchReport,
    ): Promise<ReplacedCounts | null> {
      const set: Record<string, unknown> = {};
      for (const [name, value] of Object.entries(report.fetch)) set[`fetch.${name}`] = value;
      if (report.http) set['http'] = report.http;
      if (report.failures) set['failures'] = report.failures;
      if (report.warnings) set['warnings'] = report.warnings;
      if (report.totalBatches !== undefined) set['meta.totalBatches'] = report.totalBatches;
      if (report.rereadRecords !== undefined) set['meta.rereadRecords'] = report.rereadRecords;
      const before = await collection.findOneAndUpdate(
        { runId, attempt, status: 'running', 'fetch.fetchAttempt': fetchAttempt },
        { $set: set },
        { returnDocument: 'before', projection: replacedCounts },
      );
      return before?.fetch ?? null;
    },
  };
}
