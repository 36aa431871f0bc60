import { z } from 'zod';

const httpUrl = z.url({
  protocol: /^https?$/,
  error: 'must be an http or https URL, e.g. http://127.0.0.1:4000',
});
const empty = (value: unknown) => (value === '' ? undefined : value);

const settingsSchema = z.object({
  /** Where the Feedflow API answers. */
  API_URL: z.preprocess(empty, httpUrl.default('http://127.0.0.1:4000')),
  /** Sent to the API as a bearer token. It never leaves the server. */
  API_TOKEN: z.preprocess(empty, z.string().optional()),
  DASHBOARD_PORT: z.preprocess(empty, z.coerce.number().int().min(0).max(65_535).default(3000)),
});

export interface Settings {
  apiUrl: string;
  apiToken: string | null;
  dashboardPort: number;
}

/**
 * The dashboard's settings out of an environment, read anew at every call so that one build serves every
 * environment. Throws an Error that names every wrong setting, what it got and what it needs; the token's
 * value is never part of a message.
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = settingsSchema.safeParse(env);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const got = name === 'API_TOKEN' ? '' : ` (got ${JSON.stringify(env[name])})`;
      return `${name}: ${issue.message}${got}`;
    });
    throw new Error(`The dashboard's settings are wrong. ${faults.join('; ')}`);
  }
  return {
    apiUrl: parsed.data.API_URL.replace(/\/+$/, ''),
    apiToken: parsed.data.API_TOKEN ?? null,
    dashboardPort: parsed.data.DASHBOARD_PORT,
  };
}
