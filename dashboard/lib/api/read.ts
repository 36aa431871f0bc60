import type { z } from 'zod';
import type { Wire } from '../wire.ts';
import { ApiFailure, failureOf, parseJson } from './failure.ts';

export interface Ask {
  signal?: AbortSignal;
  /** Makes it a command: POST, unless `method` says otherwise. */
  body?: unknown;
  method?: 'POST' | 'PATCH' | 'DELETE';
  /** The same for every try at one command, so that it is done once. */
  idempotencyKey?: string;
  /** Instead of the reader's own. */
  timeoutMs?: number;
}

/** Asks for one JSON answer. Same shape in the browser and on the server, so that both use the same queries. */
export type Read = <Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  ask?: Ask,
) => Promise<Wire<z.output<Schema>>>;

export interface ReadOptions {
  /** Put before every path: '' in the browser. */
  baseUrl: string;
  headers?: Record<string, string>;
  timeoutMs: number;
  /** Called with the answer's Date header and the times the request took, all in milliseconds since 1970. */
  onServerDate?: (facts: { serverMs: number; sentMs: number; receivedMs: number }) => void;
}

/**
 * Makes a reader. Its answers are checked against the schema and returned as they came (dates stay strings,
 * so that react-query can keep unchanged parts identical). Throws ApiFailure for everything that goes wrong.
 */
export function createRead(options: ReadOptions): Read {
  return async (path, schema, ask = {}) => {
    const { signal, body } = ask;
    const timeoutMs = ask.timeoutMs ?? options.timeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const sentMs = Date.now();
    const answer = await fetch(`${options.baseUrl}${path}`, {
      method: body === undefined ? 'GET' : (ask.method ?? 'POST'),
      headers: { ...headersOf(ask), ...options.headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw noAnswer(error, timeoutMs);
    });
    reportDate(answer, sentMs, options.onServerDate);
    const text = await answer.text();
    if (!answer.ok) throw failureOf(answer.status, text, answer.headers.get('x-request-id'));
    const value = parseJson(text);
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw unexpectedAnswer(path, answer, parsed.error);
    return value as never;
  };
}

function headersOf({ body, idempotencyKey }: Ask): Record<string, string> {
  return {
    accept: 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  };
}

function noAnswer(error: unknown, timeoutMs: number): ApiFailure {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return new ApiFailure({
    status: 0,
    code: late ? 'timeout' : 'unreachable',
    message: late ? `No answer within ${timeoutMs / 1000} s.` : 'The dashboard’s server cannot be reached.',
  });
}

function unexpectedAnswer(path: string, answer: Response, error: z.ZodError): ApiFailure {
  const first = error.issues[0];
  const where = first ? `${first.path.join('.') || 'the answer'}: ${first.message}` : 'unknown';
  return new ApiFailure({
    status: answer.status,
    code: 'answer-unexpected',
    message: `${path.split('?')[0]} answered in a shape this dashboard does not know (${where}). Are the API and the dashboard of the same version?`,
    requestId: answer.headers.get('x-request-id'),
  });
}

function reportDate(answer: Response, sentMs: number, report: ReadOptions['onServerDate']): void {
  const serverMs = Date.parse(answer.headers.get('date') ?? '');
  if (report && Number.isFinite(serverMs)) report({ serverMs, sentMs, receivedMs: Date.now() });
}
