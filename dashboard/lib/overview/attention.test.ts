import { describe, expect, test } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { makeSource } from '../../tests/make-source.ts';
import type { Health } from '../api/types.ts';
import { attentionOf } from './attention.ts';
import type { Facts } from './attention-item.ts';

const NOON_MS = Date.parse('2026-11-24T12:00:00Z');
const minutesLater = (minutes: number) => NOON_MS + minutes * 60_000;

function attention(changes: Partial<Facts>) {
  const none = { health: null, running: [], troubled: [], latest: [], stalled: new Map<string, number>() };
  return attentionOf({ ...none, sources: [makeSource()], nowMs: minutesLater(30), ...changes });
}

const taken = makeRun({ runId: 'f'.repeat(24) });
/** As it is before any worker has begun with it. */
const waiting = makeRun({ meta: { ...taken.meta, concurrency: 0 } });

test('nothing is said where all is well', () => expect(attention({})).toEqual([]));

test.each([
  ['an hourly source', {}, 63, []],
  ['an hourly source', {}, 64, ['2026-11-24T13:00:00.000Z']],
  ['a cron pattern', { schedule: '30 * * * *', intervalMinutes: null }, 34, ['2026-11-24T12:30:00.000Z']],
  [
    'a pattern of another zone',
    { schedule: '15 13 * * *', timezone: 'Europe/Berlin' },
    40,
    ['2026-11-24T12:15:00.000Z'],
  ],
  ['a source that was just changed', { updatedAt: '2026-11-24T13:03:00.000Z' }, 65, []],
  [
    'a cron source that was started by hand after its due time',
    {
      schedule: '38 4 * * *',
      intervalMinutes: null,
      lastTickAt: '2026-11-23T04:38:00.000Z',
      lastRun: { ...lastRun('failed'), startedAt: '2026-11-24T04:39:12.000Z', status: 'completed' as const },
    },
    30,
    [],
  ],
  [
    'a cron source whose last run began before its due time',
    {
      schedule: '38 4 * * *',
      intervalMinutes: null,
      lastTickAt: '2026-11-23T04:38:00.000Z',
      lastRun: { ...lastRun('failed'), startedAt: '2026-11-24T04:37:00.000Z', status: 'completed' as const },
    },
    30,
    ['2026-11-24T04:38:00.000Z'],
  ],
  [
    'a source that never ran',
    { lastRun: null, lastTickAt: null, updatedAt: '2026-11-24T11:00:00.000Z' },
    0,
    ['2026-11-24T11:01:00.000Z'],
  ],
  ['a disabled source', { enabled: false }, 600, []],
  ['a pattern that cannot be read', { schedule: 'whenever', intervalMinutes: null }, 600, []],
])(
  '%s that is not started is late three minutes after it was due (%j, at minute %i)',
  (_, change, minutes, dueAt) => {
    const items = attention({ sources: [makeSource(change)], nowMs: minutesLater(minutes) });
    expect(items.map(({ id, at }) => [id, at])).toEqual(dueAt.map((at) => ['late', at]));
  },
);

test('groups late sources into one item, since one scheduler starts them all', () => {
  const sources = ['A', 'B', 'C', 'D', 'E'].map((name) => makeSource({ name }));
  const [late, ...others] = attention({ sources, nowMs: minutesLater(120) });
  expect(late?.title).toBe('5 sources are late: A, B, C and 2 more');
  expect(others).toEqual([]);
});

test('reports a paused queue until it is resumed', () => {
  const counts = {
    waiting: 3,
    active: 0,
    delayed: 0,
    waitingChildren: 0,
    completed: 0,
    failed: 0,
    paused: false,
  };
  const queues = { runs: counts, feeds: counts, previews: counts, batches: counts };
  expect(titles({ health: health({ queues }) })).toEqual([]);
  const paused = { ...queues, batches: { ...counts, paused: true } };
  expect(attention({ health: health({ queues: paused }) })).toMatchObject([
    { title: 'A queue is paused', detail: expect.stringContaining('feedflow-batches') },
  ]);
});

test.each([
  [14, 3, []],
  [15, 3, ['3 feeds waiting: all feed slots are in use']],
  [15, 1, ['1 feed waiting: all feed slots are in use']],
  [600, 0, []],
])('all slots for feeds taken for %i minutes, with %i waiting', (minutes, waitingFeeds, expected) => {
  const counts = { active: 4, delayed: 2, waitingChildren: 0, completed: 0, failed: 0, paused: false };
  const queue = { ...counts, waiting: waitingFeeds };
  const queues = { runs: queue, feeds: queue, previews: queue, batches: queue };
  const fetchSlots = { total: 4, busy: 4, allTakenSince: new Date(NOON_MS).toISOString() };
  const facts = { health: health({ queues, fetchSlots }), nowMs: minutesLater(minutes), sources: [] };
  expect(titles(facts)).toEqual(expected);
  const free = { total: 4, busy: 3, allTakenSince: null };
  expect(titles({ ...facts, health: health({ queues, fetchSlots: free }) })).toEqual([]);
});

