import { join } from 'node:path';
import { onlyHelp } from '../processes/only-help.ts';
import { runSession, type Session, untilStopped } from '../processes/session.ts';
import { bringUp } from './bring-up.ts';
import { buildDashboard } from './build-dashboard.ts';
import { importNewSources } from './import-new-sources.ts';
import { planProcesses } from './plan.ts';
import { refusedEntries } from './refused-entries.ts';
import { runGroup } from './run-group.ts';
import { type LauncherSettings, urlOf } from './settings.ts';
import { type SidePort, sidePorts } from './side-ports.ts';

const HELP = `Runs Feedflow on this machine: MongoDB, Redis, scheduler, worker, API and dashboard.

Usage: npm start

Settings come from the environment, or from a file .env in this folder (see .env.example). Often used:
  FEEDS_FILE                    import these feeds; without it, the sample feeds are served and imported
  MONGODB_URI, REDIS_URL        use these servers; without them, both are started
  API_PORT, DASHBOARD_PORT      4000 and 3000

Data, logs and fetched programs are in .feedflow/. Ctrl-C stops everything.
`;

onlyHelp(HELP);
await runSession(start);

async function start(session: Session): Promise<number> {
  const context = await bringUp(session, join(import.meta.dirname, '../../..'), 'npm start');
  await buildDashboard(session, context);
  session.report('Starting scheduler, worker, API and dashboard');
  const groups = planProcesses(context);
  for (const group of groups) await runGroup(session, group);
  const { settings } = context;
  const apiUrl = urlOf(settings.apiHost, settings.apiPort);
  const unserved = settings.feedsFile ? `${sampleFeedsUrl(settings)}/` : null;
  const imported = await importNewSources(apiUrl, settings.apiToken, session.signal, unserved);
  session.report(summary(settings, imported));
  const log = groups.flat().find(({ name }) => name === 'scheduler')?.logFile;
  for (const reason of log === undefined ? [] : await refusedEntries(log, session.signal))
    session.report(`An entry of FEEDS_FILE is not applied: ${reason}`);
  return untilStopped(session);
}

function summary(settings: LauncherSettings, imported: string): string {
  const samples = `sample feeds at ${sampleFeedsUrl(settings)} (set FEEDS_FILE for your own)`;
  return [
    '',
    `${imported}. Feedflow runs:`,
    `  Dashboard  ${urlOf(settings.dashboardHost, settings.dashboardPort)}`,
    `  API        ${urlOf(settings.apiHost, settings.apiPort)}`,
    `  Feeds      ${settings.feedsFile ?? samples}`,
    ...sideLine(settings, 'METRICS_PORT', 'Metrics', '/metrics'),
    ...sideLine(settings, 'HEALTH_PORT', 'Health', '/health/ready'),
    '  Data       .feedflow/data',
    '  Logs       .feedflow/logs/NAME.log',
    '  Stop       Ctrl-C',
  ].join('\n');
}

function sampleFeedsUrl({ sampleFeedsPort }: LauncherSettings): string {
  return `http://127.0.0.1:${sampleFeedsPort}`;
}

function sideLine(
  settings: LauncherSettings,
  setting: SidePort['setting'],
  title: string,
  path: string,
): string[] {
  const urls = sidePorts(settings)
    .filter((one) => one.setting === setting)
    .map(({ process, host, port }) => `${process} ${urlOf(host, port)}${path}`);
  return urls.length === 0 ? [] : [`  ${title.padEnd(9)}  ${urls.join(', ')}`];
}
