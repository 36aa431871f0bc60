import { expect, test } from 'vitest';
import { defaultFailureThreshold } from '../model/failure-threshold.ts';
import { JOB_FIELDS, type JobField } from '../model/job-fields.ts';
import type { QualityRules } from '../model/quality-rules.ts';
import { type JudgedRun, judgeLastImport, usualFillPercents } from './judge-import.ts';

/** A completed run of a feed of 400 jobs, all of which have all fields. */
function runOf(changes: Partial<JudgedRun> = {}): JudgedRun {
  const records = changes.records ?? 400;
  return {
    runId: 'run',
    sourceUrl: 'https://a.test/feed',
    at: new Date('2026-01-31T12:00:00Z'),
    status: 'completed',
    durationMs: 1_000,
    notModified: false,
    complete: true,
    isDelta: false,
    openJobs: records,
    records,
    newJobs: 0,
    updatedJobs: 0,
    closedJobs: 0,
    duplicateJobs: 0,
    failedJobs: 0,
    skippedJobs: 0,
    fill: fillOf(records),
    error: null,
    removal: null,
    ...changes,
  };
}

function fillOf(jobs: number, changes: Partial<Record<JobField, number>> = {}) {
  const counts = JOB_FIELDS.map((field) => [field, changes[field] ?? jobs]);
  return { jobs, counts: Object.fromEntries(counts) };
}

const past = (count: number, changes: Partial<JudgedRun> = {}) =>
  Array.from({ length: count }, (_, i) => runOf({ runId: `past-${i}`, ...changes }));

function judge(run: JudgedRun, before: JudgedRun[] = [], quality: QualityRules = {}) {
  const judged = judgeLastImport([run, ...before], { quality, failureThreshold: defaultFailureThreshold });
  return judged?.reasons.map(({ code, level, message }) => `${level} ${code}: ${message}`);
}

test('a feed that is as it was is healthy', () => {
  expect(judge(runOf())).toEqual([]);
  expect(judge(runOf(), past(30))).toEqual([]);
});

test('what says nothing of the quality is left out: a few failures of a small feed, and the fields of a feed of changes', () => {
  expect(judge(runOf({ records: 12, failedJobs: 5 }))).toEqual([]);
  expect(judge(runOf({ isDelta: true, fill: fillOf(400, { company: 0 }) }), past(30))).toEqual([]);
});

test('only runs that read the feed are judged: the last of them', () => {
  const ofNothing = (changes: Partial<JudgedRun>) => runOf({ records: 0, fill: null, ...changes });
  const skipped = [
    ofNothing({ notModified: true }),
    ofNothing({ status: 'failed' }),
    ofNothing({ status: 'cancelled' }),
  ];
  const options = { failureThreshold: defaultFailureThreshold };
  expect(judgeLastImport(skipped, options)).toBeNull();
  expect(judgeLastImport([...skipped, runOf({ runId: 'read' })], options)).toEqual({
    runId: 'read',
    reasons: [],
  });
});

test.each([
  // 1 percent of 400 is less than the 5 records that are tolerated.
  [{ failedJobs: 5 }, {}, []],
  [{ failedJobs: 6 }, {}, ['warning records-failed: 6 of 400 records failed (2 percent), 5 tolerated']],
  [{ failedJobs: 80 }, {}, ['warning records-failed']],
  [{ failedJobs: 81 }, {}, ['failing records-failed: 81 of 400 records failed (20 percent), at most 20']],
  [{ failedJobs: 4 }, { maxFailedPercent: 1 }, []],
  [{ failedJobs: 5 }, { maxFailedPercent: 1 }, ['failing records-failed']],
  [{ failedJobs: 300 }, { maxFailedPercent: null }, []],
  [{ failedJobs: 1 }, { maxFailedPercent: 0 }, ['failing records-failed']],
])('failed records: %j with %j', (changes, quality, expected) => {
  const reasons = judge(runOf({ ...changes, status: 'completed' }), [], quality);
  expect(reasons).toEqual(expected.map((text) => expect.stringContaining(text)));
});

test('a feed without jobs is a warning if it had some, and failing below a limit that is set', () => {
  const empty = runOf({ records: 0, fill: fillOf(0) });
  expect(judge(empty)).toEqual([]);
  expect(judge(empty, past(1))).toEqual(['warning few-jobs: no jobs in the feed, 400 before']);
  expect(judge(empty, past(1), { minJobs: null })).toEqual([]);
  expect(judge(runOf({ records: 99 }), [], { minJobs: 99 })).toEqual([]);
  const few = ['failing few-jobs: 98 jobs in the feed, at least 99 expected'];
  expect(judge(runOf({ records: 98 }), [], { minJobs: 99 })).toEqual(few);
  expect(judge(runOf({ openJobs: 98 }), [], { minJobs: 99 })).toEqual([
    'failing few-jobs: 98 open jobs, at least 99 expected',
  ]);
});

test('records that the filter skips are no jobs of the feed', () => {
  expect(judge(runOf({ skippedJobs: 302 }), [], { minJobs: 99 })).toEqual([
    'failing few-jobs: 98 jobs in the feed that the filter does not skip, at least 99 expected',
  ]);
});

