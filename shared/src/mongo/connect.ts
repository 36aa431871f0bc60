import { MongoClient } from 'mongodb';
import { errorMessage, FeedflowError } from '../errors.ts';
import type { Log } from '../log.ts';

export interface MongoOptions {
  uri: string;
  /** How long to wait at boot, in milliseconds. */
  bootTimeoutMs: number;
  /** Names the process in MongoDB's log and currentOp. */
  appName: string;
}

/**
 * Connects to MongoDB, saying so in the log while it waits.
 *
 * @throws FeedflowError 'service-unavailable' where it does not answer within `bootTimeoutMs`
 */
export async function connectMongo(deps: { log: Log }, options: MongoOptions): Promise<MongoClient> {
  const deadline = Date.now() + options.bootTimeoutMs;
  for (;;) {
    const remainingMs = Math.max(100, deadline - Date.now());
    const client = new MongoClient(options.uri, {
      appName: options.appName,
      ignoreUndefined: true,
      serverSelectionTimeoutMS: Math.min(5_000, remainingMs),
      // Postings are text: on a local network compressing them costs more than it saves.
      compressors: [],
    });
    try {
      await client.connect();
      await client.db().command({ ping: 1 });
      return client;
    } catch (error) {
      await client.close();
      if (Date.now() >= deadline) {
        throw new FeedflowError(
          'service-unavailable',
          `MongoDB did not answer within ${options.bootTimeoutMs} ms (${errorMessage(error, 200)}): check MONGODB_URI and that the server is running`,
          { cause: error },
        );
      }
      deps.log.warn({ reason: errorMessage(error, 200) }, 'waiting for MongoDB');
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
}
