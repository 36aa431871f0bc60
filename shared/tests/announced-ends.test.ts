import { Redis } from 'ioredis';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runReportOf } from '../src/alerts/run-report.ts';
import { noCounters } from '../src/model/run.ts';
import type { RunEnd } from '../src/mongo/runs/run-ends.ts';
import { systemClock } from '../src/process/clock.ts';
import { createEventPublisher, eventStreamKey } from '../src/redis/event-stream.ts';
import { endRun } from '../src/run/end-run.ts';
import { newAttempt } from '../src/run/new-run.ts';
import { aRun, openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
let redis: Redis;
beforeAll(async () => {
  stores = await openStores();
  redis = new Redis(stores.sandbox.redisUrl);
});
afterAll(async () => {
  redis.disconnect();
  await stores.close();
});

const endAt = (finishedAt: Date): RunEnd => ({
  status: 'completed',
  finishedAt,
  counters: noCounters,
  error: null,
  failures: [],
  failureTotals: {},
  meta: { totalBatches: 0, processedBatches: 0, failedBatches: 0 },
});

test('the duration of a run that was run again is that of its attempts, without the days between them', async () => {
  const { database, sandbox } = stores;
  const { importLogs } = database;
  const log = pino({ level: 'silent' });
  const options = { prefix: sandbox.redisPrefix };
  const events = createEventPublisher({ redis, clock: systemClock, log }, options);
  const run = aRun({ startedAt: new Date('2026-01-01T10:00:00Z') });
  const { runId } = run;
  await importLogs.insertRunning(run);
  await importLogs.finish(run, endAt(new Date('2026-01-01T10:00:04Z')));
  const startedAt = new Date('2026-01-04T10:00:00Z');
  const attempt = newAttempt({ attempt: 2, trigger: 'rerun', rescue: false, startedAt });
  await importLogs.beginAttempt(await importLogs.get(runId), { attempt, from: 'ended' });
  const finishedAt = new Date('2026-01-04T10:00:03Z');
  await endRun({ database, events, log }, await importLogs.get(runId), endAt(finishedAt));

  const [[, [, event = ''] = []] = []] = await redis.xrange(eventStreamKey(options.prefix), '-', '+');
  expect(JSON.parse(event)).toMatchObject({ type: 'run.finished', runId, durationMs: 7_000 });
  const ended = await importLogs.get(runId);
  expect(runReportOf({ ...ended, finishedAt }, null)).toMatchObject({ attempt: 2, durationMs: 7_000 });
});
