import { randomUUID } from 'node:crypto';
import { createQueries, type Queries } from '../lib/api/queries.ts';
import { createRead } from '../lib/api/read.ts';
import { apiHeaders } from './forward.ts';
import { readSettings } from './settings.ts';

/** A page waits this long for its first data; a slower API is waited for in the browser, over a skeleton. */
const FIRST_DATA_TIMEOUT_MS = 2_000;

/** The same queries as in the browser, asked straight from the API: for what a page is rendered with. */
export function serverQueries(): Queries {
  const settings = readSettings();
  return createQueries(
    createRead({
      baseUrl: settings.apiUrl,
      headers: apiHeaders(settings, randomUUID()),
      timeoutMs: FIRST_DATA_TIMEOUT_MS,
    }),
  );
}
