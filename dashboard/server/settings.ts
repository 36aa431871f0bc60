import { FeedflowError } from '@feedflow/shared/errors';
import { MAX_SESSION_HOURS } from '@feedflow/shared/network/dashboard-session';
import { isLoopback } from '@feedflow/shared/network/loopback';
import { parseEnv } from '@feedflow/shared/process/env';
import { z } from 'zod';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));
const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .default('false')
  .transform((value) => value === 'true');
const password = z.string().min(12, 'must have at least 12 characters').max(500);

const settingsSchema = z.object({
  /** The address of the Feedflow API. */
  API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL, e.g. http://127.0.0.1:4000' })
    .default('http://127.0.0.1:4000'),
  /** Sent to the API as a bearer token. It never leaves the server. */
  API_TOKEN: z.string().optional(),
  DASHBOARD_HOST: z.string().min(1).max(255).default('127.0.0.1'),
  DASHBOARD_PORT: wholeNumber(0, 65_535).prefault('3000'),
  /** The dashboard needs this password if it is set. */
  DASHBOARD_PASSWORD: password.optional(),
  /** A second password for read-only access. */
  DASHBOARD_READ_PASSWORD: password.optional(),
  /** How long a login lasts. */
  DASHBOARD_SESSION_HOURS: wholeNumber(1, MAX_SESSION_HOURS).prefault('12'),
  /** Signs the sessions; without it every process generates its own at start. */
  DASHBOARD_SESSION_SECRET: z.string().min(32, 'must have at least 32 characters').max(500).optional(),
  /** Allows access without a password, for dashboards behind a proxy that authenticates users. */
  DASHBOARD_OPEN: flag,
  /** Whether the dashboard is behind a proxy that sets X-Forwarded-For to the client's address. */
  DASHBOARD_TRUST_PROXY: flag,
});
const SECRETS = ['API_TOKEN', 'DASHBOARD_PASSWORD', 'DASHBOARD_READ_PASSWORD', 'DASHBOARD_SESSION_SECRET'];

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
  const read = parseEnv(settingsSchema, env, SECRETS);
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
