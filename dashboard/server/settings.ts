import { FeedflowError } from '@feedflow/shared/errors';
import { isLoopback } from '@feedflow/shared/network/loopback';
import { parseEnv } from '@feedflow/shared/process/env';
import { pickSettings, settingsOf } from '@feedflow/shared/settings';
import { z } from 'zod';

/** The API checks its token; the dashboard only sends it. */
const settingsSchema = pickSettings(...settingsOf.dashboard).extend({ API_TOKEN: z.string().optional() });

/** How the API is reached. */
export interface ApiAddress {
  apiUrl: string;
  apiToken: string | null;
}

/** How people log in. */
export interface LoginSettings {
  password: string;
  readPassword: string | null;
  sessionHours: number;
  sessionSecret: string | null;
}

export interface Settings extends ApiAddress {
  /** Null where nobody is asked for a password. */
  login: LoginSettings | null;
  /** Whether the dashboard may be reached by other names than this machine's without a password. */
  open: boolean;
  /** Whether X-Forwarded-For says who the client is. */
  trustProxy: boolean;
}

/**
 * The dashboard's settings out of an environment, read anew at every call so that one build serves every
 * environment.
 *
 * @throws FeedflowError 'settings-invalid' that names every wrong setting, what it got (never for a secret)
 * and what it needs
 */
export function readSettings(env: Record<string, string | undefined> = process.env): Settings {
  const read = parseEnv(settingsSchema, env);
  const settings = {
    apiUrl: read.API_URL.replace(/\/+$/, ''),
    apiToken: read.API_TOKEN ?? null,
    login: loginOf(read),
    open: read.DASHBOARD_OPEN,
    trustProxy: read.DASHBOARD_TRUST_PROXY,
  };
  if (!settings.login && !settings.open && !isLoopback(read.DASHBOARD_HOST)) {
    throw new FeedflowError(
      'settings-invalid',
      `DASHBOARD_PASSWORD is not set and DASHBOARD_HOST is "${read.DASHBOARD_HOST}": without a password the dashboard listens on loopback only; set DASHBOARD_PASSWORD, or DASHBOARD_HOST to 127.0.0.1, or DASHBOARD_OPEN to true where something before it asks who comes`,
    );
  }
  return settings;
}

function loginOf(read: z.infer<typeof settingsSchema>): LoginSettings | null {
  const { DASHBOARD_PASSWORD, DASHBOARD_READ_PASSWORD } = read;
  if (DASHBOARD_READ_PASSWORD && (!DASHBOARD_PASSWORD || DASHBOARD_READ_PASSWORD === DASHBOARD_PASSWORD)) {
    throw new FeedflowError(
      'settings-invalid',
      'DASHBOARD_READ_PASSWORD is set without a DASHBOARD_PASSWORD that differs from it: whoever reads could do everything; set DASHBOARD_PASSWORD to another one',
    );
  }
  if (!DASHBOARD_PASSWORD) return null;
  return {
    password: DASHBOARD_PASSWORD,
    readPassword: DASHBOARD_READ_PASSWORD ?? null,
    sessionHours: read.DASHBOARD_SESSION_HOURS,
    sessionSecret: read.DASHBOARD_SESSION_SECRET ?? null,
  };
}
