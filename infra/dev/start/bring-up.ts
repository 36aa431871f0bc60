import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claim } from '../processes/pid-file.ts';
import type { Session } from '../processes/session.ts';
import { persistentServices } from '../services/services.ts';
import { sampleFeedsFile } from './feeds.ts';
import { type Ground, planSampleFeeds } from './plan.ts';
import { refuseTakenPorts, type WantedPort } from './ports.ts';
import { runGroup } from './run-group.ts';
import { type LauncherSettings, readLauncherSettings } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/**
 * Brings up what the processes stand on: MongoDB, Redis and, where no FEEDS_FILE is given, the sample feeds.
 *
 * @param what the command, for the message to a second one
 * @throws FeedflowError with what to do
 */
export async function bringUp(session: Session, root: string, what: string): Promise<Ground> {
  const stateFolder = join(root, '.feedflow');
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const settings = readLauncherSettings(process.env);
  session.closers.add('claim', await claim(join(stateFolder, 'run', 'launcher.json'), what));
  await refuseTakenPorts(wantedPorts(settings));

  session.report('Starting MongoDB and Redis');
  const services = await persistentServices(
    {
      stateFolder,
      env: process.env,
      report: session.report,
      onUnexpectedExit: session.fail,
      signal: session.signal,
    },
    what,
  );
  session.closers.add('services', services.close);
  const env = { ...process.env, MONGODB_URI: services.mongoUri, REDIS_URL: services.redisUrl };
  const ground = { root, stateFolder, settings, env };
  return settings.feedsFile ? ground : withSampleFeeds(session, ground);
}

async function withSampleFeeds(session: Session, ground: Ground): Promise<Ground> {
  await runGroup(session, [planSampleFeeds(ground)]);
  const feedsFile = await sampleFeedsFile(ground.root, ground.stateFolder, ground.settings.sampleFeedsPort);
  // The sample feeds are on loopback, where feeds are not read from otherwise.
  return { ...ground, env: { ...ground.env, FEEDS_FILE: feedsFile, FETCH_ALLOW_PRIVATE_HOSTS: 'true' } };
}

function wantedPorts(settings: LauncherSettings): WantedPort[] {
  const { apiHost, apiPort, dashboardHost, dashboardPort, sampleFeedsPort, feedsFile } = settings;
  return [
    { setting: 'API_PORT', host: apiHost, port: apiPort },
    { setting: 'DASHBOARD_PORT', host: dashboardHost, port: dashboardPort },
    ...(feedsFile ? [] : [{ setting: 'SAMPLE_FEEDS_PORT', host: '127.0.0.1', port: sampleFeedsPort }]),
    ...sidePorts(settings),
  ];
}
