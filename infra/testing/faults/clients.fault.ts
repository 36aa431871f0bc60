import { setTimeout as sleep } from 'node:timers/promises';
import { sumOutcomes } from '@feedflow/shared/model/counters';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FeedRequest } from '../sample-feeds/feed-parameters.ts';
import {
  type ClientRound,
  type Command,
  clientRound,
  EDITIONS,
  type FeedEvent,
  type Script,
  SOURCES,
} from './client-rounds.ts';
import { type CommandClient, createCommandClient } from './command-client.ts';
import { expectNoLeftovers, waitForEnd } from './exactness.ts';
import { type FaultStack, type Process, startFaultStack, waitFor } from './fault-stack.ts';
import { createChance, reportFigures } from './seed.ts';

const ROUNDS = Number(process.env['FAULT_ROUNDS'] ?? 3);
/** No round begins later: a slow machine plays fewer. */
const LAST_START_MS = 75_000;
const REST_MS = 90_000;

let stack: FaultStack;
let client: CommandClient;
let workers: Process[];
/** The open jobs that an undisturbed source has of each edition, by the ETag of its feed. */
const jobsByEtag = new Map<string, string[]>();

beforeEach(async () => {
  stack = await startFaultStack({ batchSize: 25, env: { API_RATE_LIMIT_PER_MINUTE: '1000000' } });
  const [api] = await Promise.all([stack.startReady('api'), stack.startReady('scheduler')]);
  client = await createCommandClient(api.url);
  workers = await Promise.all([stack.startReady('worker'), stack.startReady('worker')]);
  for (const [index, edition] of EDITIONS.entries()) {
    const name = `undisturbed-${index}`;
    await waitForEnd(stack, await stack.startImport(name, edition), 60_000);
    const jobs = await openJobs(name);
    for (const feed of [slow(edition), quick(edition)]) jobsByEtag.set(await etagOf(feed), jobs);
    await retire(name);
  }
});
afterEach(() => stack.close());

/** Slow enough to be cancelled, and to change meanwhile. */
const slow = (edition: FeedRequest): FeedRequest => ({ ...edition, pauseMs: 50, etag: 1 });
/** The same jobs with another ETag. */
const quick = (edition: FeedRequest): FeedRequest => ({ ...edition, etag: 1 });

async function etagOf(feed: FeedRequest): Promise<string> {
  const query = new URLSearchParams(Object.entries(feed).map(([name, value]) => [name, String(value)]));
  const { headers } = await fetch(`${stack.feedsUrl}/feed?${query}`, { method: 'HEAD' });
  return headers.get('etag') ?? '';
}

async function openJobs(sourceName: string): Promise<string[]> {
  const jobs = stack.db.collection<StoredJob>('jobs').find({ sourceName, status: 'open' });
  return (await jobs.map(({ externalId, contentHash }) => `${externalId} ${contentHash}`).toArray()).sort();
}

const runsOf = (name: string) =>
  stack.db.collection<Run>('import_logs').find({ sourceName: name }).sort({ startedAt: 1 }).toArray();

/** Who starts all sources leaves this one out from now on. */
const retire = (name: string) =>
  stack.db.collection('sources').updateOne({ name }, { $set: { enabled: false } });

async function play<T>(script: Script<T>, perform: (act: T) => Promise<unknown>): Promise<void> {
  for (const { pauseMs, act } of script) {
    await sleep(pauseMs);
    await perform(act);
  }
}

/** What the API accepted of the clients: the model that MongoDB is compared with. */
function createModel(names: string[]) {
  const runIds = new Map(names.map((name) => [name, [] as string[]]));
  /** By run. */
  const accepted = new Map<string, Record<'cancel' | 're-run' | 'confirm', number>>();

  async function start(body: { source?: string; full?: boolean }): Promise<void> {
    const started = await client.send('startImport', '/api/import/run', body);
    for (const { runId, sourceName } of started?.runs ?? []) {
      runIds.get(sourceName)?.push(runId);
      accepted.set(runId, { cancel: 0, 're-run': 0, confirm: 0 });
    }
  }

  return {
    runIds,
    accepted,
    async perform(command: Command): Promise<void> {
      if (command.does === 'start all') return start({});
      const source = names[command.source] ?? '';
      if (command.does === 'start') return start({ source, full: command.full });
      const runId = runIds.get(source)?.at(-1 - command.age);
      if (runId === undefined) return;
      const path = `/api/import-logs/${runId}`;
      const send = {
        cancel: () => client.send('cancelRun', `${path}/cancel`, {}),
        're-run': () => client.send('rerunBatches', `${path}/rerun`, {}),
        confirm: () => client.send('confirmRemoval', `${path}/confirm-removal`, {}),
      };
      const counts = accepted.get(runId);
      if ((await send[command.does]()) && counts) counts[command.does] += 1;
    },
  };
}
type Model = ReturnType<typeof createModel>;

const replacements: Promise<unknown>[] = [];
const figures = { commands: 0, kills: 0, runs: 0, exact: 0 };

/** The last worker is spared: without any, nothing happens. */
async function killWorker(index: number): Promise<void> {
  if (workers.length < 2) return;
  const [victim] = workers.splice(index, 1);
  await victim?.kill();
  figures.kills += 1;
  replacements.push(stack.startReady('worker').then((worker) => workers.push(worker)));
}

/** While it refuses, batches of new jobs are kept for a re-run. Jobs that it has can be changed and closed. */
function refuseJobs(refuses: boolean): Promise<unknown> {
  const validator = refuses ? { externalId: { $not: /7$/ } } : {};
  return stack.db.command({ collMod: 'jobs', validator, validationLevel: 'moderate' });
}

