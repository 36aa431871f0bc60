import type { ApiRequest } from '@feedflow/shared/api/client';
import type { OperationName } from '@feedflow/shared/api/paths';
import { parseJson } from '@feedflow/shared/parse-json';
import { ApiFailure, failureOf } from './failure.ts';

/** A request of the API, or without a name one that the dashboard's server handles itself. */
export type ReadRequest = Omit<ApiRequest, 'name'> & { name?: OperationName };

/**
 * Sends a request and reads its response. The same in the browser and on the server, so that both use the same
 * queries.
 */
export type Read = (request: ReadRequest) => Promise<unknown>;

export interface ReadOptions {
  /** Put before every path: '' in the browser. */
  baseUrl: string;
  headers?: Record<string, string>;
  timeoutMs: number;
  /** The message for a server that cannot be reached. @default that of a browser */
  unreachable?: string;
  /** Called with the response's Date header and the times the request took, all in milliseconds since 1970. */
  onServerDate?: (facts: { serverMs: number; sentMs: number; receivedMs: number }) => void;
  /** Called with every failure that a response reports, before it is thrown. */
  onRefusal?: (failure: ApiFailure) => void;
  /** Called with every response that is a success. */
  onSuccess?: () => void;
  /** Called when a request has had no response for a while, or failed for a reason that may pass. */
  onTrouble?: () => void;
  /** Why a response differs from the contract, or null. Left out where the server has checked it. */
  faultOf?: (name: OperationName, value: unknown) => string | null;
}

/** The API responds much faster unless a service behind it does not. */
const SLOW_AFTER_MS = 3_000;

/**
 * Makes a reader. What it reads is returned as it came: dates stay strings, so that react-query can keep
 * unchanged parts identical. Throws ApiFailure for everything that goes wrong.
 */
export function createRead(options: ReadOptions): Read {
  return async (request) => {
    const { name, method, path, body, as, signal } = request;
    const timeoutMs = request.timeoutMs ?? options.timeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const sentMs = Date.now();
    const slow = options.onTrouble && setTimeout(options.onTrouble, SLOW_AFTER_MS);
    const noResponse = (error: unknown): never => {
      if (signal?.aborted) throw error;
      options.onTrouble?.();
      throw noResponseFailure(error, timeoutMs, options.unreachable);
    };
    const response = await fetch(`${options.baseUrl}${path}`, {
      method,
      headers: { ...headersOf(request), ...options.headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
      .catch(noResponse)
      .finally(() => clearTimeout(slow));
    reportDate(response, sentMs, options.onServerDate);
    const text = await response.text().catch(noResponse);
    if (!response.ok) {
      const failure = failureOf(response.status, text, response.headers.get('x-request-id'));
      options.onRefusal?.(failure);
      if (failure.temporary) options.onTrouble?.();
      throw failure;
    }
    options.onSuccess?.();
    if (as === 'text') return text;
    const value = parseJson(text);
    const fault =
      value === undefined && text !== '' ? 'it is not JSON' : name && options.faultOf?.(name, value);
    if (fault) throw unexpectedResponse(path, response, fault);
    return value;
  };
}

function headersOf({ as, body, idempotencyKey }: ReadRequest): Record<string, string> {
  return {
    accept: as === 'text' ? 'text/plain' : 'application/json',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
  };
}

/** Of a request without a response, or whose response broke off. */
function noResponseFailure(
  error: unknown,
  timeoutMs: number,
  unreachable = 'The dashboard’s server cannot be reached.',
): ApiFailure {
  const late = error instanceof DOMException && error.name === 'TimeoutError';
  return new ApiFailure({
    status: 0,
    code: late ? 'timeout' : 'unreachable',
    message: late ? `No response within ${timeoutMs / 1000} s.` : unreachable,
  });
}

function unexpectedResponse(path: string, response: Response, fault: string): ApiFailure {
  return new ApiFailure({
    status: response.status,
    code: 'response-unexpected',
    message: unexpectedResponseMessage(path, fault),
    requestId: response.headers.get('x-request-id'),
  });
}

/** The message for a response that differs from its schema. */
export function unexpectedResponseMessage(path: string, fault: string): string {
  return `${path.split('?')[0]} responded with data that this dashboard does not know (${fault}). Check that the API and the dashboard have the same version.`;
}

function reportDate(response: Response, sentMs: number, report: ReadOptions['onServerDate']): void {
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  if (report && Number.isFinite(serverMs)) report({ serverMs, sentMs, receivedMs: Date.now() });
}
