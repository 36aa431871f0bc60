import { afterAll, beforeAll, expect, test } from 'vitest';
import { aRun, openStores } from './stores.ts';

let stores: Awaited<ReturnType<typeof openStores>>;
beforeAll(async () => {
  stores = await openStores();
});
afterAll(() => stores.close());

test('the oldest waiting batch of a rescued run is one that its present attempt waits for', async () => {
  const { importLogs, importBatches, runFigures } = stores.database;
  const run = aRun();
  await importLogs.insertRunning(run);
  const enqueue = (attempt: number, enqueuedAt: Date) => {
    const batchId = `${run.runId}-${attempt}-1-0`;
    const { runId } = run;
    const batch = { batchId, runId, attempt, fetchAttempt: 1, batchIndex: 0, records: 5, enqueuedAt };
    return importBatches.insertWaiting([batch]);
  };
  const [lost, again] = [new Date('2026-01-01T10:00:00Z'), new Date('2026-01-01T12:00:00Z')];
  await enqueue(1, lost);
  expect((await runFigures.running()).oldestWaitingAt).toEqual(lost);
  await importBatches.replaceEarlier({ runId: run.runId, attempt: 2, fetchAttempt: 1 });
  expect((await runFigures.running()).oldestWaitingAt).toBeNull();
  await enqueue(2, again);
  expect(await runFigures.running()).toMatchObject({ running: 1, oldestWaitingAt: again });
});
