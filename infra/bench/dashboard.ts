import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Closers } from '@feedflow/shared/process/closers';
import getPort from 'get-port';
import { chromium } from 'playwright-core';
import { startChild } from '../dev/processes/child.ts';
import { waitUntilResponds } from '../dev/processes/ready.ts';
import { whole } from './arguments.ts';
import { completedRun, growRun } from './dashboard/large-run.ts';
import { measurePage, type PageMeasure } from './dashboard/measure-page.ts';
import { measureTree, type TreeMeasure } from './dashboard/measure-tree.ts';
import { serveHistory } from './history/served-history.ts';
import { saveFigures } from './save-figures.ts';
import { table } from './table.ts';

const HELP = `Measures the dashboard's pages in Chromium over a long history, against throw-away services.

Usage: npm run bench:dashboard -- [options]

  --runs N      runs in the history (default 100000)
  --batches N   batches of the run whose tree is opened (default 10000)
  --help

Needs Chromium (CHROMIUM_PATH, default /usr/bin/chromium) and a built dashboard (npm run build). Exit status
1: a goal was missed. The figures go to .feedflow/bench/dashboard.json as well.
`;

/** Limits for the list of runs and the tree of a run; the figures of the other pages are for comparison. */
const GOALS = { firstLoadKb: 220, interactiveMs: 1_000, openedMs: 500, rows: 200 };
const root = join(import.meta.dirname, '../..');
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    batches: { type: 'string', default: '10000' },
    help: { type: 'boolean', default: false },
  },
});
const print = (line: string) => process.stdout.write(`${line}\n`);

if (values.help) print(HELP);
else await bench();

async function bench(): Promise<void> {
  const runs = whole('runs', values.runs);
  const batches = whole('batches', values.batches);
  if (!existsSync(join(root, 'dashboard', '.next', 'BUILD_ID')))
    fail('the dashboard is not built: npm run build');
  const closers = new Closers();
  try {
    const until = new Date();
    const size = {
      runs,
      batchesPerRun: 5,
      jobs: 10_000,
      descriptionLength: 260,
      sources: 100,
      days: 30,
      until,
    };
    const history = await serveHistory(size, print);
    closers.add('history', history.close);
    const runId = await completedRun(history);
    await growRun(history.db, runId, batches);
    const dashboardUrl = await serveDashboard(history.url, closers);
    const browser = await chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
    });
    closers.add('browser', () => browser.close());

    const pages: PageMeasure[] = [];
    for (const page of pagesOf(dashboardUrl, runId)) pages.push(await measurePage(browser, page));
    const tree = await measureTree(browser, `${dashboardUrl}/runs/${runId}`, batches);
    await report(runs, pages, tree);
  } finally {
    await closers.close();
  }
}

function pagesOf(url: string, runId: string) {
  return [
    { name: 'overview', url: `${url}/`, ready: 'main h1', rows: 'main tbody tr' },
    { name: 'runs', url: `${url}/runs`, ready: '[data-run]', rows: '[data-run]' },
    { name: 'run', url: `${url}/runs/${runId}`, ready: '[data-row]', rows: '[data-row]' },
    { name: 'sources', url: `${url}/sources`, ready: '[data-source]', rows: '[data-source]' },
    { name: 'jobs', url: `${url}/jobs`, ready: 'main tbody tr', rows: 'main tbody tr' },
    { name: 'system', url: `${url}/system`, ready: 'main h1', rows: '[data-audit]' },
  ];
}

/** Serves the built dashboard for the API of the history. @returns its URL */
async function serveDashboard(apiUrl: string, closers: Closers): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-bench-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const port = String(await getPort());
  const next = join(root, 'node_modules/next/dist/bin/next');
  const child = await startChild({
    name: 'dashboard',
    command: process.execPath,
    args: [next, 'start', '--hostname', '127.0.0.1', '--port', port],
    env: { ...process.env, NODE_ENV: 'production', API_URL: apiUrl, API_TOKEN: '', DASHBOARD_PASSWORD: '' },
    cwd: join(root, 'dashboard'),
    logFile: join(folder, 'dashboard.log'),
  });
  closers.add('dashboard', () => child.stop(5_000));
  const url = `http://127.0.0.1:${port}`;
  await waitUntilResponds(`${url}/`, child, { timeoutMs: 60_000, signal: AbortSignal.timeout(60_000) });
  return url;
}

async function report(runs: number, pages: PageMeasure[], tree: TreeMeasure): Promise<void> {
  print(`\n${runs} runs; first load and all JavaScript in kB, compressed`);
  const rows = pages.map((page) => [
    page.name,
    `${page.firstLoadKb} kB`,
    `${page.allKb} kB`,
    `${page.interactiveMs} ms`,
    String(page.rows),
  ]);
  print(table(['page', 'first load', 'all JS', 'interactive', 'rows'], rows));
  const { batches, openedMs, rowsAtTop, rowsAtEnd } = tree;
  print(
    `\nA run of ${batches} batches: shown ${openedMs} ms after its data; ${rowsAtTop} to ${rowsAtEnd} rows mounted`,
  );
  const list = pages.find(({ name }) => name === 'runs');
  const missed = [
    ...(list && list.firstLoadKb > GOALS.firstLoadKb ? ['first load of the list'] : []),
    ...(list && list.interactiveMs > GOALS.interactiveMs ? ['time to the list'] : []),
    ...(openedMs > GOALS.openedMs ? ['opening the tree'] : []),
    ...(Math.max(rowsAtTop, rowsAtEnd) > GOALS.rows ? ['rows mounted'] : []),
  ];
  if (missed.length > 0) {
    print(`Missed: ${missed.join(', ')}`);
    process.exitCode = 1;
  }
  await saveFigures('dashboard', { runs, pages, tree });
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