const health = (changes: Partial<Health>): Health => ({ status: 'ok', ...changes });
const titles = (changes: Partial<Facts>) => attention(changes).map(({ title }) => title);

test('reports missing processes, but not the sources that are late because of them', () => {
  const processes = { worker: 0, scheduler: 0, api: 1 };
  const away = ['No worker is running', 'No scheduler is running'];
  expect(titles({ health: health({ processes }), nowMs: minutesLater(120) })).toEqual(away);
  expect(titles({ health: health({ processes: { worker: 1, scheduler: 1, api: 1 } }) })).toEqual([]);
});

test('infers a missing worker from runs that no worker starts, not from one in the queue', () => {
  const other = { ...waiting, runId: taken.runId };
  expect(attention({ running: [waiting], nowMs: NOON_MS + 59_000 })).toEqual([]);
  expect(attention({ running: [waiting, other], nowMs: NOON_MS + 61_000 })).toMatchObject([
    {
      title: 'No worker is running',
      detail: expect.stringContaining('2 runs waiting'),
      at: waiting.startedAt,
    },
  ]);
  expect(attention({ running: [waiting, taken] })).toEqual([]);
  const processes = { worker: 1, scheduler: 1, api: 1 };
  expect(attention({ running: [waiting], health: health({ processes }) })).toEqual([]);
});

test('reports an unreachable service with the reason', () => {
  const up = { status: 'up' as const, latencyMs: 1 };
  const services = { mongodb: up, redis: { ...up, status: 'down' as const, error: 'ECONNREFUSED' } };
  expect(attention({ health: health({ status: 'degraded', services }) })).toMatchObject([
    { title: 'Redis is unreachable', detail: 'ECONNREFUSED', href: '/system' },
  ]);
});

test.each([
  [300, []],
  [3_660, ['The API’s clock is 1 h 01 min ahead of MongoDB’s']],
  [-86_400, ['The API’s clock is 1 d 00 h behind MongoDB’s']],
])('a clock that is %i s ahead of the database', (clockSkewSeconds, expected) => {
  expect(titles({ health: health({ clockSkewSeconds }) })).toEqual(expected);
});

test.each([
  [799, 1_000, []],
  [800, 1_000, ['Redis memory is 80% full']],
  [800, null, []],
])('Redis with %i of %s bytes in use', (usedMemoryBytes, maxMemoryBytes, expected) => {
  const redis = {
    version: '7',
    usedMemoryBytes,
    maxMemoryBytes,
    maxMemoryPolicy: 'noeviction',
    appendOnly: true,
  };
  expect(titles({ health: health({ redis }) })).toEqual(expected);
});

test('reports a shrunk feed whose jobs are kept open, until that is confirmed or a later run decides', () => {
  const removal = {
    state: 'held' as const,
    vanishedJobs: 600,
    deletedJobs: 0,
    excludedJobs: 0,
    openBefore: 1_000,
    limitPercent: 30,
    confirmedAt: null,
  };
  const latest = [makeRun({ status: 'completed', removal })];
  expect(attention({ latest })).toMatchObject([
    {
      title: 'The feed of Acme shrank by 60%',
      detail: '600 of 1,000 jobs are no longer in the feed, more than 30%. They stay open until you confirm.',
      href: '/runs/0123456789abcdef01234567',
    },
  ]);
  const filtered = makeRun({ status: 'completed', removal: { ...removal, excludedJobs: 590 } });
  expect(attention({ latest: [filtered] })).toMatchObject([
    {
      title: 'The imported part of the feed of Acme shrank by 60%',
      detail: expect.stringContaining('are no longer imported (590 skipped by the filter), more than 30%.'),
    },
  ]);
  const later = makeSource({ lastRun: { ...lastRun('failed'), runId: taken.runId, status: 'completed' } });
  expect(titles({ latest, sources: [later] })).toEqual([]);
  const confirmed = makeRun({ removal: { ...removal, state: 'closed' } });
  expect(titles({ latest: [confirmed] })).toEqual([]);

  const message = '600 of 1,000 open jobs are no longer in the feed: they stay open until that is confirmed';
  const reasons = [{ code: 'feed-shrank' as const, level: 'warning' as const, field: null, message }];
  const unchanged = { ...later, health: { level: 'warning' as const, reasons } };
  expect(titles({ latest, sources: [unchanged] })).toEqual(['The feed of Acme shrank by 60%']);
  expect(attention({ sources: [unchanged] })).toMatchObject([
    { id: 'shrunk-Acme', title: 'The feed of Acme shrank', detail: `${message}.`, href: '/sources/Acme' },
  ]);
});

