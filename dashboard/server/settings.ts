import { FeedflowError } from '@feedflow/shared/errors';
import type { EffectiveSetting } from '@feedflow/shared/model/effective-settings';
import { isLoopback } from '@feedflow/shared/network/loopback';
import { effectiveSettings } from '@feedflow/shared/process/effective-settings';
import { parseEnv } from '@feedflow/shared/process/env';
import { pickSettings, settingsOf } from '@feedflow/shared/settings';
import { z } from 'zod';

/** The API checks its token; the dashboard only sends it. */
const settingsSchema = pickSettings(...settingsOf.dashboard).extend({ API_TOKEN: z.string().optional() });

/** The address and token of the API. */
export interface ApiAddress {
  apiUrl: string;
  apiToken: string | null;
}

/** The settings of the login. */
export interface LoginSettings {
  password: string;
  readPassword: string | null;
  sessionHours: number;
  sessionSecret: string | null;
}

export interface Settings extends ApiAddress {
  /** Null if the dashboard has no password. */
  login: LoginSettings | null;
  /** Whether the dashboard accepts any host name without a password. */
  open: boolean;
  /** Whether X-Forwarded-For has the client's address. */
  trustProxy: boolean;
}

/**
 * The dashboard's settings from an environment, read at every call so that one build serves every environment.
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
      `DASHBOARD_PASSWORD is not set and DASHBOARD_HOST is "${read.DASHBOARD_HOST}": without a password the dashboard listens on loopback only; set DASHBOARD_PASSWORD, or DASHBOARD_HOST to 127.0.0.1, or DASHBOARD_OPEN to true if a proxy in front of it authenticates users`,
    );
  }
  return settings;
}

/** The settings of this server, as users may see them. */
export function shownSettings(env: Record<string, string | undefined> = process.env): EffectiveSetting[] {
  return effectiveSettings(parseEnv(settingsSchema, env), settingsOf.dashboard);
}

function loginOf(read: z.infer<typeof settingsSchema>): LoginSettings | null {
  const { DASHBOARD_PASSWORD, DASHBOARD_READ_PASSWORD } = read;
  if (DASHBOARD_READ_PASSWORD && (!DASHBOARD_PASSWORD || DASHBOARD_READ_PASSWORD === DASHBOARD_PASSWORD)) {
    throw new FeedflowError(
      'settings-invalid',
      'DASHBOARD_READ_PASSWORD is set without a different DASHBOARD_PASSWORD: read-only users would have full access; set DASHBOARD_PASSWORD to another one',
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
