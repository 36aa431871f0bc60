import { join } from 'node:path';
import { runToEnd } from '../processes/run-to-end.ts';
import { runSession, type Session } from '../processes/session.ts';
import { bringUp } from '../start/bring-up.ts';
import { urlOf } from '../start/settings.ts';

await runSession(dev);

/** All processes with reload on every change, their output side by side, on the same services as `npm start`. */
async function dev(session: Session): Promise<number> {
  const { root, settings, env } = await bringUp(
    session,
    join(import.meta.dirname, '../../..'),
    'npm run dev',
  );
  const apiUrl = urlOf(settings.apiHost, settings.apiPort);
  session.report(
    `Dashboard ${urlOf(settings.dashboardHost, settings.dashboardPort)}, API ${apiUrl}, Ctrl-C to stop`,
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
      // Turborepo gives all of them one environment, and they cannot share a port.
      HEALTH_PORT: '0',
      METRICS_PORT: '0',
      NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} --import=${noUpdateCheck}`.trim(),
    },
  });
  return exit.code ?? 1;
}
