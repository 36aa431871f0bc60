import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { MINUTE_MS } from '../durations.ts';
import {
  type PreviewFeedPayload,
  type PreviewFeedResult,
  previewFeedPayload,
  previewFeedResult,
} from '../queues/preview-job.ts';

/** Requests and results of previews, outside of the BullMQ job: both expire in Redis, whichever process dies. */
export interface PreviewRequests {
  /** Keeps a request while its client waits for the result. @returns its id */
  put(request: PreviewFeedPayload, ttlMs: number): Promise<string>;
  /** Takes a request, once; null if its client no longer waits, or another worker has it. */
  take(id: string): Promise<PreviewFeedPayload | null>;
  /** Keeps the result for a minute. */
  respond(id: string, result: PreviewFeedResult): Promise<void>;
  /** The result; null while there is none. */
  readResponse(id: string): Promise<PreviewFeedResult | null>;
  /** Deletes the request and its result. */
  forget(id: string): Promise<void>;
}

const RESPONSE_TTL_MS = MINUTE_MS;

/** The requests and results of previews. Both can contain secrets: in headers, and in the query of an address. */
export function createPreviewRequests(
  { redis }: { redis: Redis },
  options: { prefix: string },
): PreviewRequests {
  const requestKey = (id: string) => `${options.prefix}:previews:${id}:request`;
  const resultKey = (id: string) => `${options.prefix}:previews:${id}:answer`;
  return {
    put: async (request, ttlMs) => {
      const id = randomUUID();
      await redis.set(requestKey(id), JSON.stringify(request), 'PX', ttlMs);
      return id;
    },
    take: async (id) => {
      const [got] = (await redis.multi().get(requestKey(id)).del(requestKey(id)).exec()) ?? [];
      const text = got?.[1];
      return typeof text === 'string' ? previewFeedPayload.parse(JSON.parse(text)) : null;
    },
    respond: async (id, result) => {
      await redis.set(resultKey(id), JSON.stringify(result), 'PX', RESPONSE_TTL_MS);
    },
    readResponse: async (id) => {
      const text = await redis.get(resultKey(id));
      return text === null ? null : previewFeedResult.parse(JSON.parse(text));
    },
    forget: async (id) => {
      await redis.del(requestKey(id), resultKey(id));
    },
  };
}
