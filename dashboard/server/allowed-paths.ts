const RUN_ID = '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}';
/** A source's name as encodeURIComponent writes it: up to 100 characters of up to four bytes each. */
const SOURCE_NAME = '(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2}){1,1200}';

const READ_TIMEOUT_MS = 15_000;
/** A worker has to fetch and read a feed meanwhile; the API gives up a little earlier and says why. */
const PREVIEW_TIMEOUT_MS = 65_000;

interface Allowed {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: RegExp;
  target?: string;
  timeoutMs?: number;
}

const ALLOWED: readonly Allowed[] = [
  { method: 'GET', path: /^\/api\/health$/, target: '/health' },
  { method: 'GET', path: /^\/api\/sources$/ },
  { method: 'POST', path: /^\/api\/sources$/ },
  { method: 'POST', path: /^\/api\/sources\/preview$/, timeoutMs: PREVIEW_TIMEOUT_MS },
  { method: 'PATCH', path: new RegExp(`^/api/sources/${SOURCE_NAME}$`) },
  { method: 'DELETE', path: new RegExp(`^/api/sources/${SOURCE_NAME}$`) },
  { method: 'POST', path: new RegExp(`^/api/sources/${SOURCE_NAME}/(?:enable|disable)$`) },
  { method: 'POST', path: /^\/api\/import\/run$/ },
  { method: 'GET', path: /^\/api\/import-logs$/ },
  { method: 'GET', path: new RegExp(`^/api/import-logs/${RUN_ID}$`) },
  { method: 'GET', path: new RegExp(`^/api/import-logs/${RUN_ID}/batches$`) },
  { method: 'POST', path: new RegExp(`^/api/import-logs/${RUN_ID}/(?:rerun|cancel)$`) },
];

/** Where the API has it, and how long it may take to answer. */
export interface ApiTarget {
  path: string;
  timeoutMs: number;
}

/**
 * The API's path for a request to the dashboard, or null where the dashboard does not pass it on. `pathname`
 * is taken undecoded, and what would decode to a slash or to another folder never matches.
 */
export function apiTargetFor(method: string, pathname: string): ApiTarget | null {
  if (/%2f|%5c|\/(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname)) return null;
  const allowed = ALLOWED.find((entry) => entry.method === method && entry.path.test(pathname));
  if (!allowed) return null;
  return { path: allowed.target ?? pathname, timeoutMs: allowed.timeoutMs ?? READ_TIMEOUT_MS };
}
