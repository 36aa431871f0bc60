import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ImportLog, runCounters } from '@feedflow/shared/import-log';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPipeline, startPipeline } from './running-pipeline.ts';

interface Item {
  id: number | null;
  link: number | null;
  title: number;
  broken: boolean;
}

let pipeline: RunningPipeline;
let base: string;
const bodies = new Map<string, string>();
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/rss+xml');
  response.end(bodies.get(request.url ?? ''));
});

beforeAll(async () => {
  pipeline = await startPipeline({ batchSize: 25, shrinkLimitPercent: 100 });
  pipeline.startWorker();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await pipeline.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Long enough to differ in length too: the borders of segments depend on all of a record. */
function render(items: Item[], title = 'Board'): string {
  const text = items.map(({ id, link, title: number, broken }) => {
    const fields = [
      id === null ? '' : `<guid>${id}</guid>`,
      link === null ? '' : `<link>https://board.test/${link}</link>`,
      broken ? '<author>nobody</author>' : `<title>Job ${number} ${'x'.repeat(number % 37)}</title>`,
      `<description>${`Work no. ${number}. `.repeat(3)}</description>`,
    ];
    return `<item>${fields.join('')}</item>`;
  });
  return `<rss version="2.0"><channel><title>${title}</title>${text.join('\n')}</channel></rss>`;
}

async function importBody(name: string, body: string, full = false): Promise<ImportLog> {
  bodies.set(`/${name}`, body);
  const source = await pipeline.addSource({ name, url: `${base}/${name}`, removeVanished: true });
  const { runId } = await pipeline.starter.start(source, 'manual', { full });
  const run = await pipeline.waitForEnd(runId);
  // Its end is told before what follows from it is done.
  await expect
    .poll(async () => (await pipeline.database.sources.findByName(name))?.lastRun?.runId)
    .toBe(runId);
  await expect.poll(() => isIdle()).toBe(true);
  return run;
}

async function isIdle(): Promise<boolean> {
  const counts = await pipeline.queues.runs.getJobCounts('active', 'waiting', 'waiting-children', 'delayed');
  return Object.values(counts).every((count) => count === 0);
}

/** What a run says of itself, but for times and names. */
function facts(run: ImportLog) {
  const failures = run.failures.map(({ position, reasonCode, message }) => ({
    position,
    reasonCode,
    message,
  }));
  const { status, failureTotals, removal, error } = run;
  return { status, ...runCounters.parse(run), failureTotals, failures, removal, error };
}

async function postings(name: string) {
  const jobs = await pipeline.jobsOf(name);
  return jobs
    .map(({ externalId, jobUrl, title, description, status, closedAt }) =>
      JSON.stringify([externalId, jobUrl, title, description, status, closedAt !== null]),
    )
    .sort();
}

const few = fc.integer({ min: 0, max: 60 });
const item = fc.record({
  id: fc.option(fc.oneof(few, fc.integer({ min: 100, max: 900 })), { nil: null, freq: 8 }),
  link: fc.option(few, { nil: null, freq: 5 }),
  title: few,
  broken: fc.integer({ min: 0, max: 20 }).map((n) => n === 0),
});
const place = fc.double({ min: 0, max: 1, noNaN: true });
const edit = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    place,
    items: fc.array(item, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), place, length: fc.integer({ min: 1, max: 30 }) }),
  fc.record({
    kind: fc.constant('move' as const),
    place,
    to: place,
    length: fc.integer({ min: 1, max: 80 }),
  }),
  fc.record({
    kind: fc.constant('repeat' as const),
    place,
    to: place,
    length: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({ kind: fc.constant('change' as const), place, title: few }),
);
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function apply(items: Item[], change: Edit): Item[] {
  const at = Math.floor(change.place * items.length);
  if (change.kind === 'insert') return [...items.slice(0, at), ...change.items, ...items.slice(at)];
  if (change.kind === 'change')
    return items.map((one, i) => (i === at ? { ...one, title: change.title } : one));
  const cut = items.slice(at, at + change.length);
  const rest = change.kind === 'repeat' ? items : [...items.slice(0, at), ...items.slice(at + change.length)];
  if (change.kind === 'remove') return rest;
  const to = Math.floor(change.to * rest.length);
  return [...rest.slice(0, to), ...cut, ...rest.slice(to)];
}

test('an import of what changed counts and writes exactly what a full import does', async () => {
  let scenario = 0;
  let known = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { minLength: 300, maxLength: 500 }),
      fc.array(fc.array(edit, { maxLength: 5 }), { minLength: 4, maxLength: 6 }),
      async (start, rounds) => {
        scenario += 1;
        const [delta, full] = [`delta-${scenario}`, `full-${scenario}`];
        let items: Item[] = start;
        for (const edits of [[], ...rounds]) {
          items = edits.reduce(apply, items);
          const body = render(items);
          const run = await importBody(delta, body);
          const reference = await importBody(full, body, true);
          expect(facts(run)).toEqual(facts(reference));
          expect(await postings(delta)).toEqual(await postings(full));
          expect(reference.fetch.comparison).toEqual({ fullReadReason: 'requested', knownRecords: 0 });
          known += run.fetch.comparison?.knownRecords ?? 0;
        }
      },
    ),
    { numRuns: 5, endOnFailure: true },
  );
  // Or else nothing was compared.
  expect(known).toBeGreaterThan(1_000);
}, 180_000);
