import { parseJson } from '@feedflow/shared/parse-json';
import { unexpectedResponseMessage } from '../lib/api/read.ts';
import { type ApiTarget, apiTargetFor } from './allowed-paths.ts';
import { apiHeaders, forwardedHeaders } from './api-headers.ts';
import { errorResponse, unreachableResponse } from './error-response.ts';
import { requestIdOf } from './request-id.ts';
import { responseFault } from './response-fault.ts';
import { crossSiteFault } from './same-origin.ts';
import { actorHeaders } from './session/actor.ts';
import { recordEndedElsewhere } from './session/end-session.ts';
import { refusalOf } from './session/guard.ts';
import { visitorOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

const MAX_BODY_BYTES = 64 * 1024;
const PASSED_BACK = ['content-type', 'x-request-id', 'retry-after'];

/**
 * Forwards one browser request to the API, with the token added, and returns the response with its status, body and
 * X-Request-Id. A path that is not on the list of allowed paths is a 404 and does not reach the API.
 */
export async function forward(request: Request, settings: Settings): Promise<Response> {
  const requestId = requestIdOf(request);
  const url = new URL(request.url);
  const target = apiTargetFor(request.method, url.pathname);
  if (!target) {
    return errorResponse(404, 'not-found', `Not found: ${request.method} ${url.pathname}.`, requestId);
  }
  const body = request.method === 'GET' ? undefined : await readBody(request, requestId);
  if (body instanceof Response) return body;
  const visitor = body === undefined ? null : await visitorOf(request.headers, settings.login);
  const idempotencyKey = request.headers.get('idempotency-key');
  const actor = body === undefined ? {} : actorHeaders(request.headers, visitor);
  try {
    const response = await fetch(`${settings.apiUrl}${target.path}${url.search}`, {
      method: request.method,
      headers: {
        ...apiHeaders(settings, requestId, body !== undefined),
        ...(await forwardedHeaders(request.headers, settings)),
        ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
        ...actor,
      },
      body,
      cache: 'no-store',
      // A redirect would send the token to another server.
      redirect: 'error',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(target.timeoutMs)]),
    });
    const ended = await recordEndedElsewhere(response, request, settings);
    return (ended && (await refusalOf(request, settings))) || (await passedBack(response, target, requestId));
  } catch (error) {
    return unreachableResponse(error, settings.apiUrl, requestId);
  }
}

async function readBody(request: Request, requestId: string): Promise<string | Response> {
  const fault = crossSiteFault(request);
  if (fault) return errorResponse(403, 'request-refused', fault, requestId);
  const tooLarge = () =>
    errorResponse(413, 'request-invalid', `The body may have at most ${MAX_BODY_BYTES} bytes.`, requestId);
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) return tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The API's response with known headers only. If its schema is known, the body is validated first. */
async function passedBack(response: Response, target: ApiTarget, requestId: string): Promise<Response> {
  const status = target.otherStatuses.includes(response.status) ? 200 : response.status;
  const headers = headersBack(response, requestId);
  if (status === 204) return new Response(null, { status, headers });
  if (status >= 300 || !target.response) return new Response(response.body, { status, headers });
  const text = await response.text();
  const fault = responseFault(target.response, parseJson(text));
  if (fault)
    return errorResponse(
      502,
      'response-unexpected',
      unexpectedResponseMessage(target.path, fault),
      requestId,
    );
  return new Response(text, { status, headers });
}

function headersBack(response: Response, requestId: string): Headers {
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId });
  for (const name of PASSED_BACK) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  return headers;
}
