import { join } from 'node:path';
import { onlyHelp } from '../processes/only-help.ts';
import { runToEnd } from '../processes/run-to-end.ts';
import { runSession, type Session } from '../processes/session.ts';
import { bringUp } from '../start/bring-up.ts';
import { urlOf } from '../start/settings.ts';

const HELP = `Runs Feedflow as npm start does, and restarts each process when its code changes.

Usage: npm run dev
`;

onlyHelp(HELP);
await runSession(dev);

/** Runs all processes with reload on every change and merged output, on the same services as `npm start`. */
async function dev(session: Session): Promise<number> {
  const { root, settings, env } = await bringUp(
    session,
    join(import.meta.dirname, '../../..'),
    'npm run dev',
  );
  const apiUrl = urlOf(settings.apiHost, settings.apiPort);
  session.report(
    `Dashboard ${urlOf(settings.dashboardHost, settings.dashboardPort)}, API ${apiUrl}, press Ctrl-C to stop`,
  );
  const noUpdateCheck = new URL('./no-next-update-check.mjs', import.meta.url).href;
  const exit = await runToEnd(session, {
    name: 'turbo',
    command: 'turbo',
    args: ['run', 'dev', 'dev:scheduler', 'dev:worker'],
    cwd: root,
    env: {
      ...env,
      API_URL: apiUrl,
      // Turborepo passes one environment to all of them, and they cannot share a port.
      HEALTH_PORT: '0',
      METRICS_PORT: '0',
      NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --import=${noUpdateCheck}`.trim(),
    },
  });
  return exit.code ?? 1;
}