test('reports a permanent redirect with the new URL', () => {
  const movedTo = 'https://new.example.com/jobs.xml';
  expect(attention({ sources: [makeSource({ movedTo })] })).toMatchObject([
    { title: 'The feed of Acme has moved', detail: expect.stringContaining(movedTo) },
  ]);
  expect(titles({ sources: [makeSource({ movedTo, enabled: false })] })).toEqual([]);
});

test('reports a stalled run, but not one that waits for a worker', () => {
  const stalled = new Map([taken, waiting].map(({ runId }) => [runId, NOON_MS]));
  const found = attention({ running: [waiting, taken], stalled });
  expect(found).toMatchObject([
    { title: 'Acme has stalled', href: `/runs/${taken.runId}`, at: '2026-11-24T12:00:00.000Z' },
  ]);
});

test.each([
  [{ failuresInARow: 7, status: 'failed' as const }, 'Acme failed 7 times in a row', 'failed'],
  [{ failuresInARow: 1, status: 'failed' as const }, 'Acme failed', 'failed'],
  [{ failuresInARow: 0, status: 'partial' as const }, 'Acme: import incomplete', 'warning'],
])(
  'a source that fares badly leads to its last run, with the reason (%j)',
  ({ failuresInARow, status }, title, level) => {
    const sources = [makeSource({ failuresInARow, lastRun: lastRun(status) })];
    const error = { code: 'feed-http-error', message: 'the feed responded with 503' };
    const [item, ...others] = attention({ sources, troubled: [makeRun({ status, error })] });
    expect(item).toMatchObject({ title, level, detail: 'Feed HTTP error: the feed responded with 503' });
    expect(item?.href).toBe('/runs/0123456789abcdef01234567');
    expect(others).toEqual([]);
  },
);

test('shows the most frequent failure reason', () => {
  const sources = [makeSource({ lastRun: lastRun('partial') })];
  const failureTotals = { 'title-missing': 12, 'record-malformed': 2 };
  const troubled = [makeRun({ status: 'partial', totalFetched: 200, failedJobs: 14, failureTotals })];
  expect(attention({ sources, troubled })[0]).toMatchObject({
    title: 'Acme: 14 of 200 records failed',
    detail: 'Mostly: title missing',
  });
  const failed = [makeRun({ status: 'failed', failedJobs: 14, failureTotals })];
  expect(
    attention({ sources: [makeSource({ lastRun: lastRun('failed') })], troubled: failed })[0],
  ).toMatchObject({ title: 'Acme failed', detail: '14 records failed, mostly: title missing' });
});

test('reports a source disabled by Feedflow with the reason, but not one disabled by a user', () => {
  const disabledReason = { at: '2026-11-24T11:00:00.000Z', code: 'feed-gone', message: '410 Gone' };
  const lastFailed = { enabled: false, lastRun: lastRun('failed'), failuresInARow: 3 };
  expect(attention({ sources: [makeSource({ ...lastFailed, disabledReason })] })).toMatchObject([
    { title: 'Acme was disabled', detail: '410 Gone', href: '/sources/Acme' },
  ]);
  expect(attention({ sources: [makeSource(lastFailed)] })).toEqual([]);
});

