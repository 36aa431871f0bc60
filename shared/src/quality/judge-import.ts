import { amountLabel, countLabel } from '../model/amount-label.ts';
import { type FailureThreshold, toleratedFailures } from '../model/failure-threshold.ts';
import { JOB_FIELDS, type JobField } from '../model/job-fields.ts';
import type { HealthReason, QualityPoint } from '../model/quality.ts';
import {
  DEFAULT_MAX_FAILED_PERCENT,
  DEFAULT_MIN_JOBS,
  type HealthCode,
  type QualityRules,
} from '../model/quality-rules.ts';
import { goneText } from '../model/removal-label.ts';
import type { NamedError, Removal } from '../model/run.ts';
import { percentLabel } from '../model/share.ts';
import { feedJobs } from './feed-jobs.ts';
import { healthReason } from './health-reason.ts';
import { MAX_SAMPLE, MIN_SAMPLE, median, type UsualRange, usualRange } from './statistics.ts';

/** A run as it is judged. */
export interface JudgedRun extends QualityPoint {
  /** Its feed: what others are like says nothing about this one. */
  sourceUrl: string;
  error: NamedError | null;
  removal: Pick<
    Removal,
    'state' | 'vanishedJobs' | 'deletedJobs' | 'excludedJobs' | 'openBefore' | 'confirmedAt'
  > | null;
}

/** Fewer jobs than these are not compared with the usual: each of them is a large share. */
const FEW = 10;
/** A field that is filled so many points less than usual is a warning. */
const DROP_POINTS = 20;
/** The least distance from the median: of the number of records in percent of it, of shares in points. */
const FLOOR_PERCENT = 10;

/** How a field of jobs is named in a sentence about those that have it. */
const FIELD_WORDS: Readonly<Record<JobField, string>> = {
  externalId: 'an id',
  title: 'a title',
  jobUrl: 'a link',
  applyUrl: 'a link to apply',
  company: 'a company',
  location: 'a location',
  region: 'a region',
  country: 'a country',
  remote: 'a statement on remote work',
  jobType: 'a job type',
  categories: 'categories',
  salary: 'a salary',
  description: 'a description',
  publishedAt: 'a publication date',
  expiresAt: 'an expiry date',
};

/** The shares of a feed's jobs that are judged, and what they are called. */
const SHARES: readonly { code: HealthCode; key: 'newJobs' | 'updatedJobs' | 'closedJobs'; word: string }[] = [
  { code: 'unusual-new', key: 'newJobs', word: 'new' },
  { code: 'unusual-updated', key: 'updatedJobs', word: 'updated' },
  { code: 'unusual-closed', key: 'closedJobs', word: 'closed' },
];

/** Whether a run read its feed, in part at least: others say nothing of its quality. */
export function readFeed({ status, notModified }: Pick<QualityPoint, 'status' | 'notModified'>): boolean {
  return (status === 'completed' || status === 'partial') && !notModified;
}

/**
 * What is wrong with the import that read the feed last, by the rules of its source and by the imports before it.
 *
 * @param runs of one feed, newest first
 * @returns null if none of them read the feed
 */
export function judgeLastImport(
  runs: readonly JudgedRun[],
  {
    quality = {},
    failureThreshold,
  }: { quality?: QualityRules | undefined; failureThreshold: FailureThreshold },
): { runId: string; reasons: HealthReason[] } | null {
  const read = runs.filter(readFeed);
  const [run, ...before] = read;
  if (!run) return null;
  const failed = failedReason(run, quality, failureThreshold);
  const reasons = [
    failed ?? incompleteReason(run),
    shrunkReason(run),
    fewJobsReason(run, before, quality),
    ...fieldReasons(run, before, quality),
    ...unusualReasons(run, before, quality),
  ];
  return { runId: run.runId, reasons: reasons.filter((reason) => reason !== null) };
}

function failedReason(
  { failedJobs, records }: JudgedRun,
  { maxFailedPercent }: QualityRules,
  threshold: FailureThreshold,
): HealthReason | null {
  if (maxFailedPercent === null || failedJobs === 0) return null;
  const share = percentOf(failedJobs, records);
  const isBeyondThreshold = failedJobs > toleratedFailures(threshold, records);
  const limit = maxFailedPercent ?? DEFAULT_MAX_FAILED_PERCENT;
  const isFailing = share > limit && (maxFailedPercent !== undefined || isBeyondThreshold);
  if (!isFailing && !isBeyondThreshold) return null;
  const expected = isFailing
    ? `at most ${limit} percent expected`
    : `${countLabel(toleratedFailures(threshold, records))} tolerated`;
  const message = `${ofAll(failedJobs, records)} records failed (${percentLabel(failedJobs, records)} percent), ${expected}`;
  return healthReason('records-failed', isFailing ? 'failing' : 'warning', message);
}

function incompleteReason({ status, error, complete }: JudgedRun): HealthReason | null {
  if (status !== 'partial') return null;
  const why =
    error?.message ?? (complete ? 'some jobs were not written' : 'the feed was not read to its end');
  return healthReason('import-incomplete', 'warning', `the last import is incomplete: ${why}`);
}

function shrunkReason({ removal }: JudgedRun): HealthReason | null {
  if (removal?.state !== 'held') return null;
  const message = `${ofAll(removal.vanishedJobs, removal.openBefore)} open jobs are ${goneText(removal, countLabel)}: they stay open until that is confirmed`;
  return healthReason('feed-shrank', 'warning', message);
}

