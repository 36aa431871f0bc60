import { runSummaryExample } from './run-examples.ts';

/** Examples for the API's description. The tests check them against the schemas. */
export const jobSummaryExample = {
  dedupeKey: '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
  sourceUrl: 'https://acme.example/jobs.xml',
  sourceName: 'Acme careers',
  externalId: 'A-18',
  title: 'Nurse, night shift',
  jobUrl: 'https://acme.example/jobs/A-18',
  applyUrl: null,
  company: 'Acme Health',
  location: 'Leeds',
  region: 'West Yorkshire',
  country: 'United Kingdom',
  remote: false,
  jobType: 'full-time',
  categories: ['Nursing'],
  salary: { min: 28_000, max: 31_000, currency: 'GBP', period: 'year', text: '£28,000 to £31,000' },
  publishedAt: '2026-01-30T08:00:00.000Z',
  expiresAt: null,
  createdAt: '2026-01-30T09:15:02.000Z',
  updatedAt: '2026-01-31T12:15:02.000Z',
  changedAt: '2026-01-31T12:15:02.000Z',
  createdRunId: '665f1c2ab7e4d90012ab0000',
  updatedRunId: '665f1c2ab7e4d90012ab34cd',
  status: 'open',
  closedAt: null,
  closedRunId: null,
  closeReason: null,
  reopenedAt: null,
  reopenedRunId: null,
  normalized: {
    employmentTypes: ['FULL_TIME'],
    country: 'GB',
    salaryPerYear: { min: 28_000, max: 31_000, currency: 'GBP' },
    remoteScope: null,
    language: 'en',
  },
} as const;

export const jobExample = {
  ...jobSummaryExample,
  description: '<p>You work at night.</p>',
  contentHash: 'de9f2c7fd25e1b3afad3e85a0bd17d9b100db4b3',
  createdRun: null,
  updatedRun: runSummaryExample,
  history: [
    {
      event: 'imported',
      at: '2026-01-30T09:15:02.000Z',
      reason: null,
      changes: null,
      runId: '665f1c2ab7e4d90012ab0000',
      run: null,
    },
    {
      event: 'changed',
      at: '2026-01-31T12:15:02.000Z',
      reason: null,
      changes: [{ field: 'title', from: 'Nurse', to: 'Nurse, night shift' }],
      runId: '665f1c2ab7e4d90012ab34cd',
      run: runSummaryExample,
    },
  ],
} as const;

const { createdRun: _createdRun, updatedRun: _updatedRun, history: _history, ...changedJob } = jobExample;

export const changeExample = {
  type: 'updated',
  at: '2026-01-31T12:15:02.310Z',
  runId: '665f1c2ab7e4d90012ab34cd',
  dedupeKey: jobExample.dedupeKey,
  changed: ['title', 'salary'],
  job: changedJob,
  cursor: 'eyJuIjo0MiwiayI6IjJmZDRlMWM2N2EyZDI4ZmNlZDg0OWVlMWJiNzZlNzM5MWI5M2ViMTIifQ',
} as const;