describe('what is acknowledged of a source', () => {
  const error = (code: string) => ({ code, message: 'x' });
  const stateAfter = (failuresInARow: number, run: Parameters<typeof makeRun>[0], changes = {}) => {
    const status = run?.status === 'partial' ? 'partial' : 'failed';
    const sources = [makeSource({ failuresInARow, lastRun: lastRun(status), ...changes })];
    return attention({ sources, troubled: [makeRun(run)] })[0]?.state;
  };
  const partial = (failedJobs: number) =>
    stateAfter(0, {
      status: 'partial',
      totalFetched: 200,
      failedJobs,
      failureTotals: { 'title-missing': 9 },
    });
  const notFound = { status: 'failed', error: error('feed-not-found') } as const;
  const first = stateAfter(1, notFound);

  test('stays while it fails with the same error, also while it runs again', () => {
    expect(first).toBe('failed feed-not-found');
    expect(stateAfter(2, notFound)).toBe(first);
    const next = {
      runId: taken.runId,
      status: 'running',
      startedAt: '2026-11-24T12:29:00.000Z',
      finishedAt: null,
    };
    expect(stateAfter(2, notFound, { lastRun: next })).toBe(first);
  });

  test('is there while the next run is running, unless a run between was completed', () => {
    const next = { ...lastRun('running'), runId: 'next', finishedAt: null };
    const titlesOf = (failuresInARow: number, runs: Partial<Facts>) =>
      titles({ sources: [makeSource({ failuresInARow, lastRun: next })], ...runs });
    expect(titlesOf(1, {})).toEqual(['Acme failed']);
    const troubled = [makeRun({ status: 'partial', failedJobs: 3, totalFetched: 10 })];
    expect(titlesOf(0, { troubled })).toEqual(['Acme: 3 of 10 records failed']);
    const latest = [makeRun({ status: 'completed', startedAt: '2026-11-24T12:20:00.000Z' })];
    expect(titlesOf(0, { troubled, latest })).toEqual([]);
  });

  test('changes with another error, and when it is failing or disabled', () => {
    expect(stateAfter(2, { status: 'failed', error: error('feed-http-error') })).not.toBe(first);
    expect(stateAfter(20, notFound, { failing: true })).not.toBe(first);
    const disabledReason = { at: '2026-11-24T11:00:00.000Z', code: 'feed-gone', message: '410 Gone' };
    expect(stateAfter(30, notFound, { enabled: false, disabledReason })).not.toBe(first);
  });

  test('changes when the share of failed records doubles, not with each record', () => {
    expect(partial(14)).toBe('partial title-missing -3');
    expect(partial(17)).toBe(partial(14));
    expect(partial(34)).not.toBe(partial(14));
  });

  test('is unknown where its last run is not among the latest', () => {
    const sources = [makeSource({ failuresInARow: 1, lastRun: lastRun('failed') })];
    expect(attention({ sources })[0]?.state).toBeNull();
  });
});

test('a source that breaks a quality rule is an item, whose state has no figures', () => {
  const reason = (code: 'few-jobs' | 'records-failed' | 'import-failed', message: string) =>
    ({ code, level: 'failing', field: null, message }) as const;
  const dropped = {
    code: 'field-dropped',
    level: 'warning',
    field: 'salary',
    message: 'no salaries',
  } as const;
  const itemsOf = (reasons: (typeof dropped | ReturnType<typeof reason>)[], changes = {}) =>
    attention({ sources: [makeSource({ ...changes, health: { level: 'failing', reasons } })] });
  expect(itemsOf([reason('few-jobs', '3 jobs'), dropped])).toMatchObject([
    {
      id: 'quality-Acme',
      level: 'failed',
      title: 'Acme: 3 jobs',
      detail: 'No salaries',
      state: 'few-jobs, field-dropped salary',
    },
  ]);
  expect(itemsOf([dropped])).toMatchObject([{ level: 'warning', detail: null }]);
  expect(itemsOf([reason('import-failed', 'the last import failed')])).toEqual([]);
  // A partial run has an item of its own, which has the failed records.
  const partial = itemsOf([reason('records-failed', '9 of 20')], { lastRun: lastRun('partial') });
  expect(partial.map(({ id }) => id)).toEqual(['source-Acme']);
});

test('late sources change their state with one more, not with the time', () => {
  const late = (names: string[], minutes: number) =>
    attention({ sources: names.map((name) => makeSource({ name })), nowMs: minutesLater(minutes) })[0]?.state;
  expect(late(['A'], 120)).toBe(late(['A'], 70));
  expect(late(['A', 'B'], 120)).not.toBe(late(['A'], 120));
});

test('what ends unrecorded can only be snoozed', () => {
  const processes = { worker: 0, scheduler: 0, api: 1 };
  const items = attention({ health: health({ processes, clockSkewSeconds: 3_660 }) });
  expect(items.map(({ id, snoozeOnly }) => [id, snoozeOnly])).toEqual([
    ['no-worker', true],
    ['no-scheduler', false],
    ['clocks-apart', true],
  ]);
});

test('sorts by severity', () => {
  const source = (name: string, status: 'failed' | 'partial', failuresInARow: number) =>
    makeSource({ name, lastRun: lastRun(status), failuresInARow });
  const sources = [source('P', 'partial', 0), source('F1', 'failed', 1), source('F5', 'failed', 5)];
  const items = attention({ sources, running: [waiting], nowMs: minutesLater(120) });
  const ids = ['no-worker', 'late', 'source-F5', 'source-F1', 'source-P'];
  expect(items.map(({ id }) => id)).toEqual(ids);
});

function lastRun(status: 'failed' | 'partial' | 'running') {
  const at = '2026-11-24T12:00:00.000Z';
  return { runId: '0123456789abcdef01234567', status, startedAt: at, finishedAt: at };
}
