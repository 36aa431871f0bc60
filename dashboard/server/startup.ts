import { dropClaimedAddresses } from './client-address.ts';
import { readSettings } from './settings.ts';

/**
 * Checks the settings, warns about a missing session secret, and ignores X-Forwarded-For unless a proxy is trusted.
 * An invalid setting ends the process: Next itself would continue and fail every request.
 */
export function checkAtStartup(): void {
  try {
    const { login, trustProxy } = readSettings();
    if (!trustProxy) dropClaimedAddresses();
    if (login && !login.sessionSecret) writeLine(WITHOUT_SECRET);
  } catch (error) {
    writeLine(`The settings of the dashboard are wrong: ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
}

const WITHOUT_SECRET =
  'DASHBOARD_SESSION_SECRET is not set: users have to log in again when the dashboard restarts, and several dashboards do not share sessions. Set it to at least 32 characters, e.g. the output of: openssl rand -base64 32';

function writeLine(line: string): void {
  process.stderr.write(`${line}\n`);
}
