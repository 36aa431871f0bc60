import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { residentMb } from '../../bench/process-usage.ts';
import { cell, table } from '../../bench/table.ts';
import { type Child, startChild } from '../../dev/processes/child.ts';
import { dashboardArgs, workerEnv } from '../../dev/processes/process-args.ts';
import { expectNoLeftovers } from '../faults/exactness.ts';
import { startFaultStack, waitFor } from '../faults/fault-stack.ts';
import { createChance } from '../faults/seed.ts';
import { Board } from './board.ts';
import { Crew, disturbances, roles, steady } from './disturb.ts';
import { createBoardServer } from './feed-server.ts';
import { growthOf, type Series } from './growth.ts';
import { createJudge } from './judge.ts';
import { ChangesFollower, confirmRemovals, useFeedflow } from './users.ts';

const HELP = `Runs Feedflow for a while as in production: sources on schedules of a minute or two, feeds that change and fail, users,
restarts and outages. Compares what it does with a model of the feeds, and measures what grows.

Usage: npm run soak -- [options]

  --minutes N       how long, 1 to 10080 (default 10)
  --sources N       how many sources, 1 to 2000 (default 200)
  --seed N          repeats the choices of an earlier soak (default: random)
  --previous DIR    a folder with the code of an earlier version, installed: one worker runs it for a while
  --calm            no restarts and outages: for the growth alone
  --help

It has MongoDB and Redis of its own. Exit status: 0 no difference from the model, 1 differences, 2 wrong usage.
`;

const root = resolve(import.meta.dirname, '../../..');
const MEASURE_EVERY_MS = 15_000;
const JUDGE_EVERY_MS = 3_000;
const JOBS_PER_LOOK = 10;
const REPORT_EVERY_MS = 60_000;
/** Between two disturbances. */
const CALM_MS = [15_000, 45_000] as const;
/** A source may start so late: the outages above, a restart of the scheduler, and runs before it. */
const MAX_LATENESS_MS = 120_000;
/** How often a feed may show what a field means, on average. */
const MAX_READ_DIFFERENTLY = 2;
const DRAIN_MS = 180_000;

interface Options {
  minutes: number;
  sources: number;
  seed: number | null;
  previous: string | null;
  calm: boolean;
}

const options = parse();
if (options) process.exitCode = await soak(options);

function parse(): Options | null {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '10' },
      sources: { type: 'string', default: '200' },
      seed: { type: 'string' },
      previous: { type: 'string' },
      calm: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return null;
  }
  const whole = (text: string | undefined, max: number) =>
    text !== undefined && /^[1-9]\d{0,9}$/.test(text) && Number(text) <= max ? Number(text) : null;
  const minutes = whole(values.minutes, 10_080);
  const sources = whole(values.sources, 2_000);
  const seed = whole(values.seed, 2_147_483_647);
  const previous = values.previous === undefined ? null : resolve(values.previous);
  const faults = [
    minutes === null ? '--minutes must be a whole number from 1 to 10080' : [],
    sources === null ? '--sources must be a whole number from 1 to 2000' : [],
    values.seed !== undefined && seed === null ? '--seed must be a whole number from 1 to 2147483647' : [],
    previous !== null && !existsSync(join(previous, 'pipeline/src/bin/worker.ts'))
      ? `--previous: ${previous} has no pipeline/src/bin/worker.ts`
      : [],
  ].flat();
  if (faults.length === 0 && minutes !== null && sources !== null)
    return { minutes, sources, seed, previous, calm: values.calm };
  process.stderr.write(`${faults.join('\n')}\n\n${HELP}`);
  process.exitCode = 2;
  return null;
}

