import type { Alerter } from '../alerts/alerter.ts';
import type { Database } from '../mongo/database.ts';
import type { Clock } from '../process/clock.ts';
import type { Log } from '../process/log.ts';
import type { Queues } from '../queues/connect.ts';
import type { EventPublisher } from '../redis/event-stream.ts';

/** What starting, re-running, cancelling and rescuing runs takes. */
export interface RunDeps {
  database: Database;
  queues: Queues;
  events: EventPublisher;
  /** Sends the alerts of runs that end. */
  alerter?: Alerter;
  clock: Clock;
  log: Log;
}

export interface RunOptions {
  /** Records per batch of a small feed, and the most of a large one. */
  batchSize: number;
  maxBatchSize: number;
  /** Attempts at reading the feed, and at each batch. */
  fetchAttempts: number;
  batchAttempts: number;
}
