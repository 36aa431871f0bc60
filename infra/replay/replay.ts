import { setTimeout as sleep } from 'node:timers/promises';
import type { StoredJob } from '@feedflow/shared/model/job';
import type { Run } from '@feedflow/shared/model/run';
import { sourceConfig } from '@feedflow/shared/model/source';
import { systemClock } from '@feedflow/shared/process/clock';
import { MongoClient } from 'mongodb';
import { type Stack, startStack } from '../bench/stack.ts';
import { createLoopbackServer } from '../testing/sample-feeds/loopback-server.ts';
import { compareJobs, type Finding, type Stored } from './compare-run.ts';
import {
  chooseIdentity,
  type ExpectedRun,
  HistoryModel,
  type Identity,
  type IdentityFigures,
  identifier,
  volatileFields,
  weighIdentities,
} from './history-model.ts';
import { type FeedRecord, type ReadOptions, readRecords } from './read-records.ts';
import type { Version } from './versions.ts';

export interface ReplayedRun {
  version: string;
  status: string;
  /** The code of the run's error. */
  error: string | null;
  actual: {
    records: number;
    new: number;
    updated: number;
    gone: number;
    open: number;
    failed: number;
    repeats: number;
  };
  expected: Omit<ExpectedRun, 'jobs'>;
  /** Whether no more jobs were updated than changed or returned. */
  updatesFit: boolean;
  findings: Finding[];
}

export interface Replay {
  /** Versions with records that have a title. */
  versions: number;
  leftOut: string[];
  identity: Identity;
  identities: IdentityFigures[];
  volatileFields: string[];
  runs: ReplayedRun[];
  /** Runs whose counters differ, and findings. */
  differences: number;
}

export interface ReplayOptions {
  read: ReadOptions;
  identity: Identity | undefined;
  mapping: Record<string, unknown>;
  signal: AbortSignal;
  progress(line: string): void;
}

const RUN_TIMEOUT_MS = 300_000;
const SOURCE = 'replay';

/** Replays the versions of a feed. Ends early, with the runs so far, when the signal aborts. */
export async function replay(versions: Version[], options: ReplayOptions): Promise<Replay> {
  const { progress } = options;
  const histories: { version: Version; records: FeedRecord[] }[] = [];
  const leftOut: string[] = [];
  for (const version of versions) {
    if (options.signal.aborted) break;
    // A mirror may lack the largest files.
    const body = await version.read().catch(() => null);
    const records = body === null ? null : readRecords(body.toString(), options.read);
    if (!records?.some(({ title }) => title !== null)) leftOut.push(version.name);
    else histories.push({ version, records });
  }
  progress(`${histories.length} versions with records, ${leftOut.length} without`);
  const all = histories.map(({ records }) => records);
  const figures = weighIdentities(all);
  const identity = options.identity ?? chooseIdentity(figures);
  const key = identifier(all, identity);
  const volatile = volatileFields(all, key);
  const result: Replay = {
    versions: histories.length,
    leftOut,
    identity,
    identities: figures,
    volatileFields: [...volatile].sort(),
    runs: [],
    differences: 0,
  };
  if (histories.length === 0 || options.signal.aborted) return result;
  const stack = await startStack(
    {
      workers: 1,
      batchSize: 200,
      maxBatchSize: 1_000,
      workerConcurrency: 4,
      env: { SHRINK_LIMIT_PERCENT: '100' },
    },
    progress,
  );
  try {
    await importAll(stack, histories, new HistoryModel(key, volatile), options, result);
  } finally {
    await stack.close();
  }
  result.differences = result.runs.reduce((sum, run) => sum + differencesOf(run), 0);
  return result;
}

/** Imports one version after another from the same URL, and adds what happened to the result. */
async function importAll(
  stack: Stack,
  histories: { version: Version; records: FeedRecord[] }[],
  model: HistoryModel,
  { mapping, signal, progress }: ReplayOptions,
  result: Replay,
): Promise<void> {
  let body: Buffer = Buffer.alloc(0);
  const server = createLoopbackServer(
    (_request, response) => response.writeHead(200, { 'content-type': 'application/xml' }).end(body),
    { host: '127.0.0.1', port: 0 },
  );
  const { url } = await server.start();
  await using mongo = await MongoClient.connect(stack.mongoUri);
  const collection = mongo.db().collection<StoredJob>('jobs');
  try {
    const source = sourceConfig.parse({
      name: SOURCE,
      url: `${url}/feed.xml`,
      removeVanished: true,
      mapping,
    });
    await stack.database.sources.upsert([source], systemClock());
    const stored: Stored = new Map();
    for (const [index, { version, records }] of histories.entries()) {
      if (signal.aborted) return;
      body = await version.read();
      const { runId } = await stack.startImport(source);
      const run = await waitForEnd(stack, runId, signal);
      if (!run) return;
      const jobs = await collection.find({ sourceName: SOURCE }).toArray();
      const replayed = compare(version.name, model.next(records), { run, jobs, model, stored });
      result.runs.push(replayed);
      const differences = differencesOf(replayed);
      progress(`${index + 1}/${histories.length} ${version.name}: ${run.status}, ${differences} differences`);
    }
  } finally {
    await server.close();
  }
}

function compare(
  version: string,
  expected: ExpectedRun,
  { run, jobs, model, stored }: { run: Run; jobs: StoredJob[]; model: HistoryModel; stored: Stored },
): ReplayedRun {
  const findings = compareJobs(expected, { runId: run.runId, jobs, model, stored });
  model.remember(expected);
  const { jobs: _jobs, ...figures } = expected;
  return {
    version,
    status: run.status,
    error: run.error?.code ?? null,
    actual: {
      records: run.totalFetched,
      new: run.newJobs,
      updated: run.updatedJobs,
      gone: run.removedJobs,
      open: jobs.filter(({ status }) => status === 'open').length,
      failed: run.failedJobs,
      repeats: run.duplicateJobs,
    },
    expected: figures,
    updatesFit: run.updatedJobs <= expected.changed + expected.returned,
    findings,
  };
}

function differencesOf({ status, actual, expected, updatesFit, findings }: ReplayedRun): number {
  const fits = [
    status === 'completed',
    actual.records === expected.records,
    actual.new === expected.new,
    actual.gone === expected.gone,
    actual.open === expected.open,
    updatesFit,
  ];
  return fits.filter((fit) => !fit).length + findings.length;
}

/** The run once it has ended; null when the signal aborts. @throws Error if it takes more than five minutes */
async function waitForEnd(stack: Stack, runId: string, signal: AbortSignal): Promise<Run | null> {
  for (const until = Date.now() + RUN_TIMEOUT_MS; Date.now() < until; await sleep(50)) {
    if (signal.aborted) return null;
    const run = await stack.database.importLogs.find(runId);
    if (run && run.status !== 'running') return run;
  }
  throw new Error(`run ${runId} did not end within ${RUN_TIMEOUT_MS / 1_000} s`);
}
