import { parseJson } from '../lib/api/failure.ts';
import { unexpectedWords } from '../lib/api/read.ts';
import { type ApiTarget, apiTargetFor } from './allowed-paths.ts';
import { errorAnswer, unreachableAnswer } from './answer.ts';
import { answerFault } from './answer-fault.ts';
import { apiHeaders } from './api-headers.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { requestIdOf } from './request-id.ts';
import { crossSiteFault } from './same-origin.ts';
import { actorHeaders } from './session/actor.ts';
import { noteEndedElsewhere } from './session/end-session.ts';
import { refusalOf } from './session/guard.ts';
import { visitorOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

const MAX_BODY_BYTES = 64 * 1024;
const PASSED_ON = ['idempotency-key'];
const PASSED_BACK = ['content-type', 'x-request-id', 'retry-after'];

/**
 * Passes one browser request on to the API and its answer back: status, body and X-Request-Id as they are,
 * the token added on the way. Anything not on the list of allowed paths is a 404 that the API never sees.
 */
export async function forward(request: Request, settings: Settings): Promise<Response> {
  const requestId = requestIdOf(request);
  const url = new URL(request.url);
  const target = apiTargetFor(request.method, url.pathname);
  if (!target) {
    return errorAnswer(404, 'not-found', `There is no ${request.method} ${url.pathname} here.`, requestId);
  }
  const body = request.method === 'GET' ? undefined : await readBody(request, requestId);
  if (body instanceof Response) return body;
  const visitor = body === undefined ? null : await visitorOf(request.headers, settings.login);
  const actor = body === undefined ? {} : actorHeaders(request.headers, visitor);
  try {
    const answer = await fetch(`${settings.apiUrl}${target.path}${url.search}`, {
      method: request.method,
      headers: {
        ...apiHeaders(settings, requestId, body !== undefined),
        ...(await forwardedHeaders(request.headers, settings)),
        ...passedOn(request),
        ...actor,
      },
      body,
      cache: 'no-store',
      // A redirect would carry the token to wherever the answer points.
      redirect: 'error',
      signal: AbortSignal.any([request.signal, AbortSignal.timeout(target.timeoutMs)]),
    });
    const ended = await noteEndedElsewhere(answer, request, settings);
    return (ended && (await refusalOf(request, settings))) || (await passedBack(answer, target, requestId));
  } catch (error) {
    return unreachableAnswer(error, settings.apiUrl, requestId);
  }
}

async function readBody(request: Request, requestId: string): Promise<string | Response> {
  const fault = crossSiteFault(request);
  if (fault) return errorAnswer(403, 'request-refused', fault, requestId);
  const tooLarge = () =>
    errorAnswer(413, 'request-invalid', `The body may have at most ${MAX_BODY_BYTES} bytes.`, requestId);
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

function passedOn(request: Request): Record<string, string> {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = request.headers.get(name);
      return value ? [[name, value]] : [];
    }),
  );
}

/** The API's answer, with nothing but known headers. One of a known kind is looked at before it is passed on. */
async function passedBack(answer: Response, target: ApiTarget, requestId: string): Promise<Response> {
  const status = target.otherStatuses.includes(answer.status) ? 200 : answer.status;
  const headers = headersBack(answer, requestId);
  if (status === 204) return new Response(null, { status, headers });
  if (status >= 300 || !target.response) return new Response(answer.body, { status, headers });
  const text = await answer.text();
  const fault = answerFault(target.response, parseJson(text));
  if (fault) return errorAnswer(502, 'answer-unexpected', unexpectedWords(target.path, fault), requestId);
  return new Response(text, { status, headers });
}

function headersBack(answer: Response, requestId: string): Headers {
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId });
  for (const name of PASSED_BACK) {
    const value = answer.headers.get(name);
    if (value) headers.set(name, value);
  }
  return headers;
}
