import { dropClaimedAddresses } from './client-address.ts';
import { readSettings } from './settings.ts';

/**
 * Checks the settings, warns about one that is left out, and ignores X-Forwarded-For where no proxy is trusted. A
 * wrong setting ends the process: Next itself would go on, and answer every request with an error.
 */
export function checkAtStartup(): void {
  try {
    const { login, trustProxy } = readSettings();
    if (!trustProxy) dropClaimedAddresses();
    if (login && !login.sessionSecret) say(WITHOUT_SECRET);
  } catch (error) {
    say(`The settings of the dashboard are wrong: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}

const WITHOUT_SECRET =
  'DASHBOARD_SESSION_SECRET is not set: users have to log in again when the dashboard restarts, and several dashboards do not share sessions. Set it to at least 32 characters, e.g. the output of: openssl rand -base64 32';

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
