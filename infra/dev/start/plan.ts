import { join } from 'node:path';
import type { ChildOptions } from '../processes/child.ts';
import {
  apiArgs,
  compileCacheFolder,
  dashboardArgs,
  schedulerArgs,
  workerArgs,
  workerEnv,
} from '../processes/process-args.ts';
import { type LauncherSettings, urlOf } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/** The context in which all processes start. */
export interface LaunchContext {
  root: string;
  /** Data, logs, fetched programs and pid files. */
  stateFolder: string;
  settings: LauncherSettings;
  /** The environment for every process: it includes MONGODB_URI, REDIS_URL and FEEDS_FILE. */
  env: NodeJS.ProcessEnv;
}

export interface PlannedProcess extends ChildOptions {
  /** Responds once the process is ready. */
  readyUrl?: string;
  /** SIGKILL follows SIGTERM after this long. */
  stopGraceMs: number;
}

/** The server of the sample feeds. */
export function planSampleFeeds(context: LaunchContext): PlannedProcess {
  const port = context.settings.sampleFeedsPort;
  return {
    ...planNode(context, 'sample-feeds', ['infra/testing/sample-feeds/main.ts'], 500),
    readyUrl: `http://127.0.0.1:${port}/`,
  };
}

/**
 * Feedflow's processes in groups, in the order of their start. They stop in the reverse order, so that no new
 * work arrives while the worker finishes. All grace times together stay under 10 s.
 */
export function planProcesses(context: LaunchContext): PlannedProcess[][] {
  const { apiHost, apiPort, dashboardHost, dashboardPort } = context.settings;
  const apiUrl = urlOf(apiHost, apiPort);
  const dashboard = planNode(context, 'dashboard', dashboardArgs(dashboardHost, dashboardPort), 2_500);
  return [
    [planWorker(context)],
    [
      planNode(context, 'scheduler', schedulerArgs, 2_500),
      { ...planNode(context, 'api', apiArgs, 2_500), readyUrl: `${apiUrl}/health` },
      {
        ...dashboard,
        env: { ...dashboard.env, API_URL: apiUrl },
        readyUrl: `${urlOf(dashboardHost, dashboardPort)}/`,
      },
    ],
  ];
}

function planWorker(context: LaunchContext): PlannedProcess {
  const worker = planNode(context, 'worker', workerArgs, 3_500);
  return { ...worker, env: { ...workerEnv, ...worker.env } };
}

function planNode(
  context: LaunchContext,
  name: string,
  args: readonly string[],
  stopGraceMs: number,
): PlannedProcess {
  return {
    name,
    command: process.execPath,
    args,
    cwd: context.root,
    env: {
      // Each abandons its work shortly before SIGKILL.
      SHUTDOWN_TIMEOUT_MS: String(stopGraceMs - 400),
      NODE_COMPILE_CACHE: join(context.stateFolder, compileCacheFolder),
      ...context.env,
      ...portsOf(context, name),
    },
    logFile: join(context.stateFolder, 'logs', `${name}.log`),
    stopGraceMs,
  };
}

function portsOf({ settings }: LaunchContext, name: string): Record<string, string> {
  const own = sidePorts(settings).filter((one) => one.process === name);
  return Object.fromEntries(own.map(({ setting, port }) => [setting, String(port)]));
}
