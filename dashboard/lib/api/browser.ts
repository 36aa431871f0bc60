import { createApiClient } from '@feedflow/shared/api/client';
import { createClock } from '../clock.ts';
import { browserPath } from './browser-path.ts';
import { createCommands } from './commands.ts';
import { createQueries } from './queries.ts';
import { createRead } from './read.ts';
import { createSessionEnd } from './session-end.ts';

const READ_TIMEOUT_MS = 15_000;

/** The tab's clock, kept right by every response. */
export const clock = createClock();

export const sessionEnd = createSessionEnd();

/** Sends requests to the dashboard's own server, which passes them on to the API. */
const browserRead = createRead({
  baseUrl: '',
  timeoutMs: READ_TIMEOUT_MS,
  onServerDate: clock.observe,
  onRefusal: sessionEnd.report,
});

const api = createApiClient((request) => browserRead({ ...request, path: browserPath(request.path) }));

export const queries = createQueries(api);

export const commands = createCommands(api, browserRead);
