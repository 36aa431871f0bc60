import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceConfig } from '@feedflow/shared/model/source';
import { Closers } from '@feedflow/shared/process/closers';
import getPort from 'get-port';
import { startChild } from '../../dev/processes/child.ts';
import {
  apiArgs,
  dashboardArgs,
  schedulerArgs,
  workerArgs,
  workerEnv,
} from '../../dev/processes/process-args.ts';
import { waitUntilResponds } from '../../dev/processes/ready.ts';
import { createSampleFeeds, type SampleFeeds } from '../sample-feeds/server.ts';
import { createSandbox } from './sandbox.ts';

const root = join(import.meta.dirname, '../../..');
const READY_WITHIN_MS = 60_000;

/** All processes of Feedflow as a user would start them, on services, ports and feeds of their own. */
export interface TestStack {
  apiUrl: string;
  dashboardUrl: string;
  /** The URLs of all dashboards; the first one is `dashboardUrl`. */
  dashboardUrls: string[];
  feeds: SampleFeeds;
  /** Stops everything and deletes its data. Safe to call twice. */
  close(): Promise<void>;
}

export interface TestStackOptions {
  /** The sources to import, at the URL of the sample feeds. */
  sources(feedsUrl: string, feeds: SampleFeeds): Partial<SourceConfig>[];
  /** Further settings for every process. */
  env?: Record<string, string>;
  /** Settings of the dashboard only. */
  dashboardEnv?: Record<string, string>;
  /** How many dashboards there are, of which 0 needs no build. @default 1 */
  dashboards?: number;
}

/**
 * Starts scheduler, worker, API and the built dashboard.
 *
 * @throws Error if a dashboard is wanted and not built
 */
export async function startTestStack(options: TestStackOptions): Promise<TestStack> {
  const build = join(root, 'dashboard', '.next', 'BUILD_ID');
  if (options.dashboards !== 0 && !existsSync(build))
    throw new Error('the dashboard is not built: run npm run build, or all tests by npm test');
  const closers = new Closers();
  try {
    return { ...(await startAll(options, closers)), close: async () => void (await closers.close()) };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

async function startAll(options: TestStackOptions, closers: Closers) {
  const folder = await mkdtemp(join(tmpdir(), 'feedflow-stack-'));
  closers.add('folder', () => rm(folder, { recursive: true, force: true }));
  const sandbox = await createSandbox();
  closers.add('sandbox', () => sandbox.close());
  const feeds = createSampleFeeds();
  const { url } = await feeds.start();
  closers.add('sample feeds', () => feeds.close());
  const feedsFile = join(folder, 'feeds.json');
  await writeFile(feedsFile, JSON.stringify(options.sources(url, feeds)));

  const apiPort = await getPort();
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  const env = {
    ...process.env,
    ...sandbox.env,
    FEEDS_FILE: feedsFile,
    FETCH_ALLOW_PRIVATE_HOSTS: 'true',
    API_PORT: String(apiPort),
    API_URL: apiUrl,
    NEXT_TELEMETRY_DISABLED: '1',
    NODE_ENV: 'production' as const,
    ...options.env,
  };
  const start = async (name: string, args: readonly string[], cwd = root, own = {}) => {
    const logFile = join(folder, `${name}.log`);
    const command = process.execPath;
    const child = await startChild({ name, command, args, env: { ...env, ...own }, cwd, logFile });
    closers.add(name, () => child.stop(5_000));
    return child;
  };
  const startDashboard = async (name: string) => {
    const port = await getPort();
    const args = dashboardArgs('127.0.0.1', port);
    const child = await start(name, args, root, options.dashboardEnv);
    return { url: `http://127.0.0.1:${port}`, child };
  };
  await start('worker', workerArgs, root, workerEnv);
  await start('scheduler', schedulerArgs);
  const api = await start('api', apiArgs);
  const names = Array.from({ length: options.dashboards ?? 1 }, (_, n) => `dashboard-${n + 1}`);
  const dashboards = await Promise.all(names.map(startDashboard));
  const dashboardUrls = dashboards.map((dashboard) => dashboard.url);
  const [dashboardUrl = ''] = dashboardUrls;
  const readiness = { timeoutMs: READY_WITHIN_MS, signal: AbortSignal.timeout(2 * READY_WITHIN_MS) };
  await waitUntilResponds(`${apiUrl}/health`, api, readiness);
  for (const { url: own, child } of dashboards) await waitUntilResponds(`${own}/`, child, readiness);
  await waitForSources(apiUrl, options.sources(url, feeds).length, options.env?.['API_TOKEN']);
  return { apiUrl, dashboardUrl, dashboardUrls, feeds };
}

/** Waits until the scheduler has stored the sources. */
async function waitForSources(apiUrl: string, count: number, token?: string): Promise<void> {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
  for (const until = Date.now() + READY_WITHIN_MS; Date.now() < until; ) {
    const { items } = (await (await fetch(`${apiUrl}/api/sources`, { headers })).json()) as {
      items: unknown[];
    };
    if (items.length >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the scheduler did not store the sources');
}