async function soak({ minutes, sources, seed, previous, calm }: Options): Promise<number> {
  const chance = createChance(seed === null ? {} : { FAULT_SEED: String(seed) });
  const startedMs = performance.now();
  const elapsed = () => `${Math.floor((performance.now() - startedMs) / 60_000)} min`;
  const say = (line: string) => process.stdout.write(`${line}\n`);
  const differences: string[] = [];
  const differ = (text: string) => {
    differences.push(text);
    say(`${elapsed()}: DIFFERENCE ${text}`);
  };
  say(`${sources} sources for ${minutes} min, --seed ${chance.seed}`);

  const boards = Array.from({ length: sources }, (_, n) => new Board(`board-${n}`, n, chance.seed));
  const intervalMinutes = (name: string) => 1 + (Number(name.split('-')[1]) % 2);
  const server = createBoardServer(boards, chance);
  const { url: feedsUrl } = await server.start();
  const stack = await startFaultStack({
    env: {
      FETCH_TIMEOUT_MS: '5000',
      // All sources are on one host.
      FETCH_HOST_CONCURRENCY: '64',
      API_RATE_LIMIT_PER_MINUTE: '1000000',
      API_STREAMS_PER_CLIENT: '1000',
      ...workerEnv,
    },
  });
  const stop = new AbortController();
  let dashboard: Child | null = null;
  try {
    await stack.seedFile(
      boards.map(({ name }) => {
        return { name, url: `${feedsUrl}/${name}`, intervalMinutes: intervalMinutes(name) };
      }),
    );
    const crew = new Crew(stack);
    for (const role of roles) {
      await crew.start(steady(role), role);
      await crew.start(role, role);
    }
    const apiUrl = () => crew.url(chance.pick(['api', steady('api')]));
    const dashboardPort = await getPort();
    if (existsSync(join(root, 'dashboard/.next/BUILD_ID'))) {
      dashboard = await startChild({
        name: 'dashboard',
        command: process.execPath,
        args: dashboardArgs('127.0.0.1', dashboardPort),
        env: { ...process.env, API_URL: crew.url(steady('api')), NODE_ENV: 'production' },
        cwd: root,
        logFile: join(stack.folder, 'dashboard.log'),
      });
    } else say('the dashboard is not built (npm run build): it is left out');

    const judge = createJudge({ stack, server, boards }, differ);
    const follower = new ChangesFollower();
    const users = useFeedflow({
      apiUrl,
      dashboardUrl: dashboard && `http://127.0.0.1:${dashboardPort}`,
      sources: boards.map(({ name }) => name),
      chance,
      signal: stop.signal,
    });

    const series = new Map<string, Series>();
    const add = (name: string, unit: string, value: number) => {
      const one = series.get(name) ?? { name, unit, points: [] };
      one.points.push({ atMs: performance.now(), value });
      series.set(name, one);
    };
    async function measure(): Promise<void> {
      const measured: [string, Child][] = crew.names.map((name) => [name, crew.named(name)]);
      if (dashboard) measured.push(['dashboard', dashboard]);
      for (const [name, { pid, logFile }] of measured) {
        add(`${name}: memory`, 'MB', await residentMb(pid));
        add(`${name}: open files`, '', (await readdir(`/proc/${pid}/fd`)).length);
        if (logFile) add(`${name}: log`, 'KB', (await stat(logFile)).size / 1_024);
      }
      const info = await stack.redis.info('memory');
      add('Redis: memory', 'MB', Number(/used_memory:(\d+)/.exec(info)?.[1]) / 1_048_576);
      add('Redis: keys', '', await stack.redis.dbsize());
      for (const { name } of await stack.db.listCollections({}, { nameOnly: true }).toArray())
        add(`${name}: documents`, '', await stack.db.collection(name).estimatedDocumentCount());
    }
    const disturbed: Record<string, number> = {};
    let lastDisturbedMs = Number.NEGATIVE_INFINITY;
    let latestMs = 0;
    const endMs = performance.now() + minutes * 60_000;
    const repeat = async (everyMs: number, act: () => Promise<unknown>) => {
      while (performance.now() < endMs) {
        // MongoDB, Redis or a process may be down.
        await act().catch(() => undefined);
        await sleep(everyMs);
      }
    };
    const disturb = async () => {
      if (calm) return;
      const all = disturbances({ stack, crew, chance }, { previousRoot: previous });
      while (performance.now() < endMs - 30_000) {
        await sleep(chance.whole(...CALM_MS));
        const one = chance.pick(all);
        lastDisturbedMs = Number.POSITIVE_INFINITY;
        await one.happen();
        lastDisturbedMs = performance.now();
        disturbed[one.name] = (disturbed[one.name] ?? 0) + 1;
      }
    };
    await Promise.all([
      disturb(),
      repeat(MEASURE_EVERY_MS, measure),
      repeat(JUDGE_EVERY_MS, async () => {
        await judge.judgeRuns();
        await judge.judgeStuck();
        await judge.judgeJobs(Array.from({ length: JOBS_PER_LOOK }, () => chance.pick(boards).name));
        if (performance.now() - lastDisturbedMs < 60_000) return;
        const lateMs = await judge.lateness((name) => intervalMinutes(name) * 60_000);
        if (lateMs > MAX_LATENESS_MS && latestMs <= MAX_LATENESS_MS)
          differ(`a source is ${Math.round(lateMs / 1_000)} s late`);
        latestMs = Math.max(latestMs, lateMs);
      }),
      repeat(1_000, () => follower.read(apiUrl())),
      repeat(5_000, () => confirmRemovals(apiUrl(), judge.held, differ)),
      repeat(REPORT_EVERY_MS, async () => {
        const { runs, exact, jobLists } = judge.counts;
        const statuses = [...judge.statuses].map(([status, count]) => `${count} ${status}`).join(', ');
        say(
          `${elapsed()}: ${runs} runs (${statuses}), ${exact} compared exactly, ${jobLists} lists of jobs; ${Object.values(disturbed).reduce((sum, n) => sum + n, 0)} disturbances, ${differences.length} differences`,
        );
      }),
    ]);

    say('Waiting until all runs have ended');
    stop.abort();
    server.calm();
    await users.ended;
    // The scheduler still rescues runs whose steps were lost.
    await stack.db.collection('sources').updateMany({}, { $set: { enabled: false } });
    await waitFor('all runs to end', DRAIN_MS, async () => {
      return (await stack.db.collection('import_logs').countDocuments({ status: 'running' })) === 0;
    }).catch((error: unknown) => differ(String(error)));
    await judge.judgeRuns();
    await judge.judgeJobs(boards.map(({ name }) => name));
    while (!(await follower.read(apiUrl())));
    const open = await stack.db.collection('jobs').distinct('dedupeKey', { status: 'open' });
    const unknown = open.filter((key) => !follower.open.has(key)).length;
    if (unknown > 0 || follower.open.size !== open.length)
      differ(`/api/changes leads to ${follower.open.size} open jobs, MongoDB has ${open.length}`);
    await expectNoLeftovers(stack).catch((error: unknown) => differ(String(error)));

    say('');
    say(growthTable([...series.values()], judge.counts.runs));
    say('');
    say(`Disturbances: ${JSON.stringify(disturbed)}`);
    say(`Users: ${JSON.stringify(users.counts)}; requests for feeds: ${server.requests}`);
    say(`Runs: ${JSON.stringify({ ...judge.counts, ...Object.fromEntries(judge.statuses) })}`);
    say(`Latest start of a source, one minute after disturbances: ${Math.round(latestMs / 1_000)} s late`);
    const { readDifferently } = judge.counts;
    if (readDifferently > sources * MAX_READ_DIFFERENTLY)
      differ(`${readDifferently} runs read their feed differently`);
    if (users.counts.serverErrors > 0) differ(`${users.counts.serverErrors} responses with status 500`);
    say(differences.length === 0 ? 'No differences.' : `${differences.length} differences:`);
    for (const text of differences) say(`- ${text}`);
    return differences.length === 0 ? 0 : 1;
  } finally {
    stop.abort();
    await dashboard?.stop(5_000);
    await stack.close();
    await server.close();
  }
}

/** Of each series, what it was and is, and how much it grew per hour and per run. */
function growthTable(all: Series[], runs: number): string {
  const rows = all
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, unit, points }) => {
      const growth = growthOf(points);
      if (!growth) return [];
      const first = points[0]?.atMs ?? 0;
      const hours = ((points.at(-1)?.atMs ?? 0) - first) / 3_600_000;
      const runsPerHour = runs / hours;
      const values = [growth.first, growth.middle, growth.last, growth.perHour, growth.perHour / runsPerHour];
      return [[unit ? `${name}, ${unit}` : name, ...values.map((value) => cell(value))]];
    });
  return table(
    ['', 'at the beginning', 'in the middle', 'at the end', 'growth per hour', 'growth per run'],
    rows,
  );
}
