import { createClock } from '../clock.ts';
import { createCommands } from './commands.ts';
import { createQueries } from './queries.ts';
import { createRead } from './read.ts';
import { createSessionEnd } from './session-end.ts';

const READ_TIMEOUT_MS = 15_000;

/** The tab's clock, kept right by every answer. */
export const clock = createClock();

export const sessionEnd = createSessionEnd();

/** Asks the dashboard's own server, which passes it on to the API. */
const browserRead = createRead({
  baseUrl: '',
  timeoutMs: READ_TIMEOUT_MS,
  onServerDate: clock.observe,
  onRefusal: sessionEnd.report,
});

export const queries = createQueries(browserRead);

export const commands = createCommands(browserRead);
