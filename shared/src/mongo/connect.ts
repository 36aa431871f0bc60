import { MongoClient, type MongoClientOptions } from 'mongodb';
import { errorMessage, FeedflowError } from '../errors.ts';
import { durationLabel } from '../model/duration-label.ts';
import type { Log } from '../process/log.ts';
import { withTimeout } from '../process/with-timeout.ts';

export interface MongoOptions {
  uri: string;
  /** How long to wait at boot, in milliseconds. */
  bootTimeoutMs: number;
  /** Names the process in MongoDB's log and currentOp. */
  appName: string;
}

const RETRY_DELAY_MS = 500;

/**
 * Connects to MongoDB, saying so in the log while it waits. Once connected, it reconnects automatically. A
 * connection that has gone silent is detected within about 15 s, and the operations on it fail.
 *
 * @throws FeedflowError 'settings-invalid' if the driver cannot read the URL, 'service-unavailable' if it does not
 *   respond within `bootTimeoutMs`
 */
export async function connectMongo(deps: { log: Log }, options: MongoOptions): Promise<MongoClient> {
  const deadline = performance.now() + options.bootTimeoutMs;
  let lastReason = '';
  for (;;) {
    const client = newClient(options);
    try {
      await withDeadline(client, Math.max(RETRY_DELAY_MS, deadline - performance.now()));
      if (lastReason) deps.log.info('MongoDB is available');
      return client;
    } catch (error) {
      await client.close();
      const reason = errorMessage(error, 200);
      if (performance.now() >= deadline) {
        throw new FeedflowError(
          'service-unavailable',
          `MongoDB did not respond within ${durationLabel(options.bootTimeoutMs)} (${reason}): check MONGODB_URI and that the server is running`,
          { cause: error },
        );
      }
      if (reason !== lastReason) deps.log.warn({ reason }, 'waiting for MongoDB');
      lastReason = reason;
      await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
    }
  }
}

function newClient({ uri, appName }: MongoOptions): MongoClient {
  try {
    return new MongoClient(uri, clientOptions(appName));
  } catch (error) {
    throw new FeedflowError(
      'settings-invalid',
      `MONGODB_URI cannot be read (${errorMessage(error, 200)}): its options must be those of MongoDB's drivers, its user and password percent-encoded, such as @ as %40`,
      { cause: error },
    );
  }
}

function clientOptions(appName: string): MongoClientOptions {
  return {
    appName,
    ignoreUndefined: true,
    // What was acknowledged survives a crash of the server, also of one that stands alone.
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 10_000,
    heartbeatFrequencyMS: 5_000,
    // Jobs are text: on a local network compressing them costs more than it saves.
    compressors: [],
  };
}

/** A server that accepts the connection and never responds must not exceed the boot timeout. */
async function withDeadline(client: MongoClient, timeoutMs: number): Promise<void> {
  const response = client.connect().then(() => client.db().command({ ping: 1 }));
  await withTimeout(response, timeoutMs, () => new Error('no response'));
}
