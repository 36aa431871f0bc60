const RUN_ID = '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}';

const ALLOWED: readonly { method: 'GET' | 'POST'; path: RegExp; target?: string }[] = [
  { method: 'GET', path: /^\/api\/health$/, target: '/health' },
  { method: 'GET', path: /^\/api\/sources$/ },
  { method: 'POST', path: /^\/api\/import\/run$/ },
  { method: 'GET', path: /^\/api\/import-logs$/ },
  { method: 'GET', path: new RegExp(`^/api/import-logs/${RUN_ID}$`) },
  { method: 'GET', path: new RegExp(`^/api/import-logs/${RUN_ID}/batches$`) },
];

/**
 * The API's path for a request to the dashboard, or null where the dashboard does not pass it on. `pathname`
 * is taken undecoded, so that an encoded slash or dot never matches.
 */
export function apiPathFor(method: string, pathname: string): string | null {
  const allowed = ALLOWED.find((entry) => entry.method === method && entry.path.test(pathname));
  return allowed ? (allowed.target ?? pathname) : null;
}
