import { join } from 'node:path';
import type { ChildOptions } from '../processes/child.ts';
import { workerArgs, workerEnv } from '../processes/worker-args.ts';
import { type LauncherSettings, urlOf } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/** What all processes need to start. */
export interface Ground {
  root: string;
  /** Data, logs, fetched programs and pid files. */
  stateFolder: string;
  settings: LauncherSettings;
  /** The environment for every process: MONGODB_URI, REDIS_URL and FEEDS_FILE are in it. */
  env: NodeJS.ProcessEnv;
}

export interface PlannedProcess extends ChildOptions {
  /** Answers once the process is ready. */
  readyUrl?: string;
  /** SIGKILL follows SIGTERM after this long. */
  stopGraceMs: number;
}

/** The server of the sample feeds. */
export function planSampleFeeds(ground: Ground): PlannedProcess {
  const port = ground.settings.sampleFeedsPort;
  return {
    ...planNode(ground, 'sample-feeds', ['infra/testing/sample-feeds/main.ts'], 500),
    readyUrl: `http://127.0.0.1:${port}/`,
  };
}

/**
 * Feedflow's processes in groups, in the order of their start; they are stopped in the reverse order, so
 * that nothing new comes in while the worker finishes. All grace times together stay under 10 s.
 */
export function planProcesses(ground: Ground): PlannedProcess[][] {
  const { apiHost, apiPort, dashboardHost, dashboardPort } = ground.settings;
  const apiUrl = urlOf(apiHost, apiPort);
  const dashboard = planNode(
    ground,
    'dashboard',
    [
      join(ground.root, 'node_modules/next/dist/bin/next'),
      'start',
      '--hostname',
      dashboardHost,
      '--port',
      String(dashboardPort),
    ],
    2_500,
  );
  return [
    [planWorker(ground)],
    [
      planNode(ground, 'scheduler', ['pipeline/src/bin/scheduler.ts'], 2_500),
      { ...planNode(ground, 'api', ['api/src/bin/api.ts'], 2_500), readyUrl: `${apiUrl}/health` },
      {
        ...dashboard,
        cwd: join(ground.root, 'dashboard'),
        env: { ...dashboard.env, API_URL: apiUrl },
        readyUrl: `${urlOf(dashboardHost, dashboardPort)}/`,
      },
    ],
  ];
}

function planWorker(ground: Ground): PlannedProcess {
  const worker = planNode(ground, 'worker', workerArgs, 3_500);
  return { ...worker, env: { ...workerEnv, ...worker.env } };
}

function planNode(
  ground: Ground,
  name: string,
  args: readonly string[],
  stopGraceMs: number,
): PlannedProcess {
  return {
    name,
    command: process.execPath,
    args,
    cwd: ground.root,
    // Each gives up its work a little before it would be ended by force.
    env: { SHUTDOWN_TIMEOUT_MS: String(stopGraceMs - 400), ...ground.env, ...portsOf(ground, name) },
    logFile: join(ground.stateFolder, 'logs', `${name}.log`),
    stopGraceMs,
  };
}

function portsOf({ settings }: Ground, name: string): Record<string, string> {
  const own = sidePorts(settings).filter((one) => one.process === name);
  return Object.fromEntries(own.map(({ setting, port }) => [setting, String(port)]));
}
