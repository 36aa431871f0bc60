import { problem } from '@feedflow/shared/api/problem';
import type { z } from 'zod';

/** The API's own no, in its words. */
export class Refusal extends Error {}

/** The API gives no answer, or not one that can be used. */
export class Unreachable extends Error {}

export interface ApiClient {
  get<T>(path: string, schema: z.ZodType<T>): Promise<Answered<T>>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<Answered<T>>;
}

/** An answer, checked, and as it came. */
export interface Answered<T> {
  value: T;
  json: unknown;
}

const TIMEOUT_MS = 90_000;

/**
 * Asks the API.
 *
 * @throws Refusal for an answer from 400 to 499; Unreachable for any other that is not a success
 */
export function createApiClient(options: { url: string; token: string | undefined }): ApiClient {
  const base = options.url.replace(/\/+$/, '');

  async function send<T>(path: string, schema: z.ZodType<T>, init: RequestInit): Promise<Answered<T>> {
    const authorization = options.token ? { Authorization: `Bearer ${options.token}` } : {};
    const response = await fetch(base + path, {
      ...init,
      // What is sent is meant for this address alone.
      redirect: 'error',
      headers: { ...authorization, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Unreachable(`there is no answer from ${base} (API_URL): ${reasonOf(error)}`);
    });
    const json = await response.json().catch(() => null);
    if (!response.ok) throw failureOf(response.status, json);
    const parsed = schema.safeParse(json);
    if (!parsed.success)
      throw new Unreachable(`${base}${path} does not answer like Feedflow: ${parsed.error.message}`);
    return { value: parsed.data, json };
  }

  return {
    get: (path, schema) => send(path, schema, { method: 'GET' }),
    post: (path, body, schema) => send(path, schema, { method: 'POST', body: JSON.stringify(body) }),
  };
}

function failureOf(status: number, json: unknown): Error {
  const told = problem.safeParse(json);
  const message = told.success ? `${told.data.code}: ${told.data.detail}` : `the API answered ${status}`;
  return status >= 400 && status < 500 ? new Refusal(message) : new Unreachable(message);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
