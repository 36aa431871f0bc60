import { JOB_FIELDS } from '@feedflow/shared/model/job-fields';
import type { Run } from '@feedflow/shared/model/run';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ChangingFeed, startChangingFeed } from '../support/changing-feed.ts';
import { type RunningPipeline, startPipeline } from '../support/running-pipeline.ts';

let pipeline: RunningPipeline;
let feed: ChangingFeed;
beforeAll(async () => {
  pipeline = await startPipeline({ batchSize: 50, shrinkLimitPercent: 100 });
  pipeline.startWorker();
  feed = await startChangingFeed();
});
afterAll(async () => {
  await pipeline.close();
  await feed.close();
});

interface Item {
  id: number;
  company: boolean;
  salary: boolean;
  categories: boolean;
  expires: boolean;
}

function render(items: readonly Item[]): string {
  const records = items.map(({ id, company, salary, categories, expires }) => {
    const fields = [
      `<guid>${id}</guid><title>Job ${id}</title><link>https://board.test/${id}</link>`,
      company ? '<company>Acme</company>' : '',
      salary ? '<salary>50000 EUR per year</salary>' : '',
      categories ? '<category>Nurse</category>' : '',
      expires ? '<expires>2099-01-31</expires>' : '',
      `<description>${'Work. '.repeat(id % 17)}</description>`,
    ];
    return `<item>${fields.join('')}</item>`;
  });
  return `<rss version="2.0"><channel>${records.join('\n')}</channel></rss>`;
}

async function importItems(name: string, items: readonly Item[]): Promise<Run> {
  feed.set(`/${name}`, render(items));
  const source = await pipeline.addSource({ name, url: `${feed.base}/${name}` });
  return pipeline.waitForEnd((await pipeline.startImport(source)).runId);
}

/** What the open jobs in MongoDB have. */
async function fillOfStored(name: string) {
  const jobs = (await pipeline.jobsOf(name)).filter(({ status }) => status === 'open');
  const has = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== null);
  const counts = JOB_FIELDS.map((field) => [field, jobs.filter((job) => has(job[field])).length]);
  return { jobs: jobs.length, counts: Object.fromEntries(counts) };
}

const flag = fc.boolean();
const item = fc.record({ company: flag, salary: flag, categories: flag, expires: flag });

test('counts the fields of all jobs, also of those that are unchanged and not read', async () => {
  let feeds = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 300, maxLength: 600 }),
      fc.array(fc.tuple(fc.nat(299), item), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 40 }),
      async (fields, changes, removed) => {
        const name = `fill-${feeds++}`;
        const items = fields.map((one, id) => ({ ...one, id: id + 1 }));
        // A duplicate of a job does not count.
        const body = items.concat(items.slice(0, 3));
        const first = await importItems(name, body);
        expect(first.fetch.fill).toEqual(await fillOfStored(name));
        expect(first.fetch.fill?.jobs).toBe(items.length);
        const again = await importItems(name, body);
        expect(again.fetch.comparison).toMatchObject({ fullReadReason: null, knownRecords: body.length });
        expect(again.fetch.fill).toEqual(first.fetch.fill);
        expect(again.fetch.openBefore).toBe(items.length);
        for (const [at, change] of changes) items[at] = { ...change, id: at + 1 };
        items.splice(100, removed);
        const changed = await importItems(name, items);
        expect(changed.fetch.comparison?.fullReadReason).toBeNull();
        expect(changed.fetch.comparison?.knownRecords).toBeGreaterThan(0);
        expect(changed.fetch.fill).toEqual(await fillOfStored(name));
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
}, 120_000);
