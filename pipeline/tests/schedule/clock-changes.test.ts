import { nextRuns } from '@feedflow/shared/model/schedule';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTicker } from '../../src/schedule/ticker.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.close());

const schedules = ['30 2 * * *', '30 2,14 * * *', '*/30 2 * * *', '0 * * * *', '*/15 * * * *', '0 3 * * *'];

/** From 01:00 local time, in five-minute steps, until the change is over. */
const nights = [
  ['Europe/Berlin', '2025-03-30T00:00Z', 3],
  ['Europe/Berlin', '2025-10-25T23:00Z', 5],
  ['America/New_York', '2025-03-09T06:00Z', 3],
  ['America/New_York', '2025-11-02T05:00Z', 5],
  ['Australia/Lord_Howe', '2025-10-04T14:30Z', 3.5],
  ['Australia/Lord_Howe', '2025-04-05T14:00Z', 4.5],
] as const;

test.each(nights)(
  'the scheduler starts sources in %s in the night of %s at the times shown',
  async (timezone, from, hours) => {
    const begin = new Date(from).getTime();
    const end = begin + hours * 3_600_000;
    let now = new Date(begin - 1_000);
    const { sources } = pipeline.database;
    const names = schedules.map((schedule) => `${timezone} ${from} ${schedule}`);
    await sources.upsert(
      names.map((name, index) => ({
        name,
        url: `https://feeds.test/${encodeURIComponent(name)}`,
        schedule: schedules[index],
        timezone,
        enabled: true,
      })),
      now,
    );
    const ticker = createTicker(
      { ...pipeline.deps, clock: () => now },
      { ...pipeline.runOptions, defaultIntervalMinutes: 60, refreshSeconds: 59 },
    );
    await ticker.refresh();
    const listed = (await sources.list()).filter(({ name }) => names.includes(name));
    const shown = listed.map((source) => [
      source.schedule,
      nextRuns(source, now, 40, 60).filter((time) => time.getTime() < end),
    ]);

    const ticks = new Map<string | undefined, Date[]>(listed.map(({ schedule }) => [schedule, []]));
    for (let ms = begin; ms < end; ms += 5 * 60_000) {
      now = new Date(ms);
      await ticker.takeDue();
      for (const { name, schedule, lastTickAt } of await sources.list()) {
        const times = ticks.get(schedule);
        if (names.includes(name) && lastTickAt && times && times.at(-1)?.getTime() !== lastTickAt.getTime()) {
          times.push(lastTickAt);
        }
      }
    }
    await ticker.close();

    expect([...ticks]).toEqual(shown);
    // A tick that was started twice would be recorded as skipped.
    for (const { name, schedule, skippedTicks } of await sources.list()) {
      if (names.includes(name)) expect(skippedTicks).toBe((ticks.get(schedule)?.length ?? 0) - 1);
    }
  },
);