function fewJobsReason(
  run: JudgedRun,
  before: readonly JudgedRun[],
  { minJobs }: QualityRules,
): HealthReason | null {
  if (minJobs === null) return null;
  const place = run.skippedJobs > 0 ? 'in the feed that the filter does not skip' : 'in the feed';
  const inFeed = run.complete && !run.isDelta ? feedJobs(run) : null;
  if (minJobs !== undefined) {
    const expected = `at least ${countLabel(minJobs)} expected`;
    if (inFeed !== null && inFeed < minJobs)
      return healthReason('few-jobs', 'failing', `${amountLabel(inFeed, 'job')} ${place}, ${expected}`);
    if (run.openJobs !== null && run.openJobs < minJobs)
      return healthReason('few-jobs', 'failing', `${amountLabel(run.openJobs, 'open job')}, ${expected}`);
    return null;
  }
  const had = before.map(feedJobs).find((jobs) => jobs >= DEFAULT_MIN_JOBS);
  if (inFeed === null || inFeed >= DEFAULT_MIN_JOBS || had === undefined) return null;
  return healthReason('few-jobs', 'warning', `no jobs ${place}, ${countLabel(had)} before`);
}

function fieldReasons(
  { fill, isDelta }: JudgedRun,
  before: readonly JudgedRun[],
  { minFillPercent = {}, usualFill = true }: QualityRules,
): HealthReason[] {
  if (!fill || fill.jobs === 0) return [];
  const { jobs, counts } = fill;
  const usual = usualFill && !isDelta && jobs >= FEW ? usualFillPercents(before) : {};
  return JOB_FIELDS.flatMap((field) => {
    const filled = counts[field];
    const limit = minFillPercent[field];
    if (filled === undefined || limit === null) return [];
    const share = percentOf(filled, jobs);
    const has = `${ofAll(filled, jobs)} jobs have ${FIELD_WORDS[field]} (${percentLabel(filled, jobs)} percent)`;
    if (limit !== undefined) {
      if (share >= limit) return [];
      return healthReason('field-below', 'failing', `${has}, at least ${limit} percent expected`, field);
    }
    const usually = usual[field] ?? 0;
    if (usually - share <= DROP_POINTS) return [];
    return healthReason('field-dropped', 'warning', `${has}, usually ${Math.round(usually)} percent`, field);
  });
}

/**
 * How many jobs usually have each field, in percent: the median of the last 30 imports.
 *
 * @param runs newest first
 * @returns without the fields of which fewer than 5 imports know it
 */
export function usualFillPercents(
  runs: readonly Pick<QualityPoint, 'fill' | 'isDelta'>[],
): Partial<Record<JobField, number>> {
  const fills = runs.flatMap(({ fill, isDelta }) => (fill && !isDelta && fill.jobs >= FEW ? [fill] : []));
  const sample = fills.slice(0, MAX_SAMPLE);
  const usual: Partial<Record<JobField, number>> = {};
  for (const field of JOB_FIELDS) {
    const shares = sample.flatMap(({ jobs, counts }) =>
      counts[field] === undefined ? [] : [percentOf(counts[field], jobs)],
    );
    const middle = median(shares);
    if (shares.length >= MIN_SAMPLE && middle !== null) usual[field] = middle;
  }
  return usual;
}

function unusualReasons(
  run: JudgedRun,
  before: readonly JudgedRun[],
  { usualChange = true }: QualityRules,
): HealthReason[] {
  if (!usualChange || !isComparable(run)) return [];
  const sample = before.filter(isComparable).slice(0, MAX_SAMPLE);
  const reasons: HealthReason[] = [];
  const records = usualRange(
    sample.map((one) => one.records),
    (middle) => Math.max(FEW, (middle * FLOOR_PERCENT) / 100),
  );
  if (records && isBeyond(run.records, records)) {
    const usual = `usually ${countLabel(Math.ceil(records.low))} to ${countLabel(Math.floor(records.high))}`;
    reasons.push(
      healthReason('unusual-records', 'warning', `${amountLabel(run.records, 'record')}, ${usual}`),
    );
  }
  // What a user confirmed is as it should be.
  const isConfirmed = run.removal !== null && run.removal.confirmedAt !== null;
  for (const { code, key, word } of SHARES) {
    if (isConfirmed && key === 'closedJobs') continue;
    const shareOf = (one: JudgedRun) => percentOf(one[key], jobsBefore(one, key));
    const range = usualRange(sample.map(shareOf), () => FLOOR_PERCENT);
    const [part, whole] = [run[key], jobsBefore(run, key)];
    if (!range || !isBeyond(shareOf(run), range) || isFew(part, whole, range)) continue;
    const share = `${ofAll(part, whole)} jobs are ${word} (${percentLabel(part, whole)} percent)`;
    const [low, high] = [Math.ceil(range.low), Math.min(100, Math.floor(range.high))];
    reasons.push(healthReason(code, 'warning', `${share}, usually ${low} to ${high} percent`));
  }
  return reasons;
}

/** Whether the numbers of a run are those of a whole feed. */
function isComparable({ status, complete, isDelta }: JudgedRun): boolean {
  return status === 'completed' && complete && !isDelta;
}

/** What the share of a counter is of: closed jobs are not in the feed any more. */
function jobsBefore(run: JudgedRun, key: (typeof SHARES)[number]['key']): number {
  return key === 'closedJobs' ? feedJobs(run) + run.closedJobs : feedJobs(run);
}

function isBeyond(value: number, { low, high }: UsualRange): boolean {
  return value < low || value > high;
}

/** Whether so few jobs make the difference that it says nothing. */
function isFew(part: number, whole: number, range: UsualRange): boolean {
  return Math.abs(part - (whole * range.median) / 100) < FEW;
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : (part * 100) / whole;
}

function ofAll(part: number, whole: number): string {
  return `${countLabel(part)} of ${countLabel(whole)}`;
}
