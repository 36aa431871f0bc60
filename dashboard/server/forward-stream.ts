import { pathOf } from '@feedflow/shared/api/client';
import { errorAnswer, unreachableAnswer } from './answer.ts';
import { apiHeaders } from './api-headers.ts';
import { forwardedHeaders } from './forwarded-headers.ts';
import { requestIdOf } from './request-id.ts';
import { sessionStreams } from './session/session-streams.ts';
import { visitorOf } from './session/visitor.ts';
import type { Settings } from './settings.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** Three times the longest heartbeat: after that long a silence the API is gone without having said so. */
const SILENCE_MS = 60_000;
/** The browser comes back at once, and whoever is not logged in any more is refused then. */
const LIFETIME_MS = 30 * 60_000;
const RETRY_AFTER_SECONDS = 30;

/** `no-transform` keeps Next's gzip away, which would hold small events back; the rest tells proxies the same. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

/**
 * Pipes the API's event stream to the browser, byte for byte. The upstream request ends when the browser
 * goes, and the browser's stream ends when the API has been silent for too long, so that it reconnects.
 */
export async function forwardStream(request: Request, settings: Settings): Promise<Response> {
  const requestId = requestIdOf(request);
  const runId = new URL(request.url).searchParams.get('runId');
  const gone = new AbortController();
  const session = (await visitorOf(request.headers, settings.login))?.session;
  if (session && !sessionStreams().add(session, gone)) return tooMany(requestId);
  const connecting = setTimeout(() => gone.abort(new DOMException('', 'TimeoutError')), CONNECT_TIMEOUT_MS);
  request.signal.addEventListener('abort', () => gone.abort(), { once: true });
  try {
    const answer = await fetch(`${settings.apiUrl}${pathOf('followRuns', { query: { runId } })}`, {
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
    if (!answer.ok || !answer.body) return await refusal(answer, requestId).finally(() => gone.abort());
    return new Response(relay(answer.body, gone), {
      headers: { ...STREAM_HEADERS, 'x-request-id': requestId },
    });
  } catch (error) {
    gone.abort();
    return unreachableAnswer(error, settings.apiUrl, requestId);
  } finally {
    clearTimeout(connecting);
  }
}

function tooMany(requestId: string): Response {
  const message = 'There are too many live streams open with this login. Close some of its pages.';
  const refused = errorAnswer(429, 'too-many-requests', message, requestId);
  refused.headers.set('retry-after', String(RETRY_AFTER_SECONDS));
  return refused;
}

function lastEventId(request: Request): Record<string, string> {
  const id = request.headers.get('last-event-id');
  return id ? { 'last-event-id': id } : {};
}

/**
 * The upstream's bytes as they come. It ends (never errors) when the API goes away, has been silent for
 * SILENCE_MS or after LIFETIME_MS: an ended stream is what makes the browser reconnect.
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
      const silence = setTimeout(() => gone.abort(), SILENCE_MS);
      const next = await reader.read().catch(() => null);
      clearTimeout(silence);
      if (next && !next.done) return controller.enqueue(next.value);
      end();
      controller.close();
    },
    cancel: end,
  });
}

async function refusal(answer: Response, requestId: string): Promise<Response> {
  if (answer.headers.get('content-type')?.includes('json')) {
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
    return new Response(await answer.text(), { status: answer.ok ? 502 : answer.status, headers });
  }
  await answer.body?.cancel();
  return errorAnswer(
    502,
    'api-answer-invalid',
    `The API answered the stream with ${answer.status}.`,
    requestId,
  );
}
