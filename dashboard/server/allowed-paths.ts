import { type Contract, contract } from '@feedflow/shared/api/contract';
import { type OperationName, operationNames, type ParamName, paths } from '@feedflow/shared/api/paths';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import type { z } from 'zod';
import { browserPath } from '../lib/api/browser-path.ts';

type BrowserOperation = {
  [Name in OperationName]: Contract[Name] extends { audience: 'browser' } ? Name : never;
}[OperationName];

/** A source's name as encodeURIComponent writes it: up to 100 characters of up to four bytes each. */
const ENCODED_NAME = "(?:[A-Za-z0-9_.~!'()*-]|%[0-9A-F]{2}){1,1200}";

/** What the parameters of a path look like, undecoded. */
const PATTERNS: Record<ParamName<BrowserOperation>, string> = {
  runId: '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}',
  name: ENCODED_NAME,
  /** The id of an attention item, which may contain the name of a source. */
  item: ENCODED_NAME,
  batchIndex: '\\d{1,8}',
  position: '\\d{1,9}',
  dedupeKey: '[0-9a-f]{40}',
  /** The ending of an export. */
  format: '[a-z]{2,10}',
};

const READ_TIMEOUT_MS = 15_000;
/** Until the last line is through. */
const EXPORT_TIMEOUT_MS = 300_000;
const TIMEOUTS_MS: Partial<Record<OperationName, number>> = {
  // A worker has to fetch and read a feed meanwhile; the API gives up a little earlier and says why.
  previewFeed: 65_000,
  // They may change all jobs of the source.
  removeSource: 65_000,
  renameSource: 65_000,
  exportRuns: EXPORT_TIMEOUT_MS,
  exportJobs: EXPORT_TIMEOUT_MS,
  exportFailures: EXPORT_TIMEOUT_MS,
};

interface Allowed {
  method: string;
  pattern: RegExp;
  name: OperationName;
  route: RouteContract;
}

/** Streams are piped by `forward-stream`. */
const ALLOWED: readonly Allowed[] = operationNames
  .map((name) => ({ name, route: contract[name] as RouteContract }))
  .filter(({ route }) => route.audience === 'browser' && route.mediaType !== 'text/event-stream')
  .map(({ name, route }) => {
    const [method, path] = paths[name];
    return { method, pattern: patternOf(path), name, route };
  });

function patternOf(path: string): RegExp {
  const literal = browserPath(path).replaceAll('.', '\\.');
  return new RegExp(`^${literal.replace(/:(\w+)/g, (_, param: keyof typeof PATTERNS) => PATTERNS[param])}$`);
}

/** Where the API has it, how long it may take to respond, and what it has to respond where that is known. */
export interface ApiTarget {
  path: string;
  timeoutMs: number;
  /** What the response has to be. Without one it is passed on as it comes, which is how exports stream. */
  response: z.ZodType | null;
  /** Statuses of responses that report no failed request, though they are not 2xx: the browser gets a 200. */
  otherStatuses: number[];
}

/**
 * The API's path for a request to the dashboard, or null where the dashboard does not pass it on. `pathname`
 * is taken undecoded, and what would decode to a slash or to another folder never matches.
 */
export function apiTargetFor(method: string, pathname: string): ApiTarget | null {
  if (/%2f|%5c|\/(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname)) return null;
  const allowed = ALLOWED.find((entry) => entry.method === method && entry.pattern.test(pathname));
  if (!allowed) return null;
  const { name, route } = allowed;
  const [, path] = paths[name];
  return {
    path: path === browserPath(path) ? pathname : path,
    timeoutMs: TIMEOUTS_MS[name] ?? READ_TIMEOUT_MS,
    response: route.response ?? null,
    otherStatuses: Object.keys(route.otherResponses ?? {}).map(Number),
  };
}
