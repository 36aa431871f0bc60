import { ApiFailure, failureOf, parseJson } from './failure.ts';

export interface Ask {
  signal?: AbortSignal;
  /** Makes it a command: POST, unless `method` says otherwise. */
  body?: unknown;
  method?: 'POST' | 'PATCH' | 'DELETE';
  /** The same for every try at one command, so that it is done once. */
  idempotencyKey?: string;
  /** What the answer is: JSON, unless it is said to be text. */
  as?: 'text';
  /** Instead of the reader's own. */
  timeoutMs?: number;
}

/** Asks for one answer. Same in the browser and on the server, so that both use the same queries. */
export type Read = <Answer>(path: string, ask?: Ask) => Promise<Answer>;

export interface ReadOptions {
  /** Put before every path: '' in the browser. */
  baseUrl: string;
  headers?: Record<string, string>;
  timeoutMs: number;
  /** Called with the answer's Date header and the times the request took, all in milliseconds since 1970. */
  onServerDate?: (facts: { serverMs: number; sentMs: number; receivedMs: number }) => void;
  /** Called with every answer that tells of a failure, before it is thrown. */
  onRefusal?: (failure: ApiFailure) => void;
  /** Why an answer is not what was asked for, in words, or null. Left out where the server has seen to it. */
  faultOf?: (path: string, answer: unknown) => string | null;
}

/**
 * Makes a reader. Its answers are returned as they came: dates stay strings, so that react-query can keep
 * unchanged parts identical. Throws ApiFailure for everything that goes wrong.
 */
export function createRead(options: ReadOptions): Read {
  return async (path, ask = {}) => {
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
    if (!answer.ok) {
      const failure = failureOf(answer.status, text, answer.headers.get('x-request-id'));
      options.onRefusal?.(failure);
      throw failure;
    }
    if (ask.as === 'text') return text as never;
    const value = parseJson(text);
    const fault = value === undefined && text !== '' ? 'it is no JSON' : options.faultOf?.(path, value);
    if (fault) throw unexpectedAnswer(path, answer, fault);
    return value as never;
  };
}

function headersOf({ as, body, idempotencyKey }: Ask): Record<string, string> {
  return {
    accept: as === 'text' ? 'text/plain' : 'application/json',
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

function unexpectedAnswer(path: string, answer: Response, fault: string): ApiFailure {
  return new ApiFailure({
    status: answer.status,
    code: 'answer-unexpected',
    message: unexpectedWords(path, fault),
    requestId: answer.headers.get('x-request-id'),
  });
}

/** What is told about an answer that has another shape than it should. */
export function unexpectedWords(path: string, fault: string): string {
  return `${path.split('?')[0]} answered in a shape this dashboard does not know (${fault}). Are the API and the dashboard of the same version?`;
}

function reportDate(answer: Response, sentMs: number, report: ReadOptions['onServerDate']): void {
  const serverMs = Date.parse(answer.headers.get('date') ?? '');
  if (report && Number.isFinite(serverMs)) report({ serverMs, sentMs, receivedMs: Date.now() });
}