test('how many jobs are in a feed of changes, or in one that was cut off, says nothing', () => {
  const part = { records: 0, openJobs: 400, fill: fillOf(0) };
  expect(judge(runOf({ ...part, isDelta: true }), past(9), { minJobs: 5 })).toEqual([]);
  expect(judge(runOf({ ...part, status: 'partial', complete: false }), past(9), { minJobs: 5 })).toEqual([
    'warning import-incomplete: the last import is incomplete: the feed was not read to its end',
  ]);
});

test('a field that is filled 20 points less than usual is a warning', () => {
  const before = past(5, { fill: fillOf(400, { salary: 384 }) });
  const dropped = (salary: number) => judge(runOf({ fill: fillOf(400, { salary }) }), before);
  expect(dropped(304)).toEqual([]);
  expect(dropped(303)).toEqual([
    'warning field-dropped: 303 of 400 jobs have a salary (76 percent), usually 96 percent',
  ]);
  expect(dropped(12)).toEqual([
    'warning field-dropped: 12 of 400 jobs have a salary (3 percent), usually 96 percent',
  ]);
  const fill = fillOf(400, { salary: 12 });
  expect(judge(runOf({ fill }), past(4))).toEqual([]);
  expect(judge(runOf({ fill }), before, { usualFill: false })).toEqual([]);
  expect(judge(runOf({ fill }), before, { minFillPercent: { salary: null } })).toEqual([]);
  expect(judge(runOf({ fill: fillOf(9, { salary: 0 }) }), before)).toEqual([]);
});

test('a field that was never filled has no rule, until a limit is set', () => {
  const fill = fillOf(400, { remote: 0 });
  expect(judge(runOf({ fill }), past(10, { fill }))).toEqual([]);
  expect(judge(runOf({ fill }), [], { minFillPercent: { remote: 0 } })).toEqual([]);
  expect(judge(runOf({ fill }), [], { minFillPercent: { remote: 50 } })).toEqual([
    'failing field-below: 0 of 400 jobs have a statement on remote work (0 percent), at least 50 percent expected',
  ]);
});

test('runs of earlier versions, without fill counts, say nothing of fields', () => {
  expect(judge(runOf({ fill: null, openJobs: null }), past(10, { fill: null, openJobs: null }))).toEqual([]);
  expect(judge(runOf({ fill: fillOf(400, { salary: 0 }) }), past(10, { fill: null }))).toEqual([]);
  expect(usualFillPercents(past(4).concat(past(9, { fill: null })))).toEqual({});
});

test.each([
  [440, []],
  [441, ['warning unusual-records: 441 records, usually 360 to 440']],
  [360, []],
  [359, ['warning unusual-records: 359 records, usually 360 to 440']],
])('%i records where 400 are usual', (records, expected) => {
  expect(judge(runOf({ records, openJobs: 400 }), past(5))).toEqual(expected);
  expect(judge(runOf({ records }), past(4))).toEqual([]);
  expect(judge(runOf({ records }), past(5), { usualChange: false })).toEqual([]);
});

test('numbers may vary as much as they did', () => {
  const before = [300, 500, 400, 350, 450].map((records) => runOf({ records }));
  expect(judge(runOf({ records: 690 }), before)).toEqual([]);
  expect(judge(runOf({ records: 700 }), before)).toEqual([expect.stringContaining('unusual-records')]);
});

test('a few jobs more or less of a small feed are not unusual', () => {
  expect(judge(runOf({ records: 12 }), past(5, { records: 4, fill: null }))).toEqual([]);
  expect(judge(runOf({ records: 20, newJobs: 9 }), past(5, { records: 20 }))).toEqual([]);
});

test.each([
  ['newJobs', 'unusual-new: 41 of 400 jobs are new (10 percent), usually 0 to 10 percent'],
  ['updatedJobs', 'unusual-updated: 41 of 400 jobs are updated (10 percent), usually 0 to 10 percent'],
] as const)('%s beyond the usual share', (key, expected) => {
  expect(judge(runOf({ [key]: 40 }), past(5))).toEqual([]);
  expect(judge(runOf({ [key]: 41 }), past(5))).toEqual([`warning ${expected}`]);
  // Usual for a feed whose ids change at each import.
  expect(judge(runOf({ [key]: 392 }), past(5, { [key]: 392 }))).toEqual([]);
});

test('jobs that are closed beyond the usual share, and a feed that shrank', () => {
  const removal = {
    state: 'held' as const,
    vanishedJobs: 300,
    deletedJobs: 0,
    excludedJobs: 0,
    openBefore: 700,
    confirmedAt: null,
  };
  expect(judge(runOf({ closedJobs: 300 }), past(5))).toEqual([
    'warning unusual-closed: 300 of 700 jobs are closed (43 percent), usually 0 to 10 percent',
  ]);
  expect(judge(runOf({ removal }))).toEqual([expect.stringContaining('feed-shrank: 300 of 700 open jobs')]);
  expect(judge(runOf({ removal: { ...removal, state: 'closed' } }))).toEqual([]);
  const excluded = judge(runOf({ removal: { ...removal, excludedJobs: 1 } }));
  expect(excluded).toEqual([expect.stringContaining('are no longer imported (1 skipped by the filter)')]);
  // Confirmed by a user.
  const confirmed = { ...removal, state: 'closed' as const, confirmedAt: new Date(0) };
  expect(judge(runOf({ closedJobs: 300, removal: confirmed }), past(5))).toEqual([]);
});