async function happen(event: FeedEvent, names: string[]): Promise<unknown> {
  switch (event.does) {
    case 'change the feed':
      return stack.feeds.publish(names[event.source] ?? '', slow(event.edition));
    case 'remove the feed':
      return stack.feeds.publish(names[event.source] ?? '', { status: 404 });
    case 'kill a worker':
      return killWorker(event.worker);
    default:
      return refuseJobs(event.does === 'refuse jobs');
  }
}

/** Looks until the signal whether any source has two runs at once. */
async function watchRunning(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const running = await stack.db.collection<Run>('import_logs').find({ status: 'running' }).toArray();
    const names = running.map(({ sourceName }) => sourceName).sort();
    expect(names).toEqual([...new Set(names)]);
    await sleep(100);
  }
}

async function waitForRest(): Promise<void> {
  await Promise.all(replacements.splice(0));
  await waitFor('each run to end', REST_MS, async () => {
    return (await stack.db.collection('import_logs').countDocuments({ status: 'running' })) === 0;
  });
  await expectNoLeftovers(stack);
  const open = await stack.db
    .collection('import_batches')
    .find({ superseded: false, status: { $in: ['waiting', 'running'] } })
    .toArray();
  expect(open).toEqual([]);
}

async function checkRuns(name: string, { runIds, accepted }: Model): Promise<void> {
  const runs = await runsOf(name);
  expect(runs.map(({ runId }) => runId).sort()).toEqual(runIds.get(name)?.toSorted());
  for (const run of runs) {
    const { cancelledRecords = 0 } = await stack.database.importBatches.sums(run.runId);
    const { runId, newJobs, updatedJobs, unchangedJobs, totalImported, totalFetched } = run;
    const reruns = run.attempts.filter(({ trigger, rescue }) => trigger === 'rerun' && !rescue).length;
    const given = accepted.get(runId);
    const found = { runId, reruns, totalImported, totalFetched, code: run.error?.code };
    expect(found).toEqual({
      ...found,
      reruns: given?.['re-run'],
      totalImported: newJobs + updatedJobs + unchangedJobs,
      totalFetched: sumOutcomes(run) + cancelledRecords,
    });
    expect(run.error?.code).not.toBe('counters-disagree');
    if (run.status === 'cancelled') expect(given?.cancel).toBeGreaterThan(0);
    if (run.removal?.confirmedAt) expect(given?.confirm).toBeGreaterThan(0);
  }
  figures.runs += runs.length;
}

/**
 * Where the newest run imported a whole feed, or found it not modified since, the open jobs are those of that feed.
 * While jobs are held back, those are open too.
 */
async function checkJobs(name: string): Promise<void> {
  const runs = await runsOf(name);
  const run = runs.at(-1);
  if (run?.status !== 'completed') return;
  // A re-run of an earlier one brings back what it had read.
  const startedAfter = (one: Run) => (one.attempts.at(-1)?.startedAt ?? one.startedAt) > run.startedAt;
  const holders = run.http?.notModified ? runs : [run];
  if (runs.some(startedAfter) || holders.some(({ removal }) => removal?.state === 'held')) return;
  figures.exact += 1;
  expect(await openJobs(name), `${name} ${run.runId}`).toEqual(jobsByEtag.get(run.http?.etag ?? ''));
}

/** Imports another feed, and confirms what that holds back: the jobs are those of the feed, whatever was before. */
async function importAnother(name: string, edition: FeedRequest): Promise<void> {
  stack.feeds.publish(name, quick(edition));
  const started = await client.send('startImport', '/api/import/run', { source: name });
  const run = await waitForEnd(stack, started?.runs[0]?.runId ?? '', 60_000);
  expect(run).toMatchObject({
    status: 'completed',
    error: null,
    failedJobs: 0,
    http: { notModified: false },
  });
  if (run.removal?.state === 'held')
    await client.send('confirmRemoval', `/api/import-logs/${run.runId}/confirm-removal`, {});
  expect(await openJobs(name), `${name} ${run.runId}`).toEqual(jobsByEtag.get(await etagOf(quick(edition))));
}

async function playRound({ clients, events }: ClientRound, round: number): Promise<void> {
  const names = Array.from({ length: SOURCES }, (_, index) => `round-${round}-${index}`);
  for (const name of names) await stack.addSource(name, slow(EDITIONS[0]));
  const model = createModel(names);
  await refuseJobs(true);
  const ended = new AbortController();
  const watch = watchRunning(ended.signal);
  // What it finds is thrown once the clients have ended.
  watch.catch(() => undefined);
  const playing = clients.map((script) => play(script, model.perform));
  try {
    await Promise.all([...playing, play(events, (event) => happen(event, names))]);
    await refuseJobs(false);
    await waitForRest();
  } finally {
    ended.abort();
  }
  await watch;
  for (const name of names) {
    await checkRuns(name, model);
    await checkJobs(name);
    await importAnother(name, EDITIONS[round % EDITIONS.length] ?? EDITIONS[0]);
    await retire(name);
  }
}

test('50 clients that start, cancel, re-run and confirm runs at once leave what the feeds have', async () => {
  const { seed } = createChance();
  const startedAt = performance.now();
  let round = 0;
  const property = fc.asyncProperty(clientRound, async (given) => {
    if (performance.now() - startedAt > LAST_START_MS) return;
    round += 1;
    await playRound(given, round);
  });
  // A smaller round would not fail in the same way, since timing varies.
  const { errorInstance } = await fc.check(property, { seed, numRuns: ROUNDS, endOnFailure: true });
  figures.commands = [...client.results.values()].reduce((sum, times) => sum + times, 0);
  const results = Object.fromEntries([...client.results].sort());
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  reportFigures('50 clients', seed, { rounds: round, seconds, ...figures, results });
  if (errorInstance) throw errorInstance;
}, 600_000);
