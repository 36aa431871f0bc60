import type { JobPosting } from '@feedflow/shared/model/job';
import { expect, test } from 'vitest';
import { classify } from './classify.ts';

const job = { dedupeKey: 'k', contentHash: 'h1' } as JobPosting;
const known = (contentHash: string, createdRunId: string, updatedRunId: string | null) => ({
  dedupeKey: 'k',
  contentHash,
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
  expect(classify(job, before, 'run')).toEqual(expected);
});
