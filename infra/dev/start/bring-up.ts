import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { acquireLock } from '../processes/pid-file.ts';
import type { Session } from '../processes/session.ts';
import { persistentServices } from '../services/services.ts';
import { sampleFeedsFile } from './feeds.ts';
import { type LaunchContext, planSampleFeeds } from './plan.ts';
import { type RequiredPort, refuseTakenPorts } from './ports.ts';
import { runGroup } from './run-group.ts';
import { type LauncherSettings, readLauncherSettings } from './settings.ts';
import { sidePorts } from './side-ports.ts';

/**
 * Brings up what the processes need: MongoDB, Redis and, if FEEDS_FILE is not set, the sample feeds.
 *
 * @param what the command, for the message to a second one
 * @throws FeedflowError whose message explains what to do
 */
export async function bringUp(session: Session, root: string, what: string): Promise<LaunchContext> {
  const stateFolder = join(root, '.feedflow');
  if (existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const settings = readLauncherSettings(process.env);
  session.closers.add('lock', await acquireLock(join(stateFolder, 'run', 'launcher.json'), what));
  await refuseTakenPorts(requiredPorts(settings));

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
  const context = { root, stateFolder, settings, env };
  return settings.feedsFile ? context : withSampleFeeds(session, context);
}

async function withSampleFeeds(session: Session, context: LaunchContext): Promise<LaunchContext> {
  await runGroup(session, [planSampleFeeds(context)]);
  const feedsFile = await sampleFeedsFile(
    context.root,
    context.stateFolder,
    context.settings.sampleFeedsPort,
  );
  // The sample feeds are on loopback, which workers refuse by default.
  return { ...context, env: { ...context.env, FEEDS_FILE: feedsFile, FETCH_ALLOW_PRIVATE_HOSTS: 'true' } };
}

function requiredPorts(settings: LauncherSettings): RequiredPort[] {
  const { apiHost, apiPort, dashboardHost, dashboardPort, sampleFeedsPort, feedsFile } = settings;
  return [
    { setting: 'API_PORT', host: apiHost, port: apiPort },
    { setting: 'DASHBOARD_PORT', host: dashboardHost, port: dashboardPort },
    ...(feedsFile ? [] : [{ setting: 'SAMPLE_FEEDS_PORT', host: '127.0.0.1', port: sampleFeedsPort }]),
    ...sidePorts(settings),
  ];
}
