import { describe, expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import type { Run } from '../api/types.ts';
import {
  feedOutcome,
  httpStatusLabel,
  incompleteLabel,
  noResponseLabel,
  shownError,
  shownFetchStatus,
} from './feed-outcome.ts';
import { runNotes } from './run-notes.ts';

const response = (status: number): NonNullable<Run['http']> => ({
  status,
  finalUrl: null,
  etag: null,
  lastModified: null,
  contentType: null,
  bytes: 0,
  notModified: status === 304,
  movedTo: null,
});

/** A run whose fetch-feed ended, or runs, like this. */
function run(
  status: Run['status'],
  fetch: Partial<Run['fetch']>,
  { code, http = null }: { code?: string; http?: number | null } = {},
): Run {
  const error = code ? { code, message: `why: ${code}` } : null;
  const base = makeRun();
  return makeRun({
    status,
    error: status === 'running' || status === 'cancelled' ? null : error,
    http: http === null ? null : response(http),
    fetch: { ...base.fetch, ...fetch, error },
    totalFetched: fetch.totalFetched ?? 0,
  });
}

const read = { totalFetched: 1_500, comparison: { fullReadReason: 'requested', knownRecords: 0 } } as const;
const unread = { status: 'failed', complete: false } as const;
const cut = { status: 'completed', complete: false, ...read } as const;
const broken = { status: 'failed', complete: false, ...read } as const;

describe.each([
  ['cancelled', run('cancelled', broken, { code: 'run-cancelled', http: 200 })],
  ['cancelled', run('running', broken, { code: 'run-cancelled', http: 200 })],
  ['cancelled', run('cancelled', unread, { code: 'run-cancelled' })],
  ['cancelled', run('cancelled', { status: 'waiting' })],
  ['unread', run('failed', unread, { code: 'feed-not-found', http: 404 })],
  ['unread', run('failed', unread, { code: 'feed-unauthorized', http: 401 })],
  ['unread', run('failed', unread, { code: 'feed-not-xml', http: 200 })],
  ['unread', run('failed', unread, { code: 'feed-timeout' })],
  ['unread', run('failed', unread, { code: 'feed-address-refused' })],
  ['interrupted', run('partial', broken, { code: 'feed-timeout', http: 200 })],
  ['interrupted', run('running', broken, { code: 'feed-too-large', http: 200 })],
  ['truncated', run('partial', cut, { code: 'feed-truncated', http: 200 })],
  ['pages-unread', run('partial', cut, { code: 'feed-incomplete', http: 200 })],
  ['complete', run('completed', { status: 'completed', complete: true, ...read }, { http: 200 })],
  ['complete', run('cancelled', { status: 'completed', complete: true, ...read }, { http: 200 })],
  ['not-modified', run('completed', { status: 'completed', complete: true }, { http: 304 })],
  ['reading', run('running', { status: 'running', ...read }, { http: 200 })],
  ['waiting', run('running', { status: 'waiting' })],
] as const)('%s', (outcome, subject) => {
  const said = [...runNotes(subject), incompleteLabel(subject) ?? ''].join(' ');

  test('is recognized', () => expect(feedOutcome(subject)).toBe(outcome));

  test('the page does not say that all was read, unless it was', () => {
    if (outcome !== 'complete' && outcome !== 'reading') expect(said).not.toMatch(/Full import|all records/);
  });

  test('nothing but a feed that ends too early is said to be cut off', () => {
    expect(/ends too early/.test(said)).toBe(outcome === 'truncated');
    expect(/was cancelled/.test(said)).toBe(outcome === 'cancelled' || subject.status === 'cancelled');
  });
});

test.each([
  [run('failed', unread, { code: 'feed-not-found', http: 404 }), /^The server responded with 404 Not Found/],
  [run('partial', broken, { code: 'feed-timeout', http: 200 }), /stopped after 1,500 records \(timeout\);/],
  [
    run('running', broken, { code: 'feed-too-large', http: 200 }),
    /stopped after 1,500 records \(too large\);/,
  ],
  [run('partial', cut, { code: 'feed-truncated', http: 200 }), /^The feed ends too early. Its 1,500 records/],
  [run('partial', cut, { code: 'feed-incomplete', http: 200 }), /more pages than were read/],
  [
    run('cancelled', broken, { code: 'run-cancelled', http: 200 }),
    /cancelled after 1,500 records of the feed/,
  ],
  [run('cancelled', { status: 'waiting' }), /cancelled before any record was read/],
])('the notes have the reason, once', (subject, note) => {
  expect(runNotes(subject)).toEqual([expect.stringMatching(note)]);
});

test.each([
  [run('failed', unread, { code: 'feed-timeout' }), 'No response from the server.'],
  [run('failed', unread, { code: 'feed-address-refused' }), 'No response was received.'],
  [run('cancelled', { status: 'waiting' }), 'The run was cancelled before the server responded.'],
  [run('running', { status: 'running' }), 'No response from the server yet.'],
  [run('running', { status: 'waiting' }), 'The feed has not been requested yet.'],
])('why there is no response', (subject, label) => expect(noResponseLabel(subject)).toBe(label));

test('the step of a cancelled or cut feed is neither failed nor plainly completed', () => {
  expect(shownFetchStatus(run('cancelled', broken, { code: 'run-cancelled' }))).toBe('cancelled');
  expect(shownFetchStatus(run('partial', cut, { code: 'feed-truncated' }))).toBe('completed-with-errors');
  expect(shownFetchStatus(run('failed', unread, { code: 'feed-not-found' }))).toBe('failed');
});

test('what went wrong with the feed is shown while its batches are written', () => {
  expect(shownError(run('running', broken, { code: 'feed-timeout' }))?.code).toBe('feed-timeout');
  expect(shownError(run('running', broken, { code: 'run-cancelled' }))).toBeNull();
  expect(shownError(run('partial', cut, { code: 'feed-truncated' }))?.code).toBe('feed-truncated');
});

test('an HTTP status has its phrase where it is a common one', () => {
  expect(httpStatusLabel(503)).toBe('503 Service Unavailable');
  expect(httpStatusLabel(418)).toBe('418');
});
