import { auditPage } from '@feedflow/shared/model/audit-entry';
import { batchDetails, importBatchPage } from '@feedflow/shared/model/batch';
import { batchMap } from '@feedflow/shared/model/batch-map';
import { failureReport } from '@feedflow/shared/model/failure-group';
import { feedPreview } from '@feedflow/shared/model/feed-preview';
import { jobDetails, jobPage } from '@feedflow/shared/model/job-view';
import { importLogPage, runDetails } from '@feedflow/shared/model/run';
import { runStats } from '@feedflow/shared/model/run-stats';
import { session } from '@feedflow/shared/model/session';
import { changedSource, sourceDetails } from '@feedflow/shared/model/source';
import type { z } from 'zod';
import {
  cancelRequested,
  health,
  importStarted,
  removalConfirmed,
  rerunStarted,
  sourceList,
} from '../lib/api/answers.ts';

const RUN_ID = '[A-Za-z0-9][A-Za-z0-9_.-]{0,99}';
/** A source's name as encodeURIComponent writes it: up to 100 characters of up to four bytes each. */
const SOURCE_NAME = '(?:[A-Za-z0-9_.~-]|%[0-9A-F]{2}){1,1200}';

const READ_TIMEOUT_MS = 15_000;
/** A worker has to fetch and read a feed meanwhile; the API gives up a little earlier and says why. */
const PREVIEW_TIMEOUT_MS = 65_000;
/** Until the last line is through. */
const EXPORT_TIMEOUT_MS = 300_000;

interface Allowed {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  path: RegExp;
  target?: string;
  timeoutMs?: number;
  /** What the answer has to be. Without one it is passed on as it comes, which is how exports stream. */
  answer?: z.ZodType;
  /** A status that tells of no failed request, though it is none of success: the browser is answered 200. */
  alsoFine?: number;
}

const run = (rest: string) => new RegExp(`^/api/import-logs/${RUN_ID}${rest}$`);
const source = (rest: string) => new RegExp(`^/api/sources/${SOURCE_NAME}${rest}$`);

const ALLOWED: readonly Allowed[] = [
  { method: 'GET', path: /^\/api\/health$/, target: '/health', answer: health, alsoFine: 503 },
  { method: 'GET', path: /^\/api\/session$/, answer: session },
  { method: 'GET', path: /^\/api\/audit$/, answer: auditPage },
  { method: 'GET', path: /^\/api\/sources$/, answer: sourceList },
  { method: 'POST', path: /^\/api\/sources$/, answer: sourceDetails },
  {
    method: 'POST',
    path: /^\/api\/sources\/preview$/,
    answer: feedPreview,
    timeoutMs: PREVIEW_TIMEOUT_MS,
  },
  { method: 'PATCH', path: source(''), answer: changedSource },
  { method: 'DELETE', path: source('') },
  { method: 'POST', path: source('/(?:enable|disable)'), answer: sourceDetails },
  { method: 'POST', path: /^\/api\/import\/run$/, answer: importStarted },
  { method: 'GET', path: /^\/api\/import-logs$/, answer: importLogPage },
  { method: 'GET', path: /^\/api\/import-logs\.csv$/, timeoutMs: EXPORT_TIMEOUT_MS },
  { method: 'GET', path: run(''), answer: runDetails },
  { method: 'GET', path: run('/batches'), answer: importBatchPage },
  { method: 'GET', path: run('/batches/\\d{1,8}'), answer: batchDetails },
  { method: 'GET', path: run('/batch-map'), answer: batchMap },
  { method: 'GET', path: run('/failures'), answer: failureReport },
  { method: 'GET', path: run('/failures\\.ndjson'), timeoutMs: EXPORT_TIMEOUT_MS },
  { method: 'GET', path: run('/records/\\d{1,9}/raw') },
  { method: 'GET', path: /^\/api\/stats\/runs$/, answer: runStats },
  { method: 'GET', path: /^\/api\/jobs$/, answer: jobPage },
  { method: 'GET', path: /^\/api\/jobs\/[0-9a-f]{40}$/, answer: jobDetails },
  { method: 'POST', path: run('/rerun'), answer: rerunStarted },
  { method: 'POST', path: run('/cancel'), answer: cancelRequested },
  { method: 'POST', path: run('/confirm-removal'), answer: removalConfirmed },
];

/** Where the API has it, how long it may take to answer, and what it has to answer where that is known. */
export interface ApiTarget {
  path: string;
  timeoutMs: number;
  answer: z.ZodType | null;
  alsoFine: number | null;
}

/**
 * The API's path for a request to the dashboard, or null where the dashboard does not pass it on. `pathname`
 * is taken undecoded, and what would decode to a slash or to another folder never matches.
 */
export function apiTargetFor(method: string, pathname: string): ApiTarget | null {
  if (/%2f|%5c|\/(?:\.|%2e){1,2}(?:\/|$)/i.test(pathname)) return null;
  const allowed = ALLOWED.find((entry) => entry.method === method && entry.path.test(pathname));
  if (!allowed) return null;
  return {
    path: allowed.target ?? pathname,
    timeoutMs: allowed.timeoutMs ?? READ_TIMEOUT_MS,
    answer: allowed.answer ?? null,
    alsoFine: allowed.alsoFine ?? null,
  };
}
