import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorMessage, FeedflowError } from '@feedflow/shared/errors';
import { readFeedQuery } from './feed-parameters.ts';
import { indexPage } from './index-page.ts';
import { planSource, type SourceRevision } from './plan/source-plan.ts';
import type { PublishedFeeds } from './published-feeds.ts';
import { sendFault, sendParameters, sendPlan } from './send-feed.ts';
import type { SourceStates } from './source-states.ts';
import { findSampleSource, sampleSources } from './sources.ts';

interface HandlerDeps {
  states: SourceStates;
  published: PublishedFeeds;
  sourceAt(source: string, revision: number): SourceRevision;
}

/** Handles every request to the sample feed server. Never throws. */
export function createRequestHandler({ states, published, sourceAt }: HandlerDeps) {
  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = requestUrl(request);
    const [, area, name = '', ...rest] = url.pathname.split('/');
    if (rest.length > 0) throw notFound(url);
    if (area === 'published' && request.method === 'PUT') {
      published.put(name, [readFeedQuery(url.searchParams)]);
      return sendJson(response, 200, { url: `${url.origin}/published/${name}` });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', area === 'published' ? 'GET, HEAD, PUT' : 'GET, HEAD');
      return sendJson(response, 405, {
        code: 'request-invalid',
        message: `${request.method} is not possible here`,
      });
    }
    if (url.pathname === '/') return sendIndex(request, response, url.origin);
    if (url.pathname === '/feed') return sendParameters(response, readFeedQuery(url.searchParams));
    if (area === 'sources' && findSampleSource(name)) return sendSource(request, response, name, url);
    const feed = area === 'published' ? published.take(name) : undefined;
    if (!feed) throw notFound(url);
    return sendParameters(response, feed);
  }

  async function sendSource(request: IncomingMessage, response: ServerResponse, id: string, url: URL) {
    const requested = readRevision(url.searchParams);
    // A HEAD request does not count as a fetch.
    const revision =
      requested ?? (request.method === 'HEAD' ? Math.max(1, states.revision(id)) : states.advance(id));
    if (revision === null) return sendFault(response, 503, 1);
    response.setHeader('x-feed-revision', revision);
    return sendPlan(response, planSource(sourceAt(id, revision)));
  }

  function sendIndex(request: IncomingMessage, response: ServerResponse, origin: string): void {
    const sources = sampleSources.map(({ id, title, dialect, size }) => {
      return { id, title, dialect, size, url: `${origin}/sources/${id}`, revision: states.revision(id) };
    });
    response.setHeader('vary', 'accept');
    if (request.headers.accept?.includes('text/html')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(indexPage(sources, `${origin}/feed?records=1000&dialect=wordpress`));
    } else {
      sendJson(response, 200, { sources });
    }
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response).catch((error: unknown) => sendProblem(response, error));
  };
}

/** The requested URL, with the host that the client uses for this server. */
function requestUrl(request: IncomingMessage): URL {
  const url = URL.parse(`http://${request.headers.host ?? 'localhost'}${request.url}`);
  if (!url) throw new FeedflowError('request-invalid', 'the Host header and the path are not a URL');
  return url;
}

function readRevision(query: URLSearchParams): number | undefined {
  const text = query.get('revision');
  const unknown = [...query.keys()].find((name) => name !== 'revision');
  if (unknown) throw new FeedflowError('request-invalid', `unknown parameter ${unknown}: known is revision`);
  if (text === null) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new FeedflowError(
      'request-invalid',
      `revision is ${JSON.stringify(text)}: must be a whole number from 1 to 999999999`,
    );
  }
  return Number(text);
}

function notFound(url: URL): FeedflowError {
  return new FeedflowError('not-found', `nothing is at ${url.pathname}: GET / lists the feeds`);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(`${JSON.stringify(body, null, 2)}\n`);
}

function sendProblem(response: ServerResponse, error: unknown): void {
  // After the headers, only a dropped connection shows the client that the feed is truncated.
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const code = error instanceof FeedflowError ? error.code : 'internal';
  const status = { 'request-invalid': 400, 'not-found': 404 }[code as string] ?? 500;
  sendJson(response, status, { code, message: errorMessage(error) });
}
