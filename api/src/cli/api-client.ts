import { type ApiClient, createApiClient } from '@feedflow/shared/api/client';
import { contract } from '@feedflow/shared/api/contract';
import { problem } from '@feedflow/shared/api/problem';
import type { RouteContract } from '@feedflow/shared/api/route-contract';

/** The API refused the request. The message has its code and detail. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The API cannot be reached, or its response cannot be used. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const TIMEOUT_MS = 90_000;

/**
 * A client of the API whose responses are checked against the contract.
 *
 * @throws Refusal for a response from 400 to 499; Unreachable for any other that is not a success
 */
export function connectApi(options: { url: string; token: string | undefined }): ApiClient {
  const base = options.url.replace(/\/+$/, '');
  const authorization = options.token ? { Authorization: `Bearer ${options.token}` } : {};

  return createApiClient(async ({ name, method, path, body }) => {
    const response = await fetch(base + path, {
      method,
      body: JSON.stringify(body),
      // What is sent is meant for this address alone.
      redirect: 'error',
      headers: { ...authorization, 'Content-Type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new Unreachable(`there is no response from ${base} (API_URL): ${reasonOf(error)}`);
    });
    const json: unknown = await response.json().catch(() => null);
    if (!response.ok) throw failureOf(response.status, json);
    const route: RouteContract = contract[name];
    const checked = route.response?.safeParse(json);
    if (checked?.error)
      throw new Unreachable(`${base}${path} does not respond like Feedflow: ${checked.error.message}`);
    return json;
  });
}

function failureOf(status: number, json: unknown): Error {
  const refused = problem.safeParse(json);
  const message = refused.success
    ? `${refused.data.code}: ${refused.data.detail}`
    : `the API responded with ${status}`;
  return status >= 400 && status < 500 ? new Refusal(message) : new Unreachable(message);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
