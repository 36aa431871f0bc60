import { pathOf } from '@feedflow/shared/api/client';
import { apiHeaders, forwardedHeaders } from './api-headers.ts';
import { errorResponse, unreachableResponse } from './error-response.ts';
import { requestIdOf } from './request-id.ts';
import { sessionStreams } from './session/session-streams.ts';
import { visitorOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Three times the heartbeat interval: after that long without data the API is considered gone. */
const IDLE_TIMEOUT_MS = 60_000;
/** The browser reconnects at once; the login is checked again then. */
const LIFETIME_MS = 30 * 60_000;
const RETRY_AFTER_SECONDS = 30;

/** `no-transform` disables Next's gzip, which would buffer small events; the other headers do so for proxies. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Pipes the API's event stream to the browser, byte for byte. The upstream request ends when the browser
 * disconnects. The browser's stream ends when the API sends nothing for too long, so that the browser reconnects.
 */
export async function forwardStream(request: Request, settings: Settings): Promise<Response> {
  const requestId = requestIdOf(request);
  const runId = new URL(request.url).searchParams.get('runId');
  const gone = new AbortController();
  const session = (await visitorOf(request.headers, settings.login))?.session;
  if (session && !sessionStreams().add(session, gone)) return tooMany(requestId);
  const connecting = setTimeout(() => gone.abort(new DOMException('', 'TimeoutError')), CONNECT_TIMEOUT_MS);
  request.signal.addEventListener('abort', () => gone.abort(), { once: true });
  // The browser may have left while its session was read.
  if (request.signal.aborted) gone.abort();
  try {
    const response = await fetch(`${settings.apiUrl}${pathOf('followRuns', { query: { runId } })}`, {
      headers: {
        ...apiHeaders(settings, requestId),
        ...(await forwardedHeaders(request.headers, settings)),
        accept: 'text/event-stream',
        ...lastEventId(request),
      },
      cache: 'no-store',
      redirect: 'error',
      signal: gone.signal,
    });
    if (!response.ok || !response.body) return await refusal(response, requestId).finally(() => gone.abort());
    return new Response(relay(response.body, gone), {
      headers: { ...STREAM_HEADERS, 'x-request-id': requestId },
    });
  } catch (error) {
    gone.abort();
    return unreachableResponse(error, settings.apiUrl, requestId);
  } finally {
    clearTimeout(connecting);
  }
}

function tooMany(requestId: string): Response {
  const message = 'Too many live streams are open with this login. Close some of its tabs.';
  return errorResponse(429, 'too-many-requests', message, requestId, {
    'retry-after': String(RETRY_AFTER_SECONDS),
  });
}

function lastEventId(request: Request): Record<string, string> {
  const id = request.headers.get('last-event-id');
  return id ? { 'last-event-id': id } : {};
}

/**
 * The upstream's bytes as they arrive. The stream ends (never errors) when the API disconnects, sends nothing for
 * IDLE_TIMEOUT_MS, or after LIFETIME_MS: an ended stream makes the browser reconnect.
 */
function relay(upstream: ReadableStream<Uint8Array>, gone: AbortController): ReadableStream<Uint8Array> {
  const reader = upstream.getReader();
  const lifetime = setTimeout(() => gone.abort(), LIFETIME_MS);
  const end = () => {
    clearTimeout(lifetime);
    gone.abort();
  };
  return new ReadableStream({
    async pull(controller) {
      const idle = setTimeout(() => gone.abort(), IDLE_TIMEOUT_MS);
      const next = await reader.read().catch(() => null);
      clearTimeout(idle);
      if (next && !next.done) return controller.enqueue(next.value);
      end();
      controller.close();
    },
    cancel: end,
  });
}

async function refusal(response: Response, requestId: string): Promise<Response> {
  if (response.headers.get('content-type')?.includes('json')) {
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return new Response(await response.text(), { status: response.ok ? 502 : response.status, headers });
  }
  await response.body?.cancel();
  return errorResponse(
    502,
    'response-unexpected',
    `The API responded to the stream request with ${response.status}.`,
    requestId,
  );
}
