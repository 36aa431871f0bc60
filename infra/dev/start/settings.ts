import { parseEnv } from '@feedflow/shared/process/env';
import { settings as shared } from '@feedflow/shared/settings';
import { z } from 'zod';

const portOr = (fallback: string) => {
  const error = 'must be a port, a whole number from 1 to 65535';
  return z
    .string()
    .regex(/^\d{1,5}$/, error)
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, error)
    .prefault(fallback);
};

/** The highest first port of three consecutive ones. */
const LAST_SIDE_PORT = 65_533;
const sidePort = shared.HEALTH_PORT.pipe(
  z
    .number()
    .max(
      LAST_SIDE_PORT,
      `must be 0 for none, or at most ${LAST_SIDE_PORT}: each further process has the next port`,
    ),
);

const launcherSettings = z.object({
  API_HOST: shared.API_HOST,
  API_PORT: portOr('4000'),
  API_TOKEN: shared.API_TOKEN,
  /** The dashboard holds the API's token, so only this machine reaches it by default. */
  DASHBOARD_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  DASHBOARD_PORT: portOr('3000'),
  SAMPLE_FEEDS_PORT: portOr('4100'),
  FEEDS_FILE: z.string().min(1).optional(),
  HEALTH_HOST: shared.HEALTH_HOST,
  HEALTH_PORT: sidePort,
  METRICS_HOST: shared.METRICS_HOST,
  METRICS_PORT: sidePort,
});

export interface LauncherSettings {
  apiHost: string;
  apiPort: number;
  apiToken: string | undefined;
  dashboardHost: string;
  dashboardPort: number;
  sampleFeedsPort: number;
  /** Undefined: the sample feeds are served and imported. */
  feedsFile: string | undefined;
  healthHost: string;
  /** The port of the first process; 0: none. */
  healthPort: number;
  metricsHost: string;
  /** The port of the first process; 0: none. */
  metricsPort: number;
}

/**
 * The settings of the launcher itself; each process checks the others.
 *
 * @throws FeedflowError 'settings-invalid'
 */
export function readLauncherSettings(env: NodeJS.ProcessEnv): LauncherSettings {
  const read = parseEnv(launcherSettings, env);
  return {
    apiHost: read.API_HOST,
    apiPort: read.API_PORT,
    apiToken: read.API_TOKEN,
    dashboardHost: read.DASHBOARD_HOST,
    dashboardPort: read.DASHBOARD_PORT,
    sampleFeedsPort: read.SAMPLE_FEEDS_PORT,
    feedsFile: read.FEEDS_FILE,
    healthHost: read.HEALTH_HOST,
    healthPort: read.HEALTH_PORT,
    metricsHost: read.METRICS_HOST,
    metricsPort: read.METRICS_PORT,
  };
}

/** The URL at which this machine reaches a server that listens on `host`. */
export function urlOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
