import { setTimeout as sleep } from 'node:timers/promises';
import type { JobChange } from '@feedflow/shared/model/job-change';
import { cancelRun } from '@feedflow/shared/run/cancel-run';
import { startRun } from '@feedflow/shared/run/start-run';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { waitForEnd } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 8);
const RECORDS = 4_000;
const PAGE_LIMITS = [1, 7, 100, 500];

let stack: FaultStack;
let apiPort: string;
beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 50, env: { SHRINK_LIMIT_PERCENT: '100' } });
  apiPort = String(await getPort());
});
afterEach(() => stack.close());

const startApi = () => stack.startReady('api', { API_PORT: apiPort });

/** A consumer as the documents describe one: what it knows, and a cursor that it keeps together with it. */
function createCopy() {
  let kept = JSON.stringify({ jobs: [], cursor: null as string | null });
  let pages = 0;
  return {
    /** Reads one page, from what it kept: it may have been restarted since. @returns whether it was the last one */
    readPage: async (limit: number): Promise<boolean> => {
      const { jobs, cursor } = JSON.parse(kept) as { jobs: [string, string][]; cursor: string | null };
      const known = new Map(jobs);
      const query = new URLSearchParams({ limit: String(limit), ...(cursor ? { cursor } : {}) });
      const response = await fetch(`http://127.0.0.1:${apiPort}/api/changes?${query}`);
      if (!response.ok) throw new Error(`the API responded with ${response.status}`);
      const page = (await response.json()) as { items: JobChange[]; nextCursor: string };
      for (const { dedupeKey, job } of page.items) {
        if (job?.status === 'open') known.set(dedupeKey, job.contentHash);
        else known.delete(dedupeKey);
      }
      kept = JSON.stringify({ jobs: [...known], cursor: page.nextCursor });
      pages += 1;
      return page.nextCursor === cursor;
    },
    jobs: () => (JSON.parse(kept) as { jobs: [string, string][] }).jobs.sort(),
    pages: () => pages,
  };
}

async function openJobs(): Promise<[string, string][]> {
  const found = await stack.db.collection('jobs').find({ status: 'open' }).toArray();
  return found.map(({ dedupeKey, contentHash }): [string, string] => [dedupeKey, contentHash]).sort();
}

test('a copy made from changes is exact, however often workers, the API and the reader are killed', async () => {
  const chance = createChance();
  const copy = createCopy();
  await stack.startReady('scheduler');
  const workers: Process[] = [await stack.startReady('worker'), await stack.startReady('worker')];
  let api = await startApi();
  let isImporting = true;
  let failures = 0;
  const reading = (async () => {
    while (isImporting) {
      // A page that does not arrive is read again from the last cursor.
      const isEnd = await copy.readPage(chance.pick(PAGE_LIMITS)).catch(() => {
        failures += 1;
        return true;
      });
      if (isEnd) await sleep(50);
    }
  })();
  let kills = 0;
  const statuses: string[] = [];
  const feeds = Array.from({ length: ROUNDS }, () => {
    const from = chance.whole(0, RECORDS / 2);
    return { records: RECORDS - from, from, changed: chance.whole(0, RECORDS / 4), seed: 1 };
  });
  const source = await stack.addSource('copied', ...(feeds as [(typeof feeds)[0], ...typeof feeds]));
  const sources = stack.db.collection('sources');
  const closing = { missing: true, expired: true, afterDays: null };
  await sources.updateOne({ name: 'copied' }, { $set: { closing, removeVanished: true } });
  for (let round = 0; round < ROUNDS; round += 1) {
    // Other jobs are skipped and reopened, and other words have a meaning.
    const filter = { include: [], exclude: [{ field: 'externalId', contains: [String((round % 3) + 1)] }] };
    const values = { employmentType: { 'full-time': chance.pick(['FULL_TIME', 'OTHER']) } };
    await sources.updateOne({ name: 'copied' }, { $set: { filter, values, quality: { minJobs: RECORDS } } });
    const { runId } = await startRun(stack.runDeps, stack.runOptions, source, 'manual', {
      full: chance.whole(0, 1) === 0,
    });
    const ending = waitForEnd(stack, runId, 120_000);
    await sleep(chance.whole(50, 1_500));
    const victim = chance.pick(workers);
    workers.splice(workers.indexOf(victim), 1);
    await victim.kill();
    kills += 1;
    const replacement = stack.startReady('worker').then((worker) => workers.push(worker));
    if (chance.whole(0, 1) === 0) {
      await api.kill();
      api = await startApi();
    }
    // The last one ends: some jobs are open then, whatever was closed before.
    const isLast = round === ROUNDS - 1;
    if (chance.whole(0, 3) === 0 && !isLast) await cancelRun(stack.runDeps, runId).catch(() => undefined);
    statuses.push((await ending).status);
    await replacement;
  }
  isImporting = false;
  await reading;
  const pending = stack.db.collection('pending_changes');
  await waitFor('changes of killed workers to be listed', 120_000, async () => {
    return (await pending.countDocuments({ listed: 0 })) === 0;
  });
  while (!(await copy.readPage(chance.pick(PAGE_LIMITS))));
  const closed = await stack.db.collection('jobs').countDocuments({ status: 'closed' });
  const excluded = await stack.db.collection('jobs').countDocuments({ closeReason: 'excluded' });
  const figures = {
    closed,
    excluded,
    rounds: ROUNDS,
    kills,
    failures,
    pages: copy.pages(),
    statuses: statuses.join(),
  };
  reportFigures('changes under kill -9', chance.seed, figures);
  const expected = await openJobs();
  expect(expected.length).toBeGreaterThan(0);
  expect(excluded).toBeGreaterThan(0);
  expect(copy.jobs()).toEqual(expected);
}, 600_000);
