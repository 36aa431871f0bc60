import { QueryClient, queryOptions } from '@tanstack/react-query';
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeRun } from '../../tests/make-run.ts';
import { keys, type Queries } from '../api/queries.ts';
import type { Run } from '../api/types.ts';
import { followRun } from './follow-run.ts';

const running = makeRun();
const { runId, startedAt: at } = running;

test('a run is shown as ended although it was being read when it ended', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const responses: ((run: Run) => void)[] = [];
  const queries = {
    run: (id: string) =>
      queryOptions({
        queryKey: keys.run(id),
        queryFn: () => new Promise<Run>((resolve) => responses.push(resolve)),
      }),
  } as unknown as Queries;
  const queryClient = new QueryClient();
  queryClient.setQueryData(keys.run(runId), running);
  const subject = followRun(queryClient, queries, runId);
  const send = async (type: string) => {
    subject.onMessage('run', JSON.stringify({ type, runId, at }));
    await vi.advanceTimersByTimeAsync(0);
  };
  await send('run.started');
  await send('run.finished');
  expect(responses).toHaveLength(2);
  responses[0]?.(running);
  responses[1]?.({ ...running, status: 'completed' });
  await vi.advanceTimersByTimeAsync(0);
  expect(queryClient.getQueryData<Run>(keys.run(runId))?.status).toBe('completed');
  subject.stop();
});
