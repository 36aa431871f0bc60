import type { CloseReason, JobPosting } from '@feedflow/shared/model/job';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';

const at = new Date('2026-03-05T12:00:00Z');
const job = { dedupeKey: 'k', contentHash: 'h1', expiresAt: null } as JobPosting;
const keep = { expired: false, afterDays: null, at };
const known = (contentHash: string, createdRunId: string, updatedRunId: string | null) => ({
  dedupeKey: 'k',
  contentHash,
  expiresAt: null,
  createdRunId,
  updatedRunId,
  status: 'open' as const,
});

test.each([
  ['never seen', undefined, { outcome: 'newJobs', needsWrite: true }],
  ['the same as before', known('h1', 'old', null), { outcome: 'unchangedJobs', needsWrite: false }],
  ['changed', known('h0', 'old', null), { outcome: 'updatedJobs', needsWrite: true }],
  ['inserted by this run, seen again', known('h1', 'run', null), { outcome: 'newJobs', needsWrite: false }],
  [
    'inserted by this run, feed differs on the second read',
    known('h0', 'run', null),
    { outcome: 'newJobs', needsWrite: true },
  ],
  [
    'updated by this run, seen again',
    known('h1', 'old', 'run'),
    { outcome: 'updatedJobs', needsWrite: false },
  ],
  [
    'updated by this run, feed differs on the second read',
    known('h0', 'old', 'run'),
    { outcome: 'updatedJobs', needsWrite: true },
  ],
  [
    'closed before and there again',
    { ...known('h1', 'old', null), status: 'closed' },
    { outcome: 'updatedJobs', needsWrite: true },
  ],
  ['updated by an earlier run', known('h1', 'old', 'older'), { outcome: 'unchangedJobs', needsWrite: false }],
] as const)('%s', (_name, before, expected) => {
  expect(classify(job, before, 'run', keep)).toEqual({ ...expected, expired: false });
});

const expired = { ...job, expiresAt: new Date('2026-03-05T12:00:00Z') };
const closes = { expired: true, afterDays: 30, at };
const closed = (closeReason: CloseReason, contentHash = 'h1', changedAt = at) => ({
  ...known(contentHash, 'old', null),
  status: 'closed' as const,
  closeReason,
  changedAt,
});
const daysAgo = (days: number) => new Date(at.getTime() - days * 86_400_000);

test.each([
  ['new', undefined, expired, ['newJobs', true, true]],
  ['open and changed', known('h0', 'old', null), expired, ['updatedJobs', true, true]],
  [
    'open and unchanged: left to the scheduler',
    { ...known('h1', 'old', null), expiresAt: at },
    expired,
    ['unchangedJobs', false, true],
  ],
  ['closed for it', closed('expired'), expired, ['unchangedJobs', false, 'still']],
  ['closed for it and changed', closed('expired', 'h0'), expired, ['updatedJobs', true, 'still']],
  ['closed as missing', closed('not-in-feed'), expired, ['updatedJobs', true, true]],
  [
    'closed for it, with a date in the future now',
    closed('expired', 'h0'),
    job,
    ['updatedJobs', true, false],
  ],
] as const)(
  'of a job whose expiry date is past: %s',
  (_name, before, listed, [outcome, needsWrite, state]) => {
    expect(classify(listed, before, 'run', closes)).toEqual({ outcome, needsWrite, expired: state });
  },
);

test.each([
  ['is as far away as before', 30, 30, 'unchangedJobs'],
  ['is extended a little', 16, 30, 'unchangedJobs'],
  ['is extended by more than half of what is left', 14, 30, 'updatedJobs'],
  ['is brought forward a little', 30, 21, 'unchangedJobs'],
  ['is brought forward by more than half of what is left', 30, 19, 'updatedJobs'],
  ['is that of the fetch', -1, 0, 'unchangedJobs'],
  ['is no longer in the feed', 30, null, 'updatedJobs'],
  ['is in the feed now', null, 30, 'updatedJobs'],
] as const)('of a job that is unchanged otherwise the date %s', (_name, stored, read, outcome) => {
  const inDays = (days: number | null) => (days === null ? null : daysAgo(-days));
  const before = { ...known('h1', 'old', null), expiresAt: inDays(stored) };
  const needsWrite = outcome === 'updatedJobs';
  const listed = { ...job, expiresAt: inDays(read) };
  expect(classify(listed, before, 'run', keep)).toEqual({ outcome, needsWrite, expired: false });
  const tooOld = { ...closed('too-old', 'h1', daysAgo(30)), expiresAt: inDays(stored) };
  expect(classify(listed, tooOld, 'run', { ...closes, expired: false }).needsWrite).toBe(false);
});

test.each([
  ['as too old stays closed', closed('too-old', 'h1', daysAgo(30)), closes, ['unchangedJobs', false]],
  [
    'as too old is reopened when it changes',
    closed('too-old', 'h0', daysAgo(30)),
    closes,
    ['updatedJobs', true],
  ],
  [
    'as too old is reopened when its source keeps jobs longer',
    closed('too-old', 'h1', daysAgo(29)),
    closes,
    ['updatedJobs', true],
  ],
  [
    'as too old is reopened when its source keeps all jobs',
    closed('too-old', 'h1', daysAgo(90)),
    keep,
    ['updatedJobs', true],
  ],
  [
    'for another reason is reopened, however old it is',
    closed('not-in-feed', 'h1', daysAgo(90)),
    closes,
    ['updatedJobs', true],
  ],
] as const)('a job that was closed %s', (_name, before, rules, [outcome, needsWrite]) => {
  expect(classify(job, before, 'run', rules)).toEqual({ outcome, needsWrite, expired: false });
});

test('a job that is processed again by the run that closed it counts the same', () => {
  const inserted = { ...closed('expired'), createdRunId: 'run' };
  expect(classify(expired, inserted, 'run', closes)).toMatchObject({ outcome: 'newJobs', needsWrite: false });
  const updated = { ...closed('expired'), updatedRunId: 'run' };
  expect(classify(expired, updated, 'run', closes)).toMatchObject({
    outcome: 'updatedJobs',
    needsWrite: false,
  });
});
