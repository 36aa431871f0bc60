import { FeedflowError } from '@feedflow/shared/errors';

const RETRY_AFTER_SECONDS = 30;

export interface StreamSlots {
  /**
   * Takes a slot for a stream of a client.
   *
   * @returns releases the slot; harmless to call again
   * @throws FeedflowError 'too-many-requests' where the client has all it may have, 'too-many-clients' where all
   * slots are taken
   */
  take(client: string): () => void;
}

/** Counts open streams: of one client, so that none takes all slots, and of all of them. */
export function createStreamSlots(options: { maxStreams: number; maxStreamsPerClient: number }): StreamSlots {
  const { maxStreams, maxStreamsPerClient } = options;
  const byClient = new Map<string, number>();
  let all = 0;

  function count(client: string, change: 1 | -1): void {
    all += change;
    const open = (byClient.get(client) ?? 0) + change;
    if (open > 0) byClient.set(client, open);
    else byClient.delete(client);
  }

  return {
    take: (client) => {
      if ((byClient.get(client) ?? 0) >= maxStreamsPerClient) {
        throw refusal(
          'too-many-requests',
          `this client has ${maxStreamsPerClient} streams open already (API_STREAMS_PER_CLIENT); close one, or try again later`,
        );
      }
      if (all >= maxStreams) {
        throw refusal(
          'too-many-clients',
          `${maxStreams} streams are open already (API_STREAM_CLIENTS); try again later`,
        );
      }
      count(client, 1);
      let taken = true;
      return () => {
        if (taken) count(client, -1);
        taken = false;
      };
    },
  };
}

function refusal(code: 'too-many-requests' | 'too-many-clients', message: string): FeedflowError {
  return new FeedflowError(code, message, { details: { retryAfterSeconds: RETRY_AFTER_SECONDS } });
}
