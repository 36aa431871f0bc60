import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import {
  type PreviewFeedPayload,
  type PreviewFeedResult,
  previewFeedPayload,
  previewFeedResult,
} from '../queues/preview-job.ts';

/** What a worker is to preview, and what came of it, outside of the job: Redis drops both, whoever dies. */
export interface PreviewRequests {
  /** Keeps a request for as long as someone waits for its answer. @returns its id */
  put(request: PreviewFeedPayload, ttlMs: number): Promise<string>;
  /** Hands a request out, once; null where nobody waits any more, or another worker has it. */
  take(id: string): Promise<PreviewFeedPayload | null>;
  /** Keeps the answer for a minute. */
  answer(id: string, result: PreviewFeedResult): Promise<void>;
  /** The answer; null while there is none. */
  readAnswer(id: string): Promise<PreviewFeedResult | null>;
  /** Deletes the request and its answer. */
  forget(id: string): Promise<void>;
}

const ANSWER_TTL_MS = 60_000;

/** The requests and answers of previews. Secrets may be in both: in headers, and in the query of an address. */
export function createPreviewRequests(
  { redis }: { redis: Redis },
  options: { prefix: string },
): PreviewRequests {
  const requestKey = (id: string) => `${options.prefix}:previews:${id}:request`;
  const answerKey = (id: string) => `${options.prefix}:previews:${id}:answer`;
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
    answer: async (id, result) => {
      await redis.set(answerKey(id), JSON.stringify(result), 'PX', ANSWER_TTL_MS);
    },
    readAnswer: async (id) => {
      const text = await redis.get(answerKey(id));
      return text === null ? null : previewFeedResult.parse(JSON.parse(text));
    },
    forget: async (id) => {
      await redis.del(requestKey(id), answerKey(id));
    },
  };
}
