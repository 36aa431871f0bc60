import { type ApiClient, createApiClient } from '@feedflow/shared/api/client';
import { contract } from '@feedflow/shared/api/contract';
import { problem } from '@feedflow/shared/api/problem';
import type { RouteContract } from '@feedflow/shared/api/route-contract';
import { UsageError } from '@feedflow/shared/command-line/usage-error';
import { errorMessage } from '@feedflow/shared/errors';
import { parseJson } from '@feedflow/shared/parse-json';
import { parseEnv } from '@feedflow/shared/process/env';
import { pickSettings } from '@feedflow/shared/settings';

/** The API refused the request. The message has its code and detail. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** The API cannot be reached, or its response cannot be used. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

const TIMEOUT_MS = 90_000;

export interface Api extends ApiClient {
  /**
   * The text of a GET response as it arrives, however long that takes.
   *
   * @param path with its query
   */
  stream(path: string): AsyncIterable<string>;
}

/**
 * A client of the API whose responses are checked against the contract.
 *
 * @throws UsageError for what is no address of an API, and a token that no header can have; of requests Refusal for a response from
 * 400 to 499; Unreachable for any other that is not a success
 */
export function connectApi(options: { url: string | undefined; token: string | undefined }): Api {
  // The message of fetch would have the token.
  if (options.token && !/^[\x21-\x7e]+$/.test(options.token))
    throw new UsageError('API_TOKEN must be printable characters without spaces');
  const base = checkedUrl(options.url).replace(/\/+$/, '');
  const authorization = options.token ? { Authorization: `Bearer ${options.token}` } : {};
  const headers = { ...authorization, 'Content-Type': 'application/json' };

  // What is sent is meant for this address alone.
  const request = (path: string, init: RequestInit) =>
    fetch(base + path, { ...init, redirect: 'error', headers }).catch((error: unknown) => {
      throw new Unreachable(`there is no response from ${base} (API_URL): ${reasonOf(error)}`);
    });

  const brokeOff = (error: unknown) =>
    new Unreachable(`the response from ${base} broke off: ${reasonOf(error)}`);

  async function* stream(path: string): AsyncGenerator<string> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Error('timeout')), TIMEOUT_MS);
    const response = await request(path, { signal: stop.signal }).finally(() => clearTimeout(timer));
    if (!response.ok) throw failureOf(response.status, parseJson(await response.text().catch(() => '')));
    try {
      for await (const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()))
        yield text;
    } catch (error) {
      throw brokeOff(error);
    } finally {
      stop.abort();
    }
  }

  const client = createApiClient(async ({ name, method, path, body, as }) => {
    const response = await request(path, {
      method,
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text().catch((error: unknown) => {
      throw brokeOff(error);
    });
    if (as === 'text' && response.ok) return text;
    const json = parseJson(text);
    const route: RouteContract = contract[name];
    const other = route.otherResponses?.[response.status];
    if (!response.ok && !other) throw failureOf(response.status, json);
    const checked = (other ?? route.response)?.safeParse(json);
    if (checked?.error)
      throw new Unreachable(`${base}${path} does not respond like Feedflow: ${checked.error.message}`);
    return json;
  });
  return { ...client, stream };
}

function checkedUrl(url: string | undefined): string {
  try {
    return parseEnv(pickSettings('API_URL'), { API_URL: url }).API_URL;
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

function failureOf(status: number, json: unknown): Error {
  const refused = problem.safeParse(json);
  const message = refused.success
    ? `${refused.data.code}: ${refused.data.detail}`
    : `the API responded with ${status}`;
  if (status === 401)
    return new Refusal(`${message}; set the environment variable API_TOKEN to a token of the API`);
  return status >= 400 && status < 500 ? new Refusal(message) : new Unreachable(message);
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
}
