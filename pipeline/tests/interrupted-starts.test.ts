import { createDatabase } from '@feedflow/shared/mongo/database';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTicker } from '../src/schedule/ticker.ts';
import { startChangingFeed } from './changing-feed.ts';
import { lostAfter } from './interruptions.ts';
import { type RunningPipeline, startPipeline } from './running-pipeline.ts';

/* Starts of runs, re-runs and rescues that are cut off after each of their writes to MongoDB and Redis. */

let pipeline: RunningPipeline;
let feed: Awaited<ReturnType<typeof startChangingFeed>>;

beforeAll(async () => {
  feed = await startChangingFeed();
  pipeline = await startPipeline({ batchSize: 3, batchAttempts: 1 });
  pipeline.startWorker();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});

const MINUTE_MS = 60_000;
const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const list = (ids: readonly number[]) =>
  `<jobs>${ids.map((id) => `<job><id>${id}</id><title>Job ${id}</title><url>https://b.example/${id}</url></job>`).join('')}</jobs>`;

/** What a process does that is lost after so many writes. */
function processLostAfter(limit: number) {
  const lost = lostAfter(limit);
  const database = createDatabase(lost.db(pipeline.db));
  const [queues, events] = [lost.queues(pipeline.queues), lost.events(pipeline.deps.events)];
  return { deps: { ...pipeline.deps, database, queues, events }, writes: lost.writes };
}

describe('a tick starts one run, wherever its scheduler is lost', () => {
  const options = () => ({ ...pipeline.runOptions, defaultIntervalMinutes: 60, refreshSeconds: 59 });

  test.each(['catch-up', 'skip', 'interval'] as const)('%s', async (kind) => {
    const { sources, importLogs } = pipeline.database;
    const begun = Date.now() - 10 * MINUTE_MS;
    let now = begun;
    const clock = () => new Date(now);
    const due = new Date(begun - 3 * MINUTE_MS);
    const schedule = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
    const rule = kind === 'interval' ? { intervalMinutes: 120 } : { schedule, missedRuns: kind };

    async function play(limit: number) {
      const name = `${kind}-${limit}`;
      feed.set(`/${name}`, list(numbers(0, 5)));
      const config = { name, url: `${feed.base}/${name}`, timezone: 'UTC', enabled: true, ...rule };
      await sources.upsert([config], new Date(begun - 48 * 60 * MINUTE_MS));
      const lost = processLostAfter(limit);
      const schedulers = [
        { ...lost.deps, clock },
        { ...pipeline.deps, clock },
      ];
      for (const [index, deps] of schedulers.entries()) {
        now = begun + index * 5 * MINUTE_MS;
        const ticker = createTicker(deps, options());
        await ticker.refresh();
        now += 61_000;
        await ticker.takeDue();
        await ticker.close();
      }
      const { items } = await importLogs.list({ sourceName: name, limit: 10 });
      const source = await sources.findByName(name);
      await sources.remove(name);
      return {
        writes: lost.writes(),
        left: {
          runs: items.map(({ trigger }) => trigger),
          skipped: [source?.skippedTicks, source?.lastSkippedTick?.reason],
        },
      };
    }

    const whole = await play(Number.POSITIVE_INFINITY);
    expect(whole.left.runs).toEqual(kind === 'skip' ? [] : ['schedule']);
    for (let limit = 1; limit <= whole.writes; limit += 1)
      expect(await play(limit), `cut off after ${limit} writes`).toEqual({ writes: limit, left: whole.left });
  });
});
