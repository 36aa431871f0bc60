import { createApiClient } from '@feedflow/shared/api/client';
import { createClock } from '../clock.ts';
import { createOutageWatch, type OutagePart } from '../live/outage.ts';
import { browserPath } from './browser-path.ts';
import { createCommands } from './commands.ts';
import { createQueries } from './queries.ts';
import { createRead, type Read } from './read.ts';
import { createSessionEnd } from './session-end.ts';
import type { Health } from './types.ts';

const READ_TIMEOUT_MS = 15_000;
/** Pinging the services takes two seconds at most. */
const CHECK_TIMEOUT_MS = 6_000;

/** The tab's clock, kept right by every response. */
export const clock = createClock();

export const sessionEnd = createSessionEnd();

const reading = {
  baseUrl: '',
  timeoutMs: READ_TIMEOUT_MS,
  onServerDate: clock.observe,
  onRefusal: sessionEnd.report,
  onSuccess: sessionEnd.resume,
};

/** Sends requests to the dashboard's own server, which passes them on to the API. */
const browserRead = createRead({ ...reading, onTrouble: () => outages.suspect() });

const clientOf = (read: Read) =>
  createApiClient((request) => read({ ...request, path: browserPath(request.path) }));
const api = clientOf(browserRead);

/** The outages of the API, MongoDB and Redis. */
export const outages = createOutageWatch({
  visible: () => document.visibilityState === 'visible',
  check: async () =>
    servicesOf(await clientOf(createRead(reading)).call('checkHealth', {}, { timeoutMs: CHECK_TIMEOUT_MS })),
});

function servicesOf({ services }: Health): OutagePart[] {
  const parts: OutagePart[] = [];
  if (services?.mongodb.status === 'down') parts.push('MongoDB');
  if (services?.redis.status === 'down') parts.push('Redis');
  return parts;
}

export const queries = createQueries(api);

export const commands = createCommands(api, browserRead);
